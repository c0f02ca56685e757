"""New terms ask again, once, and only those who agreed to older ones."""

import pytest

from cameras.consent import renewal, services, texts
from cameras.consent.scopes import PLAIN, Means, Scope
from cameras.registry.models import Camera
from cameras.registry.services import remove_camera
from portal.lib import clock
from portal.notices.models import Notice
from portal.people.models import User
from tests.cast import Cast

TITLE = "Bản cam kết đã được thay bằng bản mới"


def say(camera: Camera, person: User, *, version: str, yes: bool = True) -> None:
    nothing: frozenset[Scope] = frozenset()
    said = services.Said(
        camera=camera, person=person, yes=PLAIN if yes else nothing, no=nothing if yes else PLAIN
    )
    terms, at = texts.load(version, "vi"), clock.now()
    services.answer(said, terms=terms, means=Means.WEB, actor=person, at=at)


def told() -> set[int]:
    return set(Notice.objects.filter(title=TITLE).values_list("person_id", flat=True))


def test_who_agreed_to_an_older_text_is_told_once_for_all_their_cameras(cast: Cast) -> None:
    for _ in range(2):
        say(cast.camera(scopes=frozenset()), cast.owner, version="v1")
    assert renewal.ask_again(clock.now()) == 1
    assert renewal.ask_again(clock.now()) == 0
    assert told() == {cast.owner.pk}
    assert Notice.objects.filter(title=TITLE).count() == 1


@pytest.mark.parametrize("what", ["new text", "answered since", "refused", "removed camera"])
def test_nobody_else_is_bothered(cast: Cast, what: str) -> None:
    camera = cast.camera(scopes=frozenset())
    say(camera, cast.owner, version="v2" if what == "new text" else "v1", yes=what != "refused")
    if what == "answered since":
        say(camera, cast.owner, version="v2", yes=False)
    if what == "removed camera":
        remove_camera(camera, actor=cast.owner, at=clock.now())
    assert renewal.ask_again(clock.now()) == 0


def test_what_they_agreed_to_holds_on_unchanged(cast: Cast) -> None:
    camera = cast.camera(scopes=frozenset())
    say(camera, cast.owner, version="v1")
    before = services.standing(camera, clock.now())
    renewal.ask_again(clock.now())
    assert services.standing(camera, clock.now()) == before
    assert before.allowed == PLAIN
