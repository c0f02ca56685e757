"""What a person said about the machine's findings, for their own download."""

from portal.lib.clock import to_text
from portal.people.models import User

from .models import Review

Rows = list[dict[str, object]]


def held(person: User) -> dict[str, Rows]:
    rows = Review.objects.filter(person=person).select_related("item").order_by("pk")
    return {
        "findings_reviewed": [
            {
                "item": row.item.public_id,
                "track": row.track,
                "verdict": row.verdict,
                "at": to_text(row.at),
            }
            for row in rows
        ]
    }
