"""What is covered in a camera's picture, at which instant, and who drew it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cameras.registry import masking, masks, photos
from cameras.registry.masks import Zone, checked, hidden, rectangle, to_cover
from cameras.registry.models import Mask
from cameras.registry.vocabulary import PhotoKind
from portal.ledger.kinds import Kind
from portal.ledger.models import entries_about
from portal.lib.errors import Refused
from portal.media.stills import Still
from portal.people.models import User
from tests.cast import Cast

Enter = Callable[[User], Client]
NOW = datetime(2026, 11, 21, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
WINDOW = ((100, 100), (300, 100), (300, 300))

instants = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31)).map(  # noqa: DTZ001
    lambda at: at.replace(tzinfo=UTC)
)


@st.composite
def zones(draw: st.DrawFn) -> Zone:
    since = draw(instants)
    until = draw(st.none() | st.timedeltas(timedelta(0), timedelta(days=90)).map(since.__add__))
    return Zone(WINDOW, since, until)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    zones(), instants, st.timedeltas(timedelta(0), timedelta(days=30)), instants, st.floats(0, 1)
)
def test_a_clip_is_covered_by_what_any_of_its_instants_or_the_present_covers(
    zone: Zone, first: datetime, length: timedelta, shown_at: datetime, share: float
) -> None:
    covered = to_cover(zone, first, first + length, shown_at)
    within = zone.covers_at(first + length * share)
    assert covered or not (within or zone.covers_at(shown_at) or zone.covers_at(first))
    if not zone.covers_at(shown_at) and zone.until is not None and zone.until <= first:
        assert not covered  # lifted before the recording began
    assert to_cover(zone, None, None, shown_at)


def test_lifting_a_mask_uncovers_nothing_that_was_recorded_under_it() -> None:
    zone = Zone(WINDOW, NOW, NOW + HOUR)
    years_later = NOW + timedelta(days=3000)
    assert to_cover(zone, NOW - HOUR, NOW, years_later)
    assert to_cover(zone, NOW + HOUR / 2, NOW + 2 * HOUR, years_later)
    assert not to_cover(zone, NOW + HOUR, NOW + 2 * HOUR, years_later)


def test_a_mask_drawn_later_covers_the_past_for_as_long_as_it_holds() -> None:
    zone = Zone(WINDOW, NOW, NOW + HOUR)
    assert to_cover(zone, NOW - 2 * HOUR, NOW - HOUR, NOW)
    assert not to_cover(zone, NOW - 2 * HOUR, NOW - HOUR, NOW + HOUR)


def test_points_under_masks_are_told_from_those_beside_them() -> None:
    points = [(290, 110), (100, 100), (110, 290), (500, 500)]
    assert hidden([WINDOW, ((480, 480), (520, 480), (500, 520))], points) == [
        True, True, False, True,
    ]  # fmt: skip


def test_a_mask_holds_from_its_drawing_to_its_end() -> None:
    zone = Zone(WINDOW, NOW, NOW + HOUR)
    assert not zone.covers_at(NOW - timedelta(microseconds=1))
    assert zone.covers_at(NOW)
    assert not zone.covers_at(NOW + HOUR)


@pytest.mark.parametrize(
    ("points", "code"),
    [
        ([(0, 0), (100, 0)], "mask_shape"),
        ([(0, 0), (1001, 0), (0, 500)], "mask_shape"),
        ([(-1, 0), (500, 0), (0, 500)], "mask_shape"),
        ([(0, 0), (500, 500), (500, 0), (0, 500)], "mask_shape"),
        ([(0, 0), (10, 0), (10, 10)], "mask_small"),
        ([(n * 10, n % 2 * 900) for n in range(21)], "mask_shape"),
    ],
    ids=["two corners", "outside", "before the edge", "crossed", "tiny", "too many corners"],
)
def test_a_wrong_shape_is_refused(points: list[tuple[int, int]], code: str) -> None:
    with pytest.raises(Refused, match=rf"registry\.{code}"):
        checked(points)


sides = st.integers(0, masks.WHOLE)


@given(sides, sides, sides, sides)
def test_a_typed_rectangle_is_a_polygon_or_refused(a: int, b: int, c: int, d: int) -> None:
    try:
        corners = checked(rectangle(a, b, c, d))
    except Refused:
        assert abs(c - a) * abs(d - b) < masks.LEAST_AREA
    else:
        assert len(corners) == 4


def test_drawing_and_ending_stand_on_the_record(cast: Cast) -> None:
    camera = cast.camera()
    mask = masking.draw(camera, points=WINDOW, reason="window", actor=cast.owner, at=NOW)
    masking.end(mask, actor=cast.co_owner, at=NOW + HOUR)
    later = NOW + 2 * HOUR
    under = masking.covering(camera, first=NOW, last=NOW, at=later)
    assert masking.polygons_of(under) == [WINDOW]
    assert masking.covering(camera, first=NOW + HOUR, last=later, at=later) == []
    kinds = [entry.kind for entry in entries_about(camera.subject)]
    assert kinds.count(Kind.MASK_DRAWN) == kinds.count(Kind.MASK_ENDED) == 1
    with pytest.raises(Refused, match=r"registry\.mask_ended"):
        masking.end(mask, actor=cast.owner, at=NOW + HOUR)


def test_there_is_a_most(cast: Cast) -> None:
    camera = cast.camera()
    for _ in range(masking.MOST_MASKS):
        masking.draw(camera, points=WINDOW, reason="yard", actor=cast.owner, at=NOW)
    with pytest.raises(Refused, match=r"registry\.masks_enough"):
        masking.draw(camera, points=WINDOW, reason="yard", actor=cast.owner, at=NOW)


def test_it_is_drawn_on_the_picture_or_typed(cast: Cast, as_person: Enter) -> None:
    camera = cast.camera()
    client = as_person(cast.owner)
    address = f"/cameras/{camera.public_id}/masks/"
    assert "gửi một ảnh cảnh camera" in client.get(address).content.decode()
    still = Still(320, 200, b"\xff\xd8\xff")
    photos.add(camera, still, kind=PhotoKind.VIEW, actor=cast.owner, at=NOW)
    client.post(address, {"points": "100,100 300,100 300,300", "reason": "window"})
    typed = {"left": "50", "top": "0", "right": "100", "bottom": "40", "reason": "room"}
    client.post(address, typed)
    drawn = [mask.points for mask in Mask.objects.order_by("pk")]
    assert drawn[0] == [[100, 100], [300, 100], [300, 300]]
    assert drawn[1] == [[500, 0], [1000, 0], [1000, 400], [500, 400]]
    page = client.get(address).content.decode()
    assert "100,100 300,100 300,300" in page
    assert page.count("Bỏ che vùng này") == 2


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({}, "Hãy vẽ một vùng"),
        ({"points": "1,1 2,2;drop"}, "Chưa đọc được"),
        ({"points": "0,0 500,500 500,0 0,500"}, "không cắt nhau"),
        ({"left": "500", "top": "0", "right": "1", "bottom": "1"}, "từ 0 đến 100"),
    ],
)
def test_what_cannot_be_a_mask_is_explained(
    cast: Cast, as_person: Enter, sent: dict[str, str], words: str
) -> None:
    camera = cast.camera()
    answer = as_person(cast.owner).post(
        f"/cameras/{camera.public_id}/masks/", {"reason": "window", **sent}
    )
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Mask.objects.exists()
