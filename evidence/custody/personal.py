"""What a person opened, and which of a person's footage a case still holds."""

from collections.abc import Iterable

from django.db.models import QuerySet

from cameras.registry.models import Camera
from portal.lib.clock import to_text
from portal.people.models import User

from .models import Item, Viewing
from .vocabulary import ItemKind

Rows = list[dict[str, object]]


def held(person: User) -> dict[str, Rows]:
    return {
        "items_opened": [
            {
                "item": row.item.public_id,
                "case": row.item.case.number,
                "my_purpose": row.purpose,
                "opened_at": to_text(row.opened_at),
                "until": to_text(row.until),
                "bytes": row.bytes_served,
                "ledger_number": row.ledger_seq,
            }
            for row in viewings_of(person)
        ]
    }


def viewings_of(person: User) -> QuerySet[Viewing]:
    """Every item the person opened, the latest first. Never erased: owners read who looked."""
    return Viewing.objects.filter(person=person).select_related("item__case__unit")


def kept_footage(cameras: Iterable[Camera]) -> QuerySet[Item]:
    """Originals from these cameras that lie in a case: under legal hold until the case lets go."""
    return Item.objects.filter(
        target__camera__in=list(cameras), kind=ItemKind.ORIGINAL, destroyed_at=None
    ).select_related("target__camera", "case__unit")
