"""An officer asks on a page which cameras can have seen a place, an area or a route."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from cameras.consent.scopes import Scope
from tests.cast import PLACE, Cast

Enter = Callable[..., Client]
LAT, LNG = PLACE
PAGE = "/coverage/search/"
DAY = "21/11/2026"
WHEN = {"start_day": DAY, "start_time": "07:30", "stop_day": DAY, "stop_time": "07:40"}
SPOT = {"mark": "spot", "lat": str(LAT), "lng": str(LNG), "radius_m": "50", **WHEN}


def corners(*metres: tuple[float, float]) -> str:
    """Places so many hundred-thousandths of a degree (about metres) from the middle."""
    return "; ".join(f"{LAT + north / 1e5:.6f}, {LNG + east / 1e5:.6f}" for north, east in metres)


SQUARE = corners((-30, -30), (30, -30), (30, 30), (-30, 30))
AREA = {"mark": "area", "corners": SQUARE, **WHEN}
ROUTE = {"mark": "route", "corners": corners((-40, 0), (40, 0)), "width_m": "20", **WHEN}


def asked(client: Client, given: dict[str, str]) -> Any:
    return client.get(PAGE, given)


@pytest.mark.parametrize("given", [SPOT, AREA, ROUTE], ids=lambda given: given["mark"])
def test_each_way_to_say_where_finds_the_camera_that_looks_there(
    cast: Cast, as_person: Enter, given: dict[str, str]
) -> None:
    camera = cast.camera(name="Tên riêng của chủ")
    page = asked(as_person(cast.officer), given)
    assert page.status_code == 200
    assert [one.camera for one in page.context["found"]] == [camera]
    text = page.content.decode()
    assert "1 camera nhìn vào nơi này" in text
    assert f"seen-{camera.public_id}" in text
    assert "Tên riêng của chủ" not in text


def test_what_was_asked_stays_in_the_form(cast: Cast, as_person: Enter) -> None:
    text = asked(as_person(cast.officer), AREA).content.decode()
    assert SQUARE in text
    assert 'value="07:30"' in text


def test_only_cameras_known_to_the_police_and_those_not_to_be_asked_are_marked(
    cast: Cast, as_person: Enter
) -> None:
    cast.camera(scopes=frozenset())
    shown = cast.camera(scopes=frozenset({Scope.MAP}))
    page = asked(as_person(cast.officer), SPOT)
    assert [one.camera for one in page.context["found"]] == [shown]
    assert "Chủ chưa cho phép hỏi" in page.content.decode()


def test_by_night_it_says_so(cast: Cast, as_person: Enter) -> None:
    cast.camera(night_vision=True)
    night = {"start_time": "01:00", "stop_time": "01:10"}
    text = asked(as_person(cast.officer), SPOT | night).content.decode()
    assert "Lúc đó trời tối" in text
    assert "Thấy ban đêm" in text


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"lat": "", "lng": ""}, "Hãy chạm lên bản đồ để chọn nơi cần xem"),
        ({"lat": str(LNG), "lng": str(LAT)}, "có vẻ bị đảo"),
        ({"lat": "48.85", "lng": "2.35"}, "nằm ngoài lãnh thổ Việt Nam"),
        ({"lat": "nan", "lng": "inf"}, "Nhập một số"),
        ({"radius_m": "5000"}, "Bán kính phải từ 1 đến 2000 mét"),
        ({"mark": "area", "corners": ""}, "ít nhất 3 góc"),
        ({"mark": "area", "corners": "mười, hai"}, "Không đọc được hình vẽ"),
        ({"mark": "area", "corners": "nan,nan;1,2;3,4"}, "Không đọc được hình vẽ"),
        ({"mark": "area", "corners": corners((0, 0), (9, 9), (9, 0), (0, 9))}, "cắt nhau"),
        ({"mark": "area", "corners": "1,2;" * 2000}, "nhiều nhất 100 điểm"),
        ({"mark": "route", "width_m": "500"}, "Mỗi bên đường phải từ 5 đến 100 mét"),
        ({"mark": "route", "corners": corners((0, 0))}, "ít nhất 2 điểm"),
        ({"mark": "route", "corners": f"{LNG},{LAT};{LNG},{LAT + 1}"}, "có vẻ bị đảo"),
        ({"mark": "anything"}, "Hãy chọn"),
        ({"stop_time": "07:20"}, "Lúc kết thúc phải sau lúc bắt đầu"),
        ({"stop_day": "23/11/2026"}, "nhiều nhất 24 giờ"),
        ({"start_day": "31/02/2026"}, "ngày/tháng/năm"),
    ],
)
def test_what_cannot_be_searched_is_said_in_a_sentence(
    cast: Cast, as_person: Enter, change: dict[str, str], words: str
) -> None:
    page = asked(as_person(cast.officer), SPOT | change)
    assert page.status_code == 422
    assert words in page.content.decode()


def test_who_sees_no_points_does_not_search(cast: Cast, as_person: Enter) -> None:
    cast.camera()
    for person in (cast.committee, cast.board, cast.owner):
        assert asked(as_person(person), SPOT).status_code == 403
        assert PAGE not in as_person(person).get("/coverage/").content.decode()
    assert PAGE in as_person(cast.officer).get("/coverage/").content.decode()


def test_the_page_costs_the_same_for_many(
    cast: Cast, as_person: Enter, django_assert_max_num_queries: Any
) -> None:
    client = as_person(cast.officer)
    for turn in range(30):
        cast.camera(lat=LAT + turn / 1e6)
    asked(client, SPOT)
    with django_assert_max_num_queries(14):
        assert len(asked(client, SPOT).context["found"]) == 30
