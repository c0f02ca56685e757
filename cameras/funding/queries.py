"""Reading contributions: the board's list, and the figures the public sees."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet, Sum
from django.shortcuts import get_object_or_404

from portal.people.models import User
from portal.people.rights import require
from portal.people.roles import Role
from portal.places.models import Unit

from .book import Account
from .models import Contribution, Posting
from .vocabulary import GiftState

KEEPERS = (Role.BOARD, Role.COMMITTEE)
READERS = (*KEEPERS, Role.AUDITOR)


@dataclass(frozen=True)
class BoardFigures:
    """What a unit's public board shows, from confirmed contributions alone. Money in đồng."""

    received: int
    spent: int
    gifts: int
    cameras: int

    @property
    def left(self) -> int:
        return self.received - self.spent


def _units(person: User, roles: tuple[Role, ...], at: datetime) -> set[int]:
    return {key for role in roles for key in person.units_with(role, at)}


def units_of_keeper(person: User, at: datetime) -> QuerySet[Unit]:
    return Unit.objects.filter(pk__in=_units(person, KEEPERS, at)).order_by("name")


def units_of_reader(person: User, at: datetime) -> QuerySet[Unit]:
    return Unit.objects.filter(pk__in=_units(person, READERS, at)).order_by("name")


def visible_to(person: User, at: datetime) -> QuerySet[Contribution]:
    return Contribution.objects.filter(unit_id__in=_units(person, READERS, at)).select_related(
        "unit", "neighbourhood", "recorded_by", "decided_by"
    )


def get_contribution(public_id: str, person: User, action: str, at: datetime) -> Contribution:
    """The contribution and the right to it; a stranger gets 404."""
    row = get_object_or_404(
        Contribution.objects.select_related("unit", "neighbourhood", "recorded_by", "decided_by"),
        public_id=public_id,
    )
    require(person, action, row, at=at)
    return row


def confirmed(unit: Unit) -> QuerySet[Contribution]:
    return Contribution.objects.filter(unit=unit, state=GiftState.CONFIRMED).order_by(
        "-decided_at", "-pk"
    )


def board_figures(unit: Unit) -> BoardFigures:
    """From the book, not from the contributions: two ways that must agree (a test holds them)."""
    sums = dict(
        Posting.objects.filter(unit=unit)
        .values_list("account")
        .annotate(total=Sum("amount"))
        .order_by()
    )
    rows = confirmed(unit)
    return BoardFigures(
        received=-sums.get(Account.GIFTS, 0),
        spent=sums.get(Account.SPENT, 0),
        gifts=rows.count(),
        cameras=rows.aggregate(total=Sum("camera_count"))["total"] or 0,
    )
