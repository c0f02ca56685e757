"""One year beside today, as lines of a table with bars."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from portal.places.models import Unit

from .comparison import Area, Compared, compare
from .vocabulary import CAMERAS, Figure

WIDTH = 200  # units of the drawing across


@dataclass(frozen=True)
class Line:
    """A figure of the year, and today's where the registry counts it."""

    label: str | Promise
    compared: Compared
    has_today: bool
    missing: str  # names of units of which nothing is known
    before_bar: int
    after_bar: int

    @property
    def difference(self) -> str:
        return signed(self.compared.difference)

    @property
    def per_cent(self) -> str:
        share = self.compared.per_cent
        return "" if share is None else _("%(share)s %%") % {"share": signed(round(share, 1))}


def signed(number: float) -> str:
    """+25, -3, 0; with the comma of the page's language."""
    text = number_format(abs(number), decimal_pos=0 if number == int(number) else 1)
    return f"+{text}" if number > 0 else f"−{text}" if number < 0 else text


def lines(
    area: Area,
    before: Mapping[str, Mapping[int, int]],
    after: Mapping[str, Mapping[int, int]],
    names: Mapping[int, str],
) -> list[Line]:
    """Only figures that somebody wrote down for the year."""
    known = [figure for figure in Figure if before.get(figure.value)]
    compared = {}
    for figure in known:
        now = after.get(figure.value) or dict.fromkeys(area.new, 0)
        compared[figure] = compare(area, before[figure.value], now)
    longest = max((max(one.before, one.after) for one in compared.values()), default=0) or 1
    return [
        Line(
            label=figure.label,
            compared=one,
            has_today=figure in CAMERAS,
            missing=listed(names[key] for key in one.missing),
            before_bar=round(WIDTH * one.before / longest),
            after_bar=round(WIDTH * one.after / longest),
        )
        for figure, one in compared.items()
    ]


def listed(names: Iterable[str]) -> str:
    """'Phường 7, 8, 9 và Nguyễn An Ninh': the kind is said once for those that share it."""
    parts = []
    for kind, group in groupby(sorted(names, key=lambda n: (_kind(n), len(n), n)), key=_kind):
        own = [name.removeprefix(f"{kind} ") for name in group]
        parts.append(f"{kind} {get_text_list(own, _('và'))}")
    return ", ".join(parts)


def area_words(units: Iterable[Unit]) -> str:
    return listed(unit.name for unit in units)


def _kind(name: str) -> str:
    kinds = ("Phường", "Xã", "Thị trấn", "Đặc khu")
    return next((kind for kind in kinds if name.startswith(f"{kind} ")), "")
