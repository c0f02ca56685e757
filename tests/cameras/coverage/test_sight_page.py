"""One camera's view on its page: bands in words, on two scales, by day and after dark."""

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from cameras.coverage.density import EDITION_2014, EDITIONS
from cameras.coverage.drawing import reaches
from cameras.coverage.search import view_of
from tests.cast import Cast

Enter = Callable[..., Client]


def test_the_owner_reads_how_far_what_can_be_made_out(cast: Cast, as_person: Enter) -> None:
    camera = cast.camera(night_vision=True, infrared_m=10)
    page = as_person(cast.owner).get(reverse("coverage:sight", args=[camera.public_id]))
    text = page.content.decode()
    for edition in EDITIONS:
        assert f"IEC 62676-4, bản {edition.year}" in text
    rows = reaches(view_of(camera), EDITION_2014)
    assert [(least, day, night) for _, least, day, night in rows] == [
        (250, "4 m", "4 m"),
        (125, "8 m", "8 m"),
        (62.5, "15 m", "10 m"),
        (25, "38 m", "10 m"),
    ]


def test_a_camera_that_sees_nothing_by_night_says_so(cast: Cast, as_person: Enter) -> None:
    camera = cast.camera(night_vision=False)
    owner, url = as_person(cast.owner), reverse("coverage:sight-map", args=[camera.public_id])
    by_day, by_night = owner.get(url).json(), owner.get(url, {"light": "night"}).json()
    assert [f["geometry"]["type"] for f in by_night["features"]] == ["Point"]
    assert "không thấy" in by_night["words"]
    labels = [f["properties"].get("label") for f in by_day["features"]]
    assert labels[0] == "Đến 4 m: đủ để xác định danh tính"
    assert len(by_day["legend"]) == len(EDITION_2014.levels) + 1
    assert {row[3] for row in reaches(view_of(camera), EDITION_2014)} == {"–"}


def test_the_page_of_the_camera_draws_it(cast: Cast, as_person: Enter) -> None:
    camera = cast.camera()
    page = as_person(cast.owner).get(reverse("registry:camera", args=[camera.public_id]))
    assert reverse("coverage:sight-map", args=[camera.public_id]) in page.content.decode()


def test_nobody_else_opens_it(cast: Cast, as_person: Enter) -> None:
    camera = cast.camera()
    for person in (cast.neighbour, cast.officer, cast.committee, cast.stranger):
        for name in ("coverage:sight", "coverage:sight-map"):
            url = reverse(name, args=[camera.public_id])
            assert as_person(person).get(url).status_code in {403, 404}
