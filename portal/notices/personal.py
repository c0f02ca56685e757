"""A person's own data in this package: what is held, and what goes when the account goes."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from django.conf import settings

from portal.lib.clock import to_text
from portal.people import outbox
from portal.people.models import User

from .models import SMS, ZALO, Choice, Notice

Rows = list[dict[str, object]]


def held(person: User) -> dict[str, Rows]:
    notices = Notice.objects.filter(person=person).prefetch_related("deliveries")
    return {
        "notices": [
            {
                "at": to_text(row.created_at),
                "kind": row.kind,
                "title": row.title,
                "body": row.body,
                "subject": row.subject,
                "read_at": _text(row.read_at),
                "sent": [
                    {"channel": sent.channel, "state": sent.state, "at": _text(sent.sent_at)}
                    for sent in row.deliveries.all()
                ],
            }
            for row in notices
        ],
        "notice_choices": [
            {"channel": row.channel, "quiet_from": row.quiet_from, "quiet_until": row.quiet_until}
            for row in Choice.objects.filter(person=person)
        ],
    }


def erase(person: User) -> None:
    """Notices with their deliveries, and how they wanted to be told."""
    Notice.objects.filter(person=person).delete()
    Choice.objects.filter(person=person).delete()


def erase_about(subjects: Iterable[str]) -> None:
    """What anybody was told about these things, for instance with a camera's name in it."""
    Notice.objects.filter(subject__in=list(subjects)).delete()


def erase_outbox(*, phone: str, email: str) -> int:
    """Messages to this number and this address that lie in the outbox. How many files went."""
    folders = [outbox.folder(name) for name in (SMS, ZALO)] if phone else []
    files = [path for at in folders for path in at.glob(f"*-{phone.lstrip('+')}.txt")]
    if email:
        files += [path for path in _mails() if email.encode() in path.read_bytes()]
    for path in files:
        path.unlink(missing_ok=True)
    return len(files)


def _mails() -> list[Path]:
    folder = Path(settings.EMAIL_FILE_PATH)
    return [path for path in folder.glob("*") if path.is_file()]


def _text(instant: datetime | None) -> str | None:
    return to_text(instant) if instant else None
