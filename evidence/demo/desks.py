"""What lies on the demo's desks today: a request in every state, a delay, clocks that run out."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from cameras.consent import services as consent
from cameras.consent import texts
from cameras.consent.limits import Ahead
from cameras.consent.scopes import Means, Scope
from cameras.registry.models import Camera
from evidence.delays.services import start as start_delay
from evidence.extraction.services import seal_upload
from evidence.privacy.asking import ask as ask_about_data
from evidence.requests import services, sweep
from evidence.requests.drafting import search
from evidence.requests.models import FootageRequest
from evidence.requests.place import spot
from evidence.requests.scope import Window
from portal.duties.models import Duty
from portal.duties.services import for_third_party
from portal.people.models import User
from portal.places.models import Unit

from . import asking
from .asking import MINUTE, Want
from .telling import Alone, Story

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
RADIUS_M, WEEK_H = 250, 7 * 24
SERIOUS = Ahead(
    kinds=frozenset({"robbery", "injury", "missing"}),
    from_hour=0,
    to_hour=24,
    minutes=30,
    per_month=3,
)


@dataclass(frozen=True)
class Desks:
    """Who sits there, and the cameras of the demo's people."""

    unit: Unit
    officer: User
    colleague: User
    commander: User
    second: User
    resident: User
    co_owner: User
    business: User
    gate: Camera  # the resident's, keeps footage for long
    alley: Camera
    market: Camera

    def want(self, kind: str, title: str, purpose: str, at: datetime, **more: object) -> Want:
        """Around the resident's gate."""
        given: dict[str, object] = {
            "officer": self.officer,
            "unit": self.unit,
            "kind": kind,
            "title": title,
            "purpose": purpose,
            "place": asking.before(self.gate),
            "happened_at": at,
            **more,
        }
        return Want(**given)  # type: ignore[arg-type]

    def neighbours(self, at: datetime) -> list[Camera]:
        """Cameras of homes nearby that may be asked and keep footage for a week or longer."""
        place = spot(*asking.before(self.gate), RADIUS_M)
        window = Window(at - HOUR, at)
        found = search(place, (window,), self.unit.pk, basis="consent", at=at)
        kept = [one.camera for one in found if one.camera.retention_hours >= WEEK_H]
        return [camera for camera in kept if camera.ownership == "home" and camera != self.gate]


def stories(desks: Desks, at: datetime) -> list[Story]:
    """The last weeks until `at`."""
    return [
        _say_ahead(desks, at),
        _waits_for_owners(desks, at),
        _narrowed(desks, at),
        _handed_over(desks, at),
        _in_vain(desks, at),
        _withdrawn(desks, at),
        _ahead(desks, at),
        _refused(desks, at),
        _delayed(desks, at),
        *_wait_for_command(desks, at),
        _draft(desks, at),
        _clocks(desks, at),
    ]


def _say_ahead(desks: Desks, at: datetime) -> Story:
    """The business lets serious cases have its market camera at once; at the resident's one adult
    says yes and the other no, so there it does not hold.
    """
    yield (then := at - 60 * DAY)
    for camera, person, ahead in (
        (desks.market, desks.business, SERIOUS),
        (desks.alley, desks.resident, SERIOUS),
        (desks.alley, desks.co_owner, None),
    ):
        this, nothing = frozenset({Scope.RELEASE}), frozenset[Scope]()
        said = consent.Said(
            camera=camera,
            person=person,
            yes=this if ahead else nothing,
            no=nothing if ahead else this,
            ahead=ahead,
        )
        terms = texts.current("vi")
        consent.answer(said, terms=terms, means=Means.WEB, actor=person, at=then)


def _draft(desks: Desks, at: datetime) -> Story:
    want = desks.want(
        "urban_order",
        "Quán lấn vỉa hè",
        "Xem quán nước ở đường mẫu lấn chiếm vỉa hè",
        at - 9 * HOUR,
    )
    yield (then := at - 20 * MINUTE)
    asking.draft(want, then)


def _waits_for_owners(desks: Desks, at: datetime) -> Story:
    """In the resident's inbox; one neighbour has said no, which reads as waiting."""
    yield (then := at - 20 * HOUR)
    want = desks.want(
        "theft",
        "Mất xe đạp điện ở cổng sau",
        "Tìm người dắt xe đạp điện bị trộm trước nhà số 12 đường mẫu",
        at - 22 * HOUR,
        cameras=(desks.gate, *desks.neighbours(then)[:2]),
        radius_m=RADIUS_M,
    )
    row = _sent(want, then)
    yield (then := at - 19 * HOUR)
    row = asking.approve(row, desks.commander, then)
    yield (then := at - 15 * HOUR)
    asking.answer(asking.targets_of(row)[1], "decline", then)


