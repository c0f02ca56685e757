"""What a delay keeps from owners for now, and what it kept from them before.

Decided at each look from rows and the clock. What is kept back is left out of the one query that
pages, proofs, downloads and counts are all made of, so there is no second place to forget it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Prefetch, Q

from cameras.registry.models import Camera
from evidence.delays.models import Delay, Extension
from evidence.delays.rules import Span, covers
from evidence.requests.models import Target
from portal.ledger.models import Mention

from .models import Item


@dataclass(frozen=True)
class KeptBack:
    """Of some cameras of one owner. `hidden` and `late` are keys of targets."""

    hidden: frozenset[int] = frozenset()
    late: frozenset[int] = frozenset()
    hidden_cases: frozenset[str] = frozenset()  # as the ledger names them
    delays: dict[str, Delay] = field(default_factory=dict)  # by the ledger's name of a late case
    shown: frozenset[str] = frozenset()  # names in hidden cases of what the owner knows of

    def hides(self) -> Q:
        """Entries about a case that is kept back, save those about what the owner knows of."""
        if not self.hidden_cases:
            return Q(pk__in=())
        about = Mention.objects.filter(subject__in=self.hidden_cases).values("entry_id")
        known = Mention.objects.filter(subject__in=self.shown).values("entry_id")
        return Q(pk__in=about) & ~Q(pk__in=known)


def kept_back(cameras: Sequence[Camera], at: datetime) -> KeptBack:
    """Two queries where nothing was ever delayed, which is nearly always."""
    extensions = Prefetch("request__case__delay__extensions", Extension.objects.order_by("pk"))
    delayed = Target.objects.filter(camera__in=cameras, request__case__delay__isnull=False)
    rows = list(delayed.select_related("request__case__delay", "hold").prefetch_related(extensions))
    hidden = [row for row in rows if _is_hidden(row, at)]
    late = [row for row in rows if _was_hidden(row, at)]
    cases = frozenset(row.request.case.subject for row in hidden)
    keys = frozenset(row.pk for row in hidden)
    rest = [row for row in rows if row.request.case.subject in cases and row.pk not in keys]
    return KeptBack(
        hidden=keys,
        late=frozenset(row.pk for row in late),
        hidden_cases=cases,
        delays={row.request.case.subject: row.request.case.delay for row in late},
        shown=_names(rest, hidden),
    )


def _is_hidden(target: Target, at: datetime) -> bool:
    """Nobody has told the owner of it, and nobody may now."""
    return _span(target).holds_at(at) and target.told_at is None and _is_covered(target)


def _was_hidden(target: Target, at: datetime) -> bool:
    span = _span(target)
    if at < span.ends_at or not _is_covered(target):
        return False
    return target.told_at is None or target.told_at >= span.ends_at


def _span(target: Target) -> Span:
    delay: Delay = target.request.case.delay
    return delay.span


def _is_covered(target: Target) -> bool:
    delay, asked = target.request.case.delay, target.request
    hold = getattr(target, "hold", None)
    if hold is not None and hold.asked_at < delay.started_at:
        return False  # the owner was told when it was preserved
    return covers(basis=asked.basis, requested_by=asked.requested_by_id, decided_by=delay.deciders)


def _names(known: Iterable[Target], hidden: Iterable[Target]) -> frozenset[str]:
    """Targets, their items and their requests, but no request that is kept back as well."""
    targets = list(known)
    items = Item.objects.filter(target__in=targets).values_list("public_id", flat=True)
    shut = {row.request.subject for row in hidden}
    names = {row.subject for row in targets} | {f"item:{public_id}" for public_id in items}
    return frozenset(names | ({row.request.subject for row in targets} - shut))
