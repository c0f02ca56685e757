"""What a person opened in an emergency, and what they said of others' openings. Never erased."""

from portal.lib.clock import to_text
from portal.people.models import User

from .queries import all_openings

Rows = list[dict[str, object]]


def held(person: User) -> dict[str, Rows]:
    opened = all_openings().filter(person=person).prefetch_related("watches")
    reviewed = all_openings().filter(reviewed_by=person)
    return {
        "emergency_openings": [
            {
                "id": row.public_id,
                "case": row.request.case.number,
                "my_reason": row.reason,
                "opened_at": to_text(row.opened_at),
                "ended_at": to_text(row.ended_at) if row.ended_at else None,
                "state": row.state,
                "looked_at": [to_text(watch.opened_at) for watch in row.watches.all()],
            }
            for row in opened
        ],
        "emergency_reviews": [
            {
                "id": row.public_id,
                "case": row.request.case.number,
                "my_reason": row.review_reason,
                "verdict": row.state,
                "reviewed_at": to_text(row.reviewed_at) if row.reviewed_at else None,
            }
            for row in reviewed
        ],
    }
