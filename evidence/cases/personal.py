"""What a person did in cases, for their own download; what the case is about is not theirs."""

from django.db.models import QuerySet

from portal.lib.clock import to_text
from portal.people.models import User

from .models import Case, Outcome

Rows = list[dict[str, object]]


def cases_of(person: User) -> QuerySet[Case]:
    """Cases the person opened, the latest first."""
    return Case.objects.filter(opened_by=person).order_by("-opened_at", "-pk")


def held(person: User) -> dict[str, Rows]:
    outcomes = Outcome.objects.filter(recorded_by=person).select_related("case").order_by("pk")
    return {
        "cases_opened": [
            {"number": row.number, "kind": row.kind, "opened_at": to_text(row.opened_at)}
            for row in cases_of(person)
        ],
        "outcomes_recorded": [
            {"case": row.case.number, "kind": row.kind, "at": to_text(row.at)} for row in outcomes
        ],
    }
