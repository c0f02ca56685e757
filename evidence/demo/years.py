"""Figures of 2024 and 2025 for the demo's units, so that two years can be laid side by side.

1,609 community cameras in 2024 over the 17 former units, 1,634 in 2025 over the five of today; the
homes' cameras of 2024 are invented. Every row says that it is demo data.
"""

from datetime import datetime

from evidence.reports.queries import units_of_year
from evidence.reports.services import Year, record_year
from portal.people.models import User
from portal.places.models import Unit

from . import wards

SOURCE = "Số liệu mẫu, không có thật"
COMMUNITY_2024, HOMES_2024 = wards.COMMUNITY - 25, wards.HOMES - 180


def load_years(units: list[Unit], person: User, at: datetime) -> None:
    """What each unit's former units counted at the end of 2024, and each unit at that of 2025."""
    old = [(unit, former.code) for unit in units for former in units_of_year(unit, 2024)]
    _write(old, 2024, "community", COMMUNITY_2024, person, at)
    _write(old, 2024, "home", HOMES_2024, person, at)
    _write([(unit, unit.code) for unit in units], 2025, "community", wards.COMMUNITY, person, at)


def _write(
    counted: list[tuple[Unit, str]], year: int, what: str, total: int, person: User, at: datetime
) -> None:
    parts = wards.shares(total, (1 / len(counted),) * len(counted))
    numbers: dict[Unit, dict[str, int]] = {}
    for (unit, code), number in zip(counted, parts, strict=True):
        numbers.setdefault(unit, {})[code] = number
    for unit, of_unit in numbers.items():
        written = Year(unit, year, what, of_unit, SOURCE)
        record_year(written=written, person=person, at=at, is_demo=True)