def _narrowed(desks: Desks, at: datetime) -> Story:
    """The resident allows ten of thirty minutes, and has not sent them yet."""
    want = desks.want(
        "vandalism",
        "Ném đá vỡ kính xe",
        "Tìm người ném đá vỡ kính xe, cửa hàng số 8 đường mẫu",
        at - 30 * HOUR,
        minutes=30,
        cameras=(desks.gate,),
    )
    yield (then := at - 28 * HOUR)
    row = _sent(want, then)
    yield (then := at - 27 * HOUR)
    row = asking.approve(row, desks.commander, then)
    yield (then := at - 24 * HOUR)
    target = asking.targets_of(row)[0]
    part = Window(target.start + 10 * MINUTE, target.start + 20 * MINUTE)
    asking.answer(target, "share", then, part)


def _handed_over(desks: Desks, at: datetime) -> Story:
    """The resident sent the file, the officer has looked at it twice; the case is still open."""
    want = desks.want(
        "injury",
        "Đánh nhau trước quán cà phê",
        "Xem ai đánh nhau trước quán cà phê số 5 đường mẫu",
        at - 6 * DAY,
        cameras=(desks.gate,),
    )
    yield (then := at - 6 * DAY + 4 * HOUR)
    row = _sent(want, then)
    yield (then := then + HOUR)
    row = asking.approve(row, desks.second, then)
    yield (then := then + 5 * HOUR)
    file = SimpleUploadedFile("cong-sau.mp4", asking.clip(), "video/mp4")
    target = asking.targets_of(row)[0]
    item = seal_upload(target=target, file=file, person=desks.resident, means="page", at=then)
    for who, later in ((desks.officer, HOUR), (desks.colleague, 26 * HOUR)):
        yield Alone(then + later)
        asking.look([item], who, "Xem nhóm người đánh nhau đi về hướng nào", then + later)


def _in_vain(desks: Desks, at: datetime) -> Story:
    """Silence, a no and an empty recorder: to the officer all one."""
    yield (then := at - 4 * DAY + 3 * HOUR)
    want = desks.want(
        "theft",
        "Trộm chậu mai trước nhà",
        "Tìm xe chở chậu mai bị trộm ở hẻm mẫu số 3",
        at - 4 * DAY,
        cameras=tuple(desks.neighbours(then)[2:5]),
        radius_m=RADIUS_M,
    )
    row = _sent(want, then)
    yield (then := then + HOUR)
    row = asking.approve(row, desks.commander, then)
    for target, verdict in zip(asking.targets_of(row), ("decline", "nothing"), strict=False):
        yield (then := then + 4 * HOUR)
        asking.answer(target, verdict, then)
    row.refresh_from_db()
    assert row.deadline is not None, "it was approved"
    yield (then := row.deadline + MINUTE)
    sweep.expire_overdue(then)


def _withdrawn(desks: Desks, at: datetime) -> Story:
    """An owner takes back that they may be asked; somebody outside must stop as well, so the clock
    of the law still runs.
    """
    yield (then := at - 18 * DAY + 3 * HOUR)
    camera = desks.neighbours(then)[5]
    want = desks.want(
        "fraud",
        "Giả danh thu tiền điện",
        "Tìm người lừa đảo giả danh thu tiền, khu phố mẫu",
        at - 18 * DAY,
        cameras=(camera,),
        radius_m=RADIUS_M,
    )
    row = _sent(want, then)
    yield (then := then + HOUR)
    row = asking.approve(row, desks.commander, then)
    yield (then := then + 10 * HOUR)
    person = asking.adult_of(asking.targets_of(row)[0], then)
    asks = frozenset({Scope.ASK})
    consent.withdraw(camera, person=person, scopes=asks, terms=texts.current("vi"), at=then)
    for_third_party(duty=Duty.objects.get(about=camera.subject, done_at=None))
    sweep.end_withdrawn(then)


def _ahead(desks: Desks, at: datetime) -> Story:
    """Within the business's limits: handed over without asking, and the business was told."""
    want = desks.want(
        "robbery",
        "Cướp giật dây chuyền ở cổng chợ",
        "Tìm xe máy của người giật dây chuyền ở cổng chợ mẫu số 1",
        at - 2 * DAY,
        place=asking.before(desks.market),
        minutes=10,
        urgency="urgent",
        cameras=(desks.market,),
    )
    yield (then := at - 2 * DAY + 20 * MINUTE)
    row = _sent(want, then)
    yield (then := then + 10 * MINUTE)
    row = asking.approve(row, desks.commander, then)
    yield (then := then + 10 * MINUTE)
    items = asking.bring(row, then)
    yield Alone(then := then + 20 * MINUTE)
    asking.look(items, desks.officer, "Xem xe máy của người giật chạy hướng nào", then)


