"""A person's own data in this package: what is held, and what goes when the account goes."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet

from cameras.registry.models import Camera
from portal.lib.clock import to_text
from portal.people.models import User

from .models import Approval, FootageRequest, Invitation, NotFound, OwnerLookup, Target

Rows = list[dict[str, object]]


def held(person: User) -> dict[str, Rows]:
    answered = Target.objects.filter(answered_by=person).select_related(
        "camera", "request__case__unit"
    )
    said = {row.request_id: row for row in Approval.objects.filter(person=person)}
    written = FootageRequest.objects.filter(Q(requested_by=person) | Q(pk__in=said))
    return {
        "answers_to_requests": [
            {
                "id": row.public_id,
                "camera": row.camera.public_id,
                "unit": row.request.case.unit.name,
                "asked_from": to_text(row.asked_start),
                "asked_to": to_text(row.asked_stop),
                "asked_at": _text(row.told_at),
                "answered_at": _text(row.answered_at),
                "means": row.answered_means,
                "state": row.state,
            }
            for row in answered.order_by("pk")
        ],
        "requests_written": [
            {
                "id": row.public_id,
                "case": row.case.number,
                "state": row.state,
                "created_at": to_text(row.created_at),
                "asked_by_me": row.requested_by_id == person.pk,
                "decided_by_me": row.pk in said,
                "my_purpose": row.purpose if row.requested_by_id == person.pk else "",
                "my_reason": said[row.pk].reason if row.pk in said else "",
                "my_reason_to_go_beyond": (
                    row.beyond_reason if row.requested_by_id == person.pk else ""
                ),
            }
            for row in written.select_related("case").order_by("pk")
        ],
        "searches_in_vain": [
            {"id": row.request.public_id, "my_note": row.note, "at": to_text(row.at)}
            for row in NotFound.objects.filter(person=person).select_related("request")
        ],
        "owners_looked_up": [
            {
                "camera": row.target.camera.public_id,
                "case": row.target.request.case.number,
                "my_purpose": row.purpose,
                "at": to_text(row.at),
                "ledger_number": row.ledger_seq,
            }
            for row in lookups_of(person)
        ],
        "invitations": [
            {"camera": row.target.camera.public_id, "asked_at": _text(row.target.told_at)}
            for row in Invitation.objects.filter(person=person).select_related("target__camera")
        ],
    }


def lookups_of(person: User) -> QuerySet[OwnerLookup]:
    """Each time the person was shown how to reach an owner, the latest first. Never erased."""
    return OwnerLookup.objects.filter(person=person).select_related(
        "target__camera", "target__request__case"
    )


def erase(person: User) -> None:
    """Personal links to answer, of which an SMS may still hold a copy, lead nowhere any more."""
    Invitation.objects.filter(person=person).delete()


def subjects_about(cameras: Iterable[Camera]) -> list[str]:
    """How notices name what was asked of these cameras."""
    return [row.subject for row in Target.objects.filter(camera__in=list(cameras))]


def _text(instant: datetime | None) -> str | None:
    return to_text(instant) if instant else None
