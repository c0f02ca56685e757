"""A row says what a camera is, or what is wrong with it, in which cell, and what it could say."""

import string
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cameras.census import cells, columns, rows
from cameras.registry import vocabulary
from portal.lib.words import folded

from .ground import HERE, THERE, FakeGround

ROW = {"name": "Cổng trước", "lat": "10,36214", "lng": "107,08531", "place_kind": "Cổng nhà"}
BOARD = {**ROW, "owner_name": "Nguyễn Thị Mẫu", "owner_phone": "901 234 567"}


def check(changes: Mapping[str, str]) -> list[rows.Problem]:
    return rows.check({**ROW, **changes}, {}, FakeGround(), boards=False)[1]


def check_board(changes: Mapping[str, str]) -> list[rows.Problem]:
    return rows.check({**BOARD, **changes}, {}, FakeGround(1), boards=True)[1]


def read(changes: Mapping[str, str], *, boards: bool = False) -> rows.Reading:
    texts = {**(BOARD if boards else ROW), **changes}
    reading, problems = rows.check(texts, {}, FakeGround(1), boards=boards)
    assert reading is not None, problems
    return reading


def test_a_plain_row_is_a_camera_and_what_nobody_knows_stays_unknown() -> None:
    found = read({"bearing": "không biết", "night": "Chưa rõ", "recording": "?", "indoor": "Không"})
    assert (found.lat, found.lng) == (10.36214, 107.08531)
    assert (found.place_kind, found.unit, found.indoor) == ("home_gate", 1, False)
    assert (found.bearing, found.night, found.days, found.recording) == (None,) * 4


@pytest.mark.parametrize(
    "changes",
    [
        {"lat": "10.36214", "lng": "107.08531"},
        {"lat": "10°21'43.7\"B", "lng": "107°5'7.1\"Đ"},
        {"lat": "10 21 43.7 N", "lng": "107° 5,1186' E"},
        {"lat": "10,36214; 107,08531", "lng": ""},
        {"lat": "", "lng": "", "place": "10.36214, 107.08531"},
        {"lat": "", "lng": "", "place": "10,36214,107,08531"},
        {"lat": "", "lng": "", "place": "(10.36214 107.08531)"},
        {"lat": "", "lng": "", "place": "10°21'43.7\"N, 107°5'7.1\"E"},
        {"lat": "", "lng": "", "place": "10°21'43.7\"N 107°5'7.1\"E"},
    ],
)
def test_a_place_is_read_however_it_is_written(changes: dict[str, str]) -> None:
    found = read(changes)
    assert found.lat == pytest.approx(10.36214, abs=2e-5)
    assert found.lng == pytest.approx(107.08531, abs=2e-5)


def test_swapped_numbers_are_offered_the_other_way_round() -> None:
    (problem,) = check({"lat": "107,08531", "lng": "10,36214"})
    assert (problem.column, problem.code, problem.asks) == ("lat", "swapped", False)
    assert check(problem.offer) == []
    (problem,) = check({"lat": "", "lng": "", "place": "107.08531, 10.36214"})
    assert problem.column == "place"
    assert check(problem.offer) == []


@pytest.mark.parametrize(
    ("changes", "want"),
    [
        ({"lat": "48,85", "lng": "2,35"}, [("lat", "abroad")]),
        ({"lat": "10.2000", "lng": "107.4001"}, [("lat", "nowhere_near")]),  # in the sea
        ({"lat": "10362", "lng": "107.08531"}, [("lat", "scale")]),
        ({"lat": "10.36.21", "lng": "107.08531"}, [("lat", "coordinate")]),
        ({"lat": "", "lng": ""}, [("lat", "no_pin")]),
        ({"lat": "10.36214", "lng": ""}, [("lng", "missing")]),
        ({"lat": "10.36", "lng": "107.08"}, [("lat", "coarse")]),
        ({"place": "ở đầu ngõ", "lat": "", "lng": ""}, [("place", "pair")]),
        ({"name": ""}, [("name", "missing")]),
        ({"name": "x" * 121}, [("name", "long")]),
        ({"bearing": "N"}, [("bearing", "bearing")]),
        ({"bearing": "400"}, [("bearing", "bearing")]),
        ({"fov": "0"}, [("fov", "bounds")]),
        ({"range": "xa"}, [("range", "whole")]),
        ({"days": "366 ngày"}, [("days", "bounds")]),
        ({"night": "có lẽ"}, [("night", "yes_no")]),
        ({"unit": "Phường Không Có"}, [("unit", "unit_unknown")]),
        ({"neighbourhood": "Khu phố 99"}, [("neighbourhood", "part_unknown")]),
    ],
)
def test_each_problem_stands_in_its_cell(
    changes: dict[str, str], want: list[tuple[str, str]]
) -> None:
    assert [(problem.column, problem.code) for problem in check(changes)] == want


