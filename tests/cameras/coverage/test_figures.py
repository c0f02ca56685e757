"""What the map of cells says, and what it never says."""

from hypothesis import given
from hypothesis import strategies as st

from cameras.coverage.figures import BANDS, FEW_HOMES, Cell, band, cell_feature, legend

HERE = "89658e8e6c3ffff"


def facts(homes: int, others: int = 0, centre: tuple[float, float] | None = None) -> dict[str, str]:
    found: dict[str, str] = cell_feature(Cell(HERE, homes, others), centre)["properties"]
    return found


@given(st.integers(1, FEW_HOMES - 1), st.integers(0, 9))
def test_a_few_homes_read_the_same_whatever_their_number(homes: int, others: int) -> None:
    assert facts(homes, others) == facts(1, others)


def test_a_cell_says_where_it_lies_and_what_stands_there() -> None:
    words = facts(12, 3, (10.30, 107.05))["label"]
    assert "12 camera nhà dân, 3 camera khác" in words
    assert "phía" in words


@given(st.integers(0, 500))
def test_every_count_has_a_shade_and_every_shade_a_line_in_the_legend(total: int) -> None:
    assert band(total) in {line["band"] for line in legend()}
    assert len(legend()) == len(BANDS) + 1
