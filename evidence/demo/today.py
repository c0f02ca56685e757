"""What happens once the simulated cameras have drawn their last minutes: four requests for them.

One waits for the resident, one is pulled by the worker at once, one is sealed before anybody has
decided, and one is opened in an emergency and has to be reviewed.
"""

from datetime import datetime

from cameras.registry.models import Camera
from evidence.custody import holds
from evidence.emergency.services import open_now
from portal.people.models import User

from . import asking
from .accounts import ACCOUNTS
from .asking import MINUTE, Want
from .scenery import CAMERAS


def happen(at: datetime) -> None:
    """At the first start only: later ones leave a gap in the recordings."""
    at = at.replace(second=0, microsecond=0)
    cameras = {
        scenery.key: Camera.objects.select_related("unit").get(
            link__username=scenery.username, is_demo=True
        )
        for scenery in CAMERAS
        if scenery.key != "cong-cho"
    }
    phones = {account.key: account.phone for account in ACCOUNTS}
    people = {key: User.objects.get(phone=phone) for key, phone in phones.items()}
    _waits_for_the_resident(cameras["ngo-nha"], people, at)
    _comes_at_once(cameras["nga-tu"], people, at)
    _is_held(cameras["ban-dem"], people, at)
    _is_opened(cameras["nga-tu"], people, at)


def _want(
    camera: Camera,
    officer: User,
    facts: tuple[str, str, str],
    happened_at: datetime,
    basis: str = "consent",
) -> Want:
    kind, title, purpose = facts
    return Want(
        officer=officer,
        unit=camera.unit,
        kind=kind,
        title=title,
        purpose=purpose,
        place=asking.before(camera),
        happened_at=happened_at,
        minutes=2,
        cameras=(camera,),
        basis=basis,
        urgency="urgent" if basis == "emergency" else "normal",
    )


def _waits_for_the_resident(camera: Camera, people: dict[str, User], at: datetime) -> None:
    facts = ("theft", "Mất xe đạp trong ngõ", "Tìm người dắt xe đạp bị trộm ra khỏi ngõ mẫu 12")
    row = asking.submit(_want(camera, people["officer"], facts, at - 6 * MINUTE), at)
    assert row is not None, "the camera stands there"
    asking.approve(row, people["second_commander"], at)


def _comes_at_once(camera: Camera, people: dict[str, User], at: datetime) -> None:
    facts = ("traffic", "Va chạm ở ngã tư", "Xem hai xe va chạm ở ngã tư trước cửa hàng mẫu")
    row = asking.submit(_want(camera, people["officer"], facts, at - 9 * MINUTE), at)
    assert row is not None, "the camera stands there"
    asking.approve(row, people["second_commander"], at)
    for target in asking.targets_of(row):
        asking.answer(target, "share", at)


def _is_held(camera: Camera, people: dict[str, User], at: datetime) -> None:
    facts = ("injury", "Đánh nhau ban đêm", "Xem ai gây thương tích trước nhà mẫu số 12")
    row = asking.submit(_want(camera, people["officer"], facts, at - 12 * MINUTE), at)
    assert row is not None, "the camera stands there"
    holds.preserve(
        target=row.targets.get(),
        person=people["officer"],
        ground="dying",
        reason="Đầu ghi này chỉ giữ hình hai giờ",
        at=at,
    )


def _is_opened(camera: Camera, people: dict[str, User], at: datetime) -> None:
    officer = people["officer"]
    facts = ("missing", "Bé đi lạc ở ngã tư", "Tìm bé gái áo đỏ đi lạc ở ngã tư mẫu số 1")
    row = asking.submit(_want(camera, officer, facts, at - 5 * MINUTE, "emergency"), at)
    assert row is not None, "the camera stands there"
    open_now(
        footage_request=row,
        person=officer,
        reason="Bé sáu tuổi đi lạc gần đường lớn, chưa gọi được chỉ huy (mẫu)",
        at=at,
    )
