"""The same camera is known again; a second one beside it is not taken for it."""

from cameras.census.twins import Spot, Twins
from portal.lib import geo

LAT, LNG = 10.36214, 107.08531


def moved(
    metres: float, bearing: int | None = 90, name: str = "Cổng trước", owner: int = 1
) -> Spot:
    lat, lng = geo.destination(LAT, LNG, 45, metres)
    return Spot(owner, lat, lng, bearing, name)


def index(*spots: Spot) -> Twins[int]:
    twins: Twins[int] = Twins()
    for label, spot in enumerate(spots, start=1):
        twins.add(spot, label)
    return twins


def test_the_same_camera_is_known_within_metres_and_whatever_the_accents() -> None:
    twins = index(moved(0))
    assert twins.same(moved(4, name="CONG TRUOC")) == 1
    assert twins.same(moved(6)) is None
    assert twins.same(moved(0, owner=2)) is None
    assert twins.same(moved(0, bearing=None)) is None


def test_another_name_in_the_same_place_that_looks_the_same_way_is_alike() -> None:
    twins = index(moved(0))
    assert twins.alike(moved(3, name="Camera 1")) == 1
    assert twins.alike(moved(3, bearing=180, name="Camera 1")) is None


def test_many_cameras_of_one_building_at_one_pin_are_not_alike() -> None:
    twins = index(*(moved(0, bearing=None, name=f"Tầng {n}") for n in range(50)))
    assert twins.alike(moved(0, bearing=None, name="Tầng 51")) is None
    assert twins.same(moved(0, bearing=None, name="Tầng 7")) == 8
