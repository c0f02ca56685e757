"""By which channel a person is reached, where, and when not."""

from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.db.models import Q

from portal.people.models import Membership, Office, User
from portal.places.models import Unit
from portal.places.rules import find, rule

from .models import EMAIL, SMS, ZALO, Choice
from .quiet import Quiet

FROM, UNTIL = "notices.quiet_from", "notices.quiet_until"


def channels_of(person: User) -> list[str]:
    """Those there is an address for, the one taken without a choice first."""
    by_phone = [SMS, *([ZALO] if settings.ZALO_CHANNEL else [])]
    return (by_phone if person.phone else []) + ([EMAIL] if person.email else [])


def channel_for(person: User, choice: Choice | None) -> str:
    """Empty: there is no address at all. A choice without an address any more counts as none."""
    ways = channels_of(person)
    if choice is not None and choice.channel in ways:
        return choice.channel
    return ways[0] if ways else ""


def address_of(person: User, channel: str) -> str:
    return str((person.email if channel == EMAIL else person.phone) or "")


class QuietHours:
    """Of these people at one instant, in two queries; each unit's rule is read once."""

    def __init__(self, people: Collection[int], at: datetime) -> None:
        self._at = at
        self._homes = _homes(people, at)
        self._of_units: dict[int, Quiet] = {}

    def of(self, person: User, choice: Choice | None) -> Quiet:
        """The person's own, else those of the unit they live in, else of the one they serve."""
        own = choice.quiet if choice else None
        return own or self._of_unit(self._homes.get(person.pk))

    def _of_unit(self, unit: Unit | None) -> Quiet:
        if unit is None:
            return Quiet(find(FROM).value, find(UNTIL).value)
        if unit.pk not in self._of_units:
            begins, ends = (rule(name, unit, self._at) for name in (FROM, UNTIL))
            self._of_units[unit.pk] = Quiet(begins, ends)
        return self._of_units[unit.pk]


def _homes(people: Collection[int], at: datetime) -> dict[int, Unit]:
    now = Q(valid_from__lte=at) & (Q(valid_to=None) | Q(valid_to__gt=at))
    offices = Office.objects.filter(now, person__in=people).select_related("unit")
    homes = {row.person_id: row.unit for row in offices.order_by("-pk")}
    lives = Membership.objects.filter(now, person__in=people).select_related("organisation__unit")
    return homes | {row.person_id: row.organisation.unit for row in lives.order_by("-pk")}
