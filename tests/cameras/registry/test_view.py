"""Who finds which camera: the list and the single answer never differ, and a stranger has none."""

from datetime import timedelta

from cameras.registry.models import Camera
from cameras.registry.queries import cameras_of, can_view, visible_to
from cameras.registry.services import remove_camera
from portal.people.models import Organisation, User
from tests.cast import Cast


def everybody(cast: Cast) -> list[User]:
    return list(User.objects.order_by("pk"))


def test_the_list_is_what_each_may_view(cast: Cast) -> None:
    beside = Organisation.objects.get(name="Hộ bên cạnh")
    cast.camera()
    cast.camera(owner=beside)
    cast.camera(unit=cast.other_ward, ownership="community")
    remove_camera(cast.camera(), actor=cast.owner, at=cast.at)
    for person in everybody(cast):
        for at in (cast.at - timedelta(days=1), cast.at + timedelta(days=1)):
            listed = set(visible_to(person, at))
            assert listed == {c for c in Camera.objects.all() if can_view(person, c, at)}


def test_members_see_their_cameras_and_nobody_else_does(cast: Cast) -> None:
    camera = cast.camera()
    at = cast.at + timedelta(days=1)
    seeing = {person for person in everybody(cast) if can_view(person, camera, at)}
    assert seeing == {cast.owner, cast.co_owner}


def test_a_removed_camera_leaves_the_list_and_keeps_its_page(cast: Cast) -> None:
    camera = cast.camera()
    remove_camera(camera, actor=cast.owner, at=cast.at)
    assert not cameras_of(cast.owner, cast.at).exists()
    assert can_view(cast.owner, camera, cast.at)
