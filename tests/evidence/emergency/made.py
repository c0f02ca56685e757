"""An opening as a row, for tests that are about something else."""

from datetime import datetime, timedelta

from evidence.emergency.models import Opening, Watch
from evidence.requests.models import Target


def make_opening(target: Target, at: datetime, **changes: object) -> Opening:
    """By who asked, of one camera."""
    facts: dict[str, object] = {
        "request": target.request,
        "requested_by": target.request.requested_by,
        "person": target.request.requested_by,
        "reason": "Cháu bé đi lạc",
        "opened_at": at,
        "until": at + timedelta(hours=1),
        "due_at": at + timedelta(hours=24),
        "born_ms": 0,
        "lasts_ms": 0,
        "review_ms": 24 * 3_600_000,
    }
    opening = Opening.objects.create(**{**facts, **changes})
    opening.targets.add(target)
    return opening


def make_watch(target: Target, at: datetime) -> Watch:
    """Looking in a session that is over."""
    opening = make_opening(target, at)
    return Watch.objects.create(
        opening=opening,
        target=target,
        person=opening.person,
        session_sha256="0" * 64,
        head=b"",
        opened_at=at,
        ledger_seq=1,
    )
