"""What has become of the demo's cameras, through the services of people's pages."""

from datetime import timedelta

from cameras.complaints.models import Complaint, Sign, Word
from cameras.complaints.states import State
from cameras.registry import masking
from cameras.registry.models import Camera
from cameras.registry.vocabulary import Verification
from evidence.demo import life
from tests.cast import Cast


def test_complaints_stand_in_three_states_and_say_that_they_are_invented(cast: Cast) -> None:
    shop, alley, board = (cast.camera() for _ in range(3))
    people = {"resident": cast.owner, "committee": cast.committee}
    life.complain(shop, alley, board, people, at=cast.at)
    states = dict(Complaint.objects.values_list("camera", "state"))
    assert states == {
        shop.pk: State.OPEN, alley.pk: State.MEASURED, board.pk: State.CLOSED,
    }  # fmt: skip
    assert all(text.endswith(" mẫu)") for text in Word.objects.values_list("text", flat=True))


def test_signs_hang_and_the_alleys_window_is_covered(cast: Cast) -> None:
    cameras = [cast.camera() for _ in range(6)]
    life.hang_signs(cameras[0], cameras[1], cameras[2:], at=cast.at)
    assert Sign.objects.count() == 2 + life.SIGNS_OF_BOARDS
    life.cover_window(cameras[1], owner=cast.owner, at=cast.at)
    later = cast.at + timedelta(days=1)
    under = masking.covering(cameras[1], first=later, last=later, at=later)
    assert masking.polygons_of(under) == [life.WINDOW]


def test_most_are_verified_and_a_share_goes_on_waiting(cast: Cast) -> None:
    cameras = [cast.camera() for _ in range(20)]
    done = life.verify(cameras, by=cast.board, at=cast.at)
    waiting = Camera.objects.filter(verification=Verification.WAITING).count()
    assert done + waiting == len(cameras)
    assert 2 <= waiting <= 10
