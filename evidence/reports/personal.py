"""The figures a person wrote down, for their own download."""

from portal.lib.clock import to_text
from portal.people.models import User

from .models import YearCount

Rows = list[dict[str, object]]


def held(person: User) -> dict[str, Rows]:
    rows = YearCount.objects.filter(recorded_by=person).select_related("unit").order_by("pk")
    return {
        "figures_recorded": [
            {
                "id": row.public_id,
                "unit": row.unit.name,
                "year": row.year,
                "what": row.what,
                "number": row.number,
                "source": row.source,
                "recorded_at": to_text(row.at),
            }
            for row in rows.defer("unit__outline")
        ]
    }
