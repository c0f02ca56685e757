from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cameras.coverage.area import (
    MOST_CORNERS,
    MOST_KM2,
    MOST_ROUTE_KM,
    Asked,
    Drawn,
    Place,
    Plane,
    Route,
    area_of,
)
from portal.lib.errors import Refused
from portal.lib.geo import destination, distance_m

LAT, LNG = 10.36, 107.085


def square(side: float) -> Drawn:
    half = side / 2**0.5
    return Drawn(tuple(destination(LAT, LNG, turn, half) for turn in (45, 135, 225, 315)))


@given(st.floats(8, 23.3), st.floats(103, 109), st.floats(0, 360), st.floats(0, 3000))
def test_the_plane_is_true_to_one_in_a_thousand(
    lat: float, lng: float, bearing: float, distance: float
) -> None:
    there = destination(lat, lng, bearing, distance)
    x, y = Plane(lat, lng).to_metres([there[0]], [there[1]])
    assert float(x[0] ** 2 + y[0] ** 2) ** 0.5 == pytest.approx(distance, rel=1e-3, abs=1e-6)
    assert Plane(lat, lng).to_degrees(float(x[0]), float(y[0])) == pytest.approx(there)


@given(st.floats(0, 360), st.floats(0, 700), st.floats(5, 400))
def test_a_circle_holds_what_lies_within_its_radius_on_the_ellipsoid(
    bearing: float, distance: float, radius: float
) -> None:
    there = destination(LAT, LNG, bearing, distance)
    held = area_of(Place(LAT, LNG, radius)).holds([there[0]], [there[1]])[0]
    assert held == (distance_m(LAT, LNG, *there) <= radius)


@given(st.floats(0, 360), st.floats(0, 300), st.sampled_from(["circle", "square", "route"]))
def test_what_an_area_holds_stands_in_its_box(bearing: float, distance: float, kind: str) -> None:
    asked: dict[str, Asked] = {
        "circle": Place(LAT, LNG, 120),
        "square": square(200),
        "route": Route(((LAT, LNG), destination(LAT, LNG, 60, 200)), 20),
    }
    area = area_of(asked[kind])
    lat, lng = destination(LAT, LNG, bearing, distance)
    if area.holds([lat], [lng])[0]:
        for box in (area.box, area.around(50)):
            assert box.south <= lat <= box.north
            assert box.west <= lng <= box.east


def test_a_square_kilometre_is_measured_as_one() -> None:
    assert area_of(square(1000)).square_m == pytest.approx(1e6, rel=1e-3)


BOW = Drawn(((LAT, LNG), (LAT + 0.001, LNG + 0.001), (LAT, LNG + 0.001), (LAT + 0.001, LNG)))


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (Drawn(((LAT, LNG), (LAT, LNG + 0.001))), "few_corners"),
        (Drawn(((LAT, LNG),) * 5), "few_corners"),
        (Drawn(tuple((LAT + n * 1e-5, LNG) for n in range(MOST_CORNERS + 1))), "many_corners"),
        (Drawn(((LAT, LNG), (LAT + 0.001, LNG), (LAT + 0.002, LNG))), "crossed_lines"),
        (BOW, "crossed_lines"),
        (square(1000 * MOST_KM2**0.5 * 1.01), "area_too_large"),
        (Drawn(((48.0, 2.0), (48.1, 2.0), (48.0, 2.1))), "outside_vietnam"),
        (Route(((LAT, LNG),), 10), "few_points"),
        (
            Route(((LAT, LNG), destination(LAT, LNG, 0, 1000 * MOST_ROUTE_KM + 10)), 10),
            "route_too_long",
        ),
    ],
)
def test_what_cannot_be_searched_is_refused_with_its_reason(asked: Any, code: str) -> None:
    with pytest.raises(Refused) as refused:
        area_of(asked)
    assert refused.value.code == f"coverage.{code}"
