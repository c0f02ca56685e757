"""What a person wrote into the books, for their own download. Donors' names are the donors'."""

from django.db.models import Q

from portal.lib.clock import to_text
from portal.people.models import User

from .models import Contribution

Rows = list[dict[str, object]]


def held(person: User) -> dict[str, Rows]:
    rows = Contribution.objects.filter(Q(recorded_by=person) | Q(decided_by=person))
    return {
        "contributions": [
            {
                "id": row.public_id,
                "unit": row.unit.name,
                "kind": row.kind,
                "amount_dong": row.amount,
                "cameras": row.camera_count,
                "state": row.state,
                "recorded_at": to_text(row.recorded_at),
                "recorded_by_me": row.recorded_by_id == person.pk,
                "decided_by_me": row.decided_by_id == person.pk,
            }
            for row in rows.select_related("unit").order_by("pk")
        ]
    }
