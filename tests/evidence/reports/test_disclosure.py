"""The attacks: compare before and after one event, subtract parts from wholes, solve for cells."""

from collections.abc import Iterable
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from evidence.reports.disclosure import BANDS, LEAST, REST, Figure, UnitMonth, protect

KINDS = ("theft", "traffic", "drugs", "fraud")
COUNTS = st.dictionaries(st.sampled_from(KINDS), st.integers(0, 30))


@st.composite
def months(draw: st.DrawFn, unit: int = 1) -> UnitMonth:
    kinds = draw(COUNTS)
    asked = draw(st.integers(0, 40))
    return UnitMonth(
        unit=unit,
        requests=sum(kinds.values()),
        asked=asked,
        unanswered=draw(st.integers(0, asked)),
        answer_hours=draw(st.lists(st.floats(0, 200), max_size=12)),
        kinds=kinds,
        outcomes=draw(COUNTS),
    )


def towns() -> st.SearchStrategy[list[UnitMonth]]:
    return st.integers(1, 5).flatmap(
        lambda units: st.tuples(*(months(unit) for unit in range(units))).map(list)
    )


def one_more(month: UnitMonth, kind: str) -> UnitMonth:
    kinds = {**month.kinds, kind: month.kinds.get(kind, 0) + 1}
    asked, unanswered = month.asked + 1, month.unanswered + 1
    return replace(
        month, requests=month.requests + 1, kinds=kinds, asked=asked, unanswered=unanswered
    )


def bounds(figure: Figure) -> tuple[float, float]:
    least, most = BANDS[figure.band or 0]
    return least, float("inf") if most is None else most


Span = tuple[float, float]


def named(figures: Iterable[Figure], name: str) -> list[Figure]:
    return [figure for figure in figures if figure.name == name]


@given(towns(), st.sampled_from(KINDS), st.data())
def test_one_request_more_or_less_in_a_small_unit_changes_nothing_anywhere(
    town: list[UnitMonth], kind: str, data: st.DataObject
) -> None:
    """Also for whoever knows every other unit exactly."""
    small = data.draw(st.integers(0, LEAST - 2))
    parts = [data.draw(st.sampled_from(KINDS)) for _ in range(small)]
    kinds = {part: parts.count(part) for part in parts}
    month = UnitMonth(99, small, small, small, [3.0] * small, kinds, {"solved": small})
    before = protect([*town, month], delays=0)
    assert protect([*town, one_more(month, kind)], delays=0) == before
    assert protect(town, delays=0) == before


@given(towns())
def test_whatever_is_subtracted_no_small_number_comes_out(town: list[UnitMonth]) -> None:
    """What is left of a whole after all shown parts are taken away is five or more, or unknown."""
    figures = protect(town, delays=0)
    large = [month for month in town if month.requests >= LEAST]
    totals = {kind: sum(month.kinds.get(kind, 0) for month in large) for kind in KINDS}
    shown = {figure.part for figure in named(figures, "kinds")} - {REST}
    if large:
        assert sum(totals[kind] for kind in KINDS if kind not in shown) >= LEAST
    for kind in shown:
        assert totals[kind] >= LEAST
    for month in large:
        if any(figure.unit == month.unit for figure in named(figures, "unanswered")):
            assert min(month.unanswered, month.asked - month.unanswered) >= LEAST


def tightened(own: dict[str, Span], across: dict[str, Span]) -> dict[str, Span]:
    """Bands of one margin, narrowed by what both margins add up to."""
    low, high = sum(span[0] for span in across.values()), sum(span[1] for span in across.values())
    return {
        name: (
            max(span[0], low - sum(other[1] for n, other in own.items() if n != name)),
            min(span[1], high - sum(other[0] for n, other in own.items() if n != name)),
        )
        for name, span in own.items()
    }


@given(towns())
def test_a_solver_pins_down_no_small_number_of_a_kind_in_a_unit(town: list[UnitMonth]) -> None:
    """With the bands of units and of kinds as the margins of one table: each small cell of it stays
    one of at least five numbers.
    """
    figures = protect(town, delays=0)
    rows = {str(figure.unit): bounds(figure) for figure in named(figures, "requests")}
    columns = {figure.part: bounds(figure) for figure in named(figures, "kinds")}
    if not rows:
        return
    rows, columns = tightened(rows, columns), tightened(columns, rows)
    cells = {(str(m.unit), kind): count for m in town for kind, count in m.kinds.items()}
    for unit, row in rows.items():
        for kind in KINDS:
            part = kind if kind in columns else REST
            column = columns[part]
            rest_of_row = sum(span[1] for name, span in columns.items() if name != part)
            rest_of_column = sum(span[1] for name, span in rows.items() if name != unit)
            lower = max(0, row[0] - rest_of_row, column[0] - rest_of_column)
            if part == REST and len(KINDS) - len(columns) >= 1:
                lower = 0  # which of the kinds in the rest it is, nothing says
            if cells.get((unit, kind), 0) < LEAST:
                assert min(row[1], column[1]) - lower >= LEAST - 1, (unit, kind)


@given(towns(), st.integers(0, 300))
def test_no_band_is_narrower_than_five_and_none_is_below(
    town: list[UnitMonth], delays: int
) -> None:
    for figure in protect(town, delays=delays):
        if figure.name != "answer_time":
            least, most = bounds(figure)
            assert least >= LEAST
            assert most - least >= LEAST - 1


def test_nobody_there_reads_as_four_do() -> None:
    nothing = protect([], delays=0)
    four = UnitMonth(1, 4, 4, 0, [1.0] * 4, {"drugs": 4}, {"solved": 4})
    assert protect([four], delays=4) == nothing == []


def test_a_kind_that_comes_up_for_the_first_time_is_not_seen_by_it() -> None:
    month = UnitMonth(1, 21, 0, 0, [], {"theft": 14, "traffic": 7}, {})
    assert protect([one_more(month, "drugs")], delays=0) == protect([month], delays=0)
