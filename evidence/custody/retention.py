"""How long footage is kept, and its end: by the unit's rule, or sooner where its owner said so.

While its case is open it stays, whatever anybody said. After that the days run: those of the rule,
and never more than the owner allowed when it was taken or allows now. What was taken on consent is
then destroyed by the sweep; of what was taken under the law, whoever keeps the case decides.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from cameras.consent.queries import keep_days
from evidence.requests.vocabulary import Basis
from portal.places.rules import rule

from .models import Item
from .services import destroy
from .vocabulary import ItemKind

ACTOR = "system:custody"
BATCH = 200


@dataclass(frozen=True)
class Retention:
    """`days` after its case is closed, `until` that instant once it is (None: still open)."""

    days: int
    by_owner: bool  # the owner's limit is the shorter one
    until: datetime | None

    def is_over(self, at: datetime) -> bool:
        return self.until is not None and at >= self.until


def shorter(rule_days: int, owner_days: int | None, closed_at: datetime | None) -> Retention:
    """Pure: the rule bounds what an owner may choose, the owner what the rule may ask for."""
    by_owner = owner_days is not None and owner_days < rule_days
    days = owner_days if by_owner and owner_days is not None else rule_days
    return Retention(days, by_owner, closed_at + timedelta(days=days) if closed_at else None)


def of(item: Item, at: datetime) -> Retention:
    """How long this item is kept, as it stands at this instant."""
    closed_at = item.case.closed_at
    rule_days = rule("item.retention_days", item.case.unit, closed_at or at)
    on_consent = item.target is not None and item.target.request.basis == Basis.CONSENT
    camera = item.camera if on_consent else None
    owner_days = keep_days(camera, taken_at=item.created_at, at=at) if camera else None
    return shorter(rule_days, owner_days, closed_at)


def sweep(at: datetime) -> int:
    """Destroy what was taken on consent and whose days are over. How many clips."""
    ended = Item.objects.filter(
        kind=ItemKind.ORIGINAL,
        destroyed_at=None,
        case__closed_at__lte=at,
        target__request__basis=Basis.CONSENT,
    ).select_related("case__unit", "target__camera", "target__request")
    gone = 0
    for item in ended.order_by("case__closed_at", "pk").iterator(chunk_size=BATCH):
        if of(item, at).is_over(at):
            destroy(item=item, actor=ACTOR, reason="Hết thời hạn giữ", at=at)
            gone += 1
    return gone
