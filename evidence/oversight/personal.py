"""The answers an auditor wrote, for their own download.

A question is no part of what the officer it is about may take along: it would tell what is counted
and how far one may go. What was asked and answered is told to that officer by whoever asks.
"""

from portal.lib.clock import to_text
from portal.people.models import User

from .models import Answer

Rows = list[dict[str, object]]


def held(person: User) -> dict[str, Rows]:
    rows = Answer.objects.filter(person=person).select_related("question__sheet__unit")
    return {
        "questions_answered": [
            {
                "id": row.public_id,
                "unit": row.question.sheet.unit.name,
                "month": f"{row.question.sheet.month:%Y-%m}",
                "verdict": row.verdict,
                "at": to_text(row.at),
            }
            for row in rows.defer("question__sheet__unit__outline").order_by("pk")
        ]
    }
