"""The published bands in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from evidence.cases.vocabulary import CaseKind, OutcomeKind
from portal.places.models import Unit

from .disclosure import BANDS, HOURS, LEAST, REST, UNREVIEWED
from .models import PublicFigure, PublicMonth


@dataclass(frozen=True)
class UnitRow:
    """A unit in one month, or one month of a unit; the texts are ready to be read."""

    unit: Unit
    month: PublicMonth
    requests: str
    unanswered: str
    answer_time: str


def month_table(month: PublicMonth) -> dict[str, object]:
    every = list(month.figures.select_related("unit").defer("unit__outline"))
    figures = [one for one in every if one.name != UNREVIEWED]
    units = {figure.unit_id: figure.unit for figure in figures if figure.unit is not None}
    rows = [
        _row(unit, month, [one for one in figures if one.unit_id == unit.pk])
        for unit in sorted(units.values(), key=lambda unit: (unit.name, unit.code))
    ]
    delays = next((one for one in figures if one.name == "delays"), None)
    return {
        "rows": rows,
        "kinds": _parts("kinds", figures),
        "outcomes": _parts("outcomes", figures),
        "delays": _count(delays),
        "unreviewed": sorted(
            (one.unit.name, one.count) for one in every if one.count and one.unit is not None
        ),
    }


def unreviewed_of(unit: Unit, months: Sequence[PublicMonth]) -> list[tuple[PublicMonth, int]]:
    """Months of a unit with openings in an emergency that nobody reviewed, the latest first."""
    rows = PublicFigure.objects.filter(unit=unit, month__in=months, name=UNREVIEWED)
    found = dict(rows.values_list("month_id", "count"))
    return [(month, found[month.pk] or 0) for month in months if month.pk in found]


def unit_table(unit: Unit, months: Sequence[PublicMonth]) -> list[UnitRow]:
    """Every published month, the latest first; a month without a row had too few to show."""
    found: dict[int, list[PublicFigure]] = {}
    for figure in PublicFigure.objects.filter(unit=unit, month__in=months):
        found.setdefault(figure.month_id, []).append(figure)
    return [_row(unit, month, found.get(month.pk, [])) for month in months]


def _row(unit: Unit, month: PublicMonth, figures: Iterable[PublicFigure]) -> UnitRow:
    by_name = {figure.name: figure for figure in figures}
    took = by_name.get("answer_time")
    return UnitRow(
        unit,
        month,
        requests=_count(by_name.get("requests")),
        unanswered=band_words(by_name["unanswered"].band) if "unanswered" in by_name else "",
        answer_time=_hours(took.band) if took is not None else "",
    )


def _parts(name: str, figures: Iterable[PublicFigure]) -> list[tuple[str, str]]:
    found = [one for one in figures if one.name == name]
    alone = len(found) == 1
    return [(_label(one, alone=alone), band_words(one.band)) for one in found]


def _label(figure: PublicFigure, *, alone: bool) -> str:
    if figure.part == REST:
        return _("Mọi loại, tính chung") if alone else _("Các loại còn lại, tính chung")
    kind = CaseKind if figure.name == "kinds" else OutcomeKind
    return str(kind(figure.part).label) if figure.part in kind.values else figure.part


def _count(figure: PublicFigure | None) -> str:
    """Nought and four read the same."""
    if figure is None:
        return _("dưới %(least)s") % {"least": LEAST}
    return band_words(figure.band)


def band_words(band: int | None) -> str:
    assert band is not None, "the database holds that what is no count is a band"
    least, most = BANDS[band]
    if most is None:
        return _("từ %(least)s trở lên") % {"least": least}
    return _("%(least)s đến %(most)s") % {"least": least, "most": most}


def _hours(band: int | None) -> str:
    assert band is not None, "the database holds that what is no count is a band"
    least, below = HOURS[band]
    if not least:
        return _("dưới %(hours)s giờ") % {"hours": below}
    if below is None:
        return _("từ %(hours)s giờ trở lên") % {"hours": least}
    return _("%(least)s đến dưới %(below)s giờ") % {"least": least, "below": below}