def test_a_wrong_word_is_offered_the_right_one() -> None:
    (problem,) = check({"place_kind": "Trường hocj"})
    assert problem.offer == {"place_kind": "Trường học"}
    assert check(problem.offer) == []


def test_a_pin_far_from_the_unit_named_is_asked_about_and_the_other_unit_offered() -> None:
    far = {"unit": "phường 9", "lat": f"{THERE[0]}01", "lng": f"{THERE[1]}01"}
    (problem,) = check(far)
    assert (problem.column, problem.code, problem.asks) == ("unit", "far", True)
    assert problem.offer == {"unit": "Phường Mẫu Hai"}
    assert read(far).unit == 1  # knowingly


def test_a_board_names_the_owner_and_stays_in_its_unit() -> None:
    found = read({}, boards=True)
    assert (found.kind, found.owner_phone, found.unit) == ("home", "+84901234567", 1)
    wrong = check_board({"owner_phone": "113", "owner_name": ""})
    assert [(p.column, p.code) for p in wrong] == [
        ("owner_name", "missing"),
        ("owner_phone", "phone"),
    ]
    (problem,) = check_board({"unit": "Phường Mẫu Hai"})
    assert (problem.column, problem.code) == ("unit", "unit_of_others")
    common = read({"kind": "Cộng đồng", "owner_name": "", "owner_phone": ""}, boards=True)
    assert (common.kind, common.owner_name) == ("community", "")


def test_a_flawed_cell_has_its_flaw_and_no_second_complaint() -> None:
    texts = {**ROW, "lat": "=A1"}
    reading, problems = rows.check(texts, {"lat": "formula"}, FakeGround(), boards=False)
    assert reading is None
    assert [(p.column, p.code) for p in problems] == [("lat", "formula")]


def test_the_templates_example_is_no_camera() -> None:
    assert rows.is_example({"name": "[Ví dụ] gì đó"})
    assert not rows.is_example({"name": "Ví dụ"})


def test_every_value_of_the_registry_can_be_written_in_its_own_words() -> None:
    for values, choices in (
        (columns.PLACE_KINDS, vocabulary.place_kinds()),
        (columns.RECORDINGS, vocabulary.recordings()),
    ):
        for value, words in choices:
            assert cells.choice(str(words), values) == value
            assert columns.LABELS[value] == str(words)
    for degrees, words in vocabulary.DIRECTIONS.items():
        assert cells.bearing(str(words)) == degrees
        assert columns.BEARING_LABELS[degrees] == str(words)
    for value, words in vocabulary.ownerships():
        assert columns.LABELS[value] == str(words)


def test_the_templates_own_example_reads_well() -> None:
    example = {column.name: column.example for column in columns.COLUMNS}
    texts = example | {"unit": "Phường Mẫu Một", "lat": str(HERE[0]) + "01", "place": ""}
    reading, problems = rows.check(texts, {}, FakeGround(1), boards=True)
    assert (problems, reading is not None) == ([], True)


@given(st.floats(-180, 180), st.booleans())
def test_a_decimal_number_is_read_with_comma_and_with_point(value: float, comma: bool) -> None:
    text = f"{value:.7f}"
    assert cells.coordinate(text.replace(".", ",") if comma else text) == float(text)


@given(st.integers(0, 179), st.integers(0, 59), st.integers(0, 599), st.sampled_from("NBEĐ"))
def test_degrees_minutes_and_seconds_are_degrees(d: int, m: int, s: int, side: str) -> None:
    text = f"{d}°{m:02}'{s / 10}\"{side}"
    assert cells.coordinate(text) == pytest.approx(d + m / 60 + s / 36_000)


@given(st.floats(8, 24), st.floats(102, 110), st.sampled_from([", ", ";", " ", " / "]))
def test_a_pair_in_one_cell_is_its_two_numbers(lat: float, lng: float, between: str) -> None:
    first, second = cells.pair(f"{lat:.5f}{between}{lng:.5f}")
    assert (cells.coordinate(first), cells.coordinate(second)) == (
        float(f"{lat:.5f}"),
        float(f"{lng:.5f}"),
    )


@given(
    st.dictionaries(st.sampled_from(sorted(columns.BY_NAME)), st.text(max_size=40)), st.booleans()
)
def test_no_text_breaks_the_reading(texts: dict[str, str], boards: bool) -> None:
    reading, problems = rows.check(texts, {}, FakeGround(1), boards=boards)
    assert (reading is None) == any(not problem.asks for problem in problems)
    assert all(problem.column in columns.BY_NAME for problem in problems)


@given(st.text(string.printable + "ăâđêôơưĂẠỆ=+-@|!°'\"", max_size=30))
def test_a_cell_that_is_read_is_a_number_or_wrong(text: str) -> None:
    for read_cell in (cells.coordinate, cells.bearing, cells.yes_no, cells.number):
        try:
            read_cell(text)
        except cells.Wrong:
            continue
    assert cells.is_formula("=" + folded(text))