def _refused(desks: Desks, at: datetime) -> Story:
    want = desks.want(
        "other",
        "Tranh chấp chỗ đỗ xe",
        "Xem ai đỗ xe trước nhà số 20 đường mẫu",
        at - 3 * DAY,
        minutes=120,
        most=5,
    )
    yield (then := at - 3 * DAY + 4 * HOUR)
    row = _sent(want, then)
    yield (then := then + HOUR)
    services.refuse(
        footage_request=row,
        person=desks.commander,
        reason="Việc dân sự, hai bên tự giải quyết. Chưa cần lấy hình của nhà dân.",
        at=then,
    )


def _delayed(desks: Desks, at: datetime) -> Story:
    """By a written demand, and the owner is shown it later: the commander says why."""
    dated = (at - 9 * DAY).date()
    want = desks.want(
        "drugs",
        "Điểm bán ma túy",
        "Xác minh người bán ma túy ở hẻm mẫu số 7",
        at - 9 * DAY,
        basis="demand",
        paper=services.Paper("12/CQĐT-mẫu", dated, "Phó Thủ trưởng (mẫu)"),
        officer=desks.colleague,
        cameras=(desks.gate,),
    )
    yield (then := at - 9 * DAY + 3 * HOUR)
    row = _sent(want, then)
    yield (then := then + 30 * MINUTE)
    start_delay(
        case=row.case,
        person=desks.second,
        ground="checking",
        reason="Báo ngay thì người bị xác minh có thể biết và bỏ trốn trước khi làm rõ.",
        days=15,
        at=then,
    )
    yield (then := then + 30 * MINUTE)
    row = asking.approve(row, desks.commander, then)
    yield (then := then + 2 * HOUR)
    asking.bring(row, then)


def _wait_for_command(desks: Desks, at: datetime) -> Iterator[Story]:
    """One for two stretches of time, one whose footage dies soon, one that needs two commanders."""
    near = desks.want(
        "sanitation",
        "Đổ xà bần ra bờ kè",
        "Tìm xe đổ rác xà bần ở đường mẫu số 40",
        at - 10 * HOUR,
        later=(Window(at - 6 * HOUR, at - 6 * HOUR + 10 * MINUTE),),
        officer=desks.colleague,
        most=2,
        radius_m=100,
    )
    urgent = desks.want(
        "missing",
        "Cụ già đi lạc",
        "Tìm cụ già đi lạc, mặc áo nâu, qua khu phố mẫu số 2",
        at - 3 * HOUR,
        urgency="urgent",
        minutes=60,
        radius_m=150,
        most=4,
    )
    yield _handed_in(near, at - 3 * HOUR)
    yield _handed_in(urgent, at - 40 * MINUTE)
    yield _beyond(desks, at)


def _beyond(desks: Desks, at: datetime) -> Story:
    want = desks.want(
        "robbery",
        "Cướp tiệm vàng",
        "Tìm đường chạy của hai xe máy cướp tiệm vàng ở ngã tư mẫu",
        at - 8 * HOUR,
        minutes=30,
        radius_m=300,
        most=24,
    )
    yield (then := at - 5 * HOUR)
    reason = "Hai xe chạy qua nhiều đường nhỏ, chưa biết hướng nào nên phải hỏi nhiều camera hơn."
    row = _sent(want, then, reason)
    yield (then := at - 4 * HOUR)
    asking.approve(row, desks.second, then, "Vụ nghiêm trọng, đồng ý hỏi rộng hơn mức thường.")


def _handed_in(want: Want, then: datetime) -> Story:
    yield then
    _sent(want, then)


def _clocks(desks: Desks, at: datetime) -> Story:
    """A question about one's own data, soon due on the committee's desk."""
    yield (then := at - 40 * HOUR)
    ask_about_data(
        person=desks.business,
        unit=desks.unit,
        kind="explain",
        text="Ai trong phường xem được tên và số điện thoại của xưởng tôi? (câu hỏi mẫu)",
        at=then,
    )


def _sent(want: Want, then: datetime, reason: str = "") -> FootageRequest:
    row = asking.submit(want, then, reason)
    assert row is not None, f"no camera near {want.title}"
    return row
