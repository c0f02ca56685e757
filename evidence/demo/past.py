"""Three months of closed cases in two of the demo's units, and what stood out in them.

One officer writes down no outcomes and another says nothing in what he writes: both are invented,
so that the auditor's sheets have something to ask about.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from cameras.registry.models import Camera
from evidence.cases.services import close_case, record_outcome
from evidence.oversight.models import Question
from evidence.oversight.services import answer as answer_question
from evidence.oversight.services import ended_month, make_sheet
from evidence.oversight.vocabulary import Verdict
from evidence.requests import sweep
from evidence.requests.models import FootageRequest
from evidence.requests.states import TargetState
from portal.lib.clock import VIETNAM
from portal.people.models import User
from portal.places.models import Unit

from . import asking, wards
from .asking import Want
from .telling import Alone, Story

SEED = 140
MONTHS = 3
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# (kind of case, title, what for, what came of it)
CASES = (
    ("theft", "Mất xe máy trước cửa hàng", "Tìm người dắt chiếc xe máy bị trộm đi", "solved"),
    ("traffic", "Va chạm xe máy ở ngã ba", "Xem hai xe máy va chạm ở ngã ba thế nào", "solved"),
    ("theft", "Trộm vào nhà ban ngày", "Tìm người vào ngõ lúc nhà bị trộm đột nhập", "no_use"),
    ("sanitation", "Đổ rác ra lề đường", "Tìm xe ba bánh đổ rác ở lề đường ban đêm", "fined"),
    ("traffic", "Xe tải quẹt gương rồi bỏ chạy", "Đọc biển số xe tải bỏ chạy ở ngã tư", "solved"),
    ("vandalism", "Vẽ bậy lên tường trường học", "Tìm người vẽ bậy lên tường trường học", "fined"),
    ("disorder", "Gây rối ở quán nước", "Xem nhóm người gây rối trước quán nước", "no_use"),
)
NOTHING_SAID = ("Phục vụ công tác chung", "Theo yêu cầu nghiệp vụ", "Cần xem lại hình ảnh")


@dataclass(frozen=True)
class Force:
    """The police of one unit: who asks, who decides, and where."""

    unit: Unit
    plan: wards.DemoUnit
    officers: tuple[User, ...]
    commanders: tuple[User, ...]


@dataclass(frozen=True)
class Told:
    """What one closed case needs."""

    want: Want
    commander: User
    said: tuple[str, ...]  # camera by camera; empty: no answer
    outcome: str  # empty: nobody wrote one down


def began(at: datetime) -> datetime:
    """The first of the month, three months before that of `at`, less a week for signing up."""
    return _first_of(at, MONTHS) - 7 * DAY


def stories(
    forces: Sequence[Force], own: Sequence[Camera], auditor: User, at: datetime
) -> list[Story]:
    """Cases until `at`; `own` are cameras of the demo's people, in the first unit, that keep
    footage long.
    """
    dice = random.Random(SEED)
    found = _sheets(forces[0].unit, auditor, at)
    for force in forces:
        found += _cases(force, own if force is forces[0] else (), dice, at)
    return found


def _first_of(at: datetime, back: int) -> datetime:
    today = at.astimezone(VIETNAM).date()
    months = today.year * 12 + today.month - 1 - back
    return datetime.combine(date(months // 12, months % 12 + 1, 1), time(8), tzinfo=VIETNAM)


def _cases(
    force: Force, own: Sequence[Camera], dice: random.Random, at: datetime
) -> Iterator[Story]:
    spots = wards.spots(force.plan, SEED)
    for back in range(MONTHS, 0, -1):
        first = _first_of(at, back)
        for number, officer in enumerate(force.officers * (5 if len(force.officers) > 1 else 7)):
            kind, title, purpose, outcome = CASES[(number + back) % len(CASES)]
            here = next(spots)
            where = f"đường mẫu số {dice.randrange(1, 90)}"
            happened = first + dice.randrange(0, 24) * DAY + dice.randrange(-8, 12) * HOUR
            mine = own[back % len(own)] if own and number == 0 else None
            want = Want(
                officer=officer,
                unit=force.unit,
                kind=kind,
                title=title,
                purpose=f"{purpose}, {where}",
                place=asking.before(mine) if mine else (here.lat, here.lng),
                happened_at=happened,
                minutes=dice.choice((10, 15, 20, 30)),
                cameras=(mine,) if mine else (),
                most=3,
            )
            yield _closed(_told(want, force, number, outcome, dice), at)


def _told(want: Want, force: Force, number: int, outcome: str, dice: random.Random) -> Told:
    """The second officer writes no outcomes down, the third says nothing in what he writes."""
    said = tuple(
        dice.choices(("share", "decline", "nothing", ""), (0.5, 0.13, 0.12, 0.25))[0]
        for _ in range(3)
    )
    if want.cameras:
        said = ("share",)
    which = force.officers.index(want.officer)
    if which == 1:
        outcome = ""
    if which == 2:  # noqa: PLR2004 -- the third
        want = _vague(want, number)
    return Told(want, force.commanders[number % len(force.commanders)], said, outcome)


def _vague(want: Want, number: int) -> Want:
    return Want(**{**vars(want), "purpose": NOTHING_SAID[number % len(NOTHING_SAID)]})


def _closed(told: Told, until: datetime) -> Story:
    """One case from its first minute to its end, as far as `until` reaches."""
    want = told.want
    at = want.happened_at + 5 * HOUR
    yield at
    row = asking.submit(want, at)
    if row is None:
        return
    yield (at := at + HOUR)
    row = asking.approve(row, told.commander, at)
    for target, verdict in zip(asking.targets_of(row), told.said, strict=False):
        if verdict and target.state == TargetState.WAITING:
            yield (at := at + 3 * HOUR)
            asking.answer(target, verdict, at)
    yield (at := at + HOUR)
    items = asking.bring(row, at)
    yield Alone(at := at + HOUR)
    asking.look(items, want.officer, want.purpose, at)
    yield from _ended(row, told, until)


def _ended(row: FootageRequest, told: Told, until: datetime) -> Story:
    row.refresh_from_db()
    assert row.deadline is not None, "it was approved"
    yield (at := row.deadline + 5 * timedelta(minutes=1))
    sweep.expire_overdue(at)
    yield (at := at + 2 * DAY)
    if at >= until or not told.outcome:
        return
    fine = 1_500_000 if told.outcome == "fined" else 0
    case = row.case
    record_outcome(
        case=case,
        person=told.want.officer,
        kind=told.outcome,
        people_caught=1 if told.outcome == "solved" else 0,
        fine_dong=fine,
        document=f"QĐ-{row.case.number[-4:]}/mẫu" if fine else "",
        note="Kết quả mẫu, không có thật.",
        at=at,
    )
    close_case(case=case, person=told.want.officer, at=at)
    sweep.close_with_their_case(at)


def _sheets(unit: Unit, auditor: User, at: datetime) -> list[Story]:
    """The auditor's sheets of the last two months; the older one has an answered question."""
    last = ended_month(at)
    return [_sheet(unit, auditor, last.stop - 20 * DAY), _sheet(unit, None, last.stop)]


def _sheet(unit: Unit, auditor: User | None, month_end: datetime) -> Story:
    month = ended_month(month_end)
    yield (at := month.stop + 6 * HOUR)
    sheet = make_sheet(unit=unit, month=month, at=at)
    question = Question.objects.filter(sheet=sheet).first()
    if auditor is None or question is None:
        return
    yield (at := at + 3 * DAY)
    answer_question(
        question=question,
        person=auditor,
        verdict=Verdict.EXPLAINED,
        note="Đã hỏi trực tiếp, đơn vị đã nhắc ghi rõ hơn. (trả lời mẫu)",
        at=at,
    )
