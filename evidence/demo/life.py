"""What has become of the demo's cameras: verified on the ground, signs, complaints, a mask.

All of it through the services that people's pages call; every word that is shown says that it is
invented.
"""

import random
from collections.abc import Mapping
from datetime import datetime

from cameras.complaints.models import Complaint
from cameras.complaints.services import NewComplaint, answer, hang_sign, receive
from cameras.complaints.states import Side, State
from cameras.complaints.vocabulary import Purpose, Shown, Wrong
from cameras.registry import masking
from cameras.registry.models import Camera
from cameras.registry.vocabulary import MaskReason
from cameras.upkeep.services import confirm_many
from portal.lib import ids
from portal.people.models import User

SEED = 139
VISITED = 0.6  # of a unit's cameras somebody has stood before; the rest is the boards' list
SIGNS_OF_BOARDS = 3
# A neighbour's window on the first floor, upper left in the alley's picture, in thousandths.
WINDOW = ((185, 0), (345, 0), (345, 150), (185, 105))


def verify(cameras: list[Camera], *, by: User, at: datetime) -> int:
    """Most of them, as if boards had gone from door to door."""
    dice = random.Random(SEED)
    return confirm_many([row for row in cameras if dice.random() < VISITED], actor=by, at=at)


def cover_window(alley: Camera, *, owner: User, at: datetime) -> None:
    """So that the player shows what a covered clip looks like."""
    masking.draw(alley, points=WINDOW, reason=MaskReason.WINDOW, actor=owner, at=at)


def hang_signs(shop: Camera, alley: Camera, boards: list[Camera], *, at: datetime) -> None:
    hang_sign(shop, purpose=Purpose.BUSINESS, shown=Shown.NAME, at=at)
    hang_sign(alley, purpose=Purpose.SAFETY, shown=Shown.KIND, at=at)
    for camera in boards[:SIGNS_OF_BOARDS]:
        hang_sign(camera, purpose=Purpose.STREET, shown=Shown.NAME, at=at)


def complain(
    shop: Camera, alley: Camera, of_board: Camera, people: Mapping[str, User], *, at: datetime
) -> None:
    """One waits for an answer, one led to the mask, one is closed."""
    _receive(
        shop, Wrong.SIGN, "Bảng thông báo ở cửa bị cành cây che, đi qua không đọc được.", at=at
    )
    window = _receive(
        alley, Wrong.HOME, "Camera đầu ngõ nhìn thẳng vào cửa sổ tầng một nhà tôi.", at=at
    )
    answer(
        window,
        side=Side.OWNER,
        then=State.MEASURED,
        text="Tôi đã che cửa sổ đó trong hình, từ nay ai xem cũng không thấy. (trả lời mẫu)",
        actor=people["resident"],
        at=at,
    )
    sound = _receive(of_board, Wrong.SOUND, "Loa của camera ở ngã ba kêu to lúc nửa đêm.", at=at)
    for then, text in (
        (State.MEASURED, "Đã tắt loa của camera, kiểm tra lại hai đêm liền. (trả lời mẫu)"),
        (State.CLOSED, "Người phản ánh xác nhận loa không còn kêu. (trả lời mẫu)"),
    ):
        answer(sound, side=Side.DESK, then=then, text=text, actor=people["committee"], at=at)


def _receive(camera: Camera, wrong: Wrong, text: str, *, at: datetime) -> Complaint:
    new = NewComplaint(public_id=ids.new_id(), wrong=wrong, text=f"{text} (phản ánh mẫu)")
    return receive(camera, new, at=at)
