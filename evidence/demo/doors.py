"""A neighbourhood board goes from door to door before cameras are put up: one round is over and
counted, one goes on. Every household is invented.
"""

import random
from collections.abc import Generator, Sequence
from datetime import datetime, time, timedelta

from cameras.consultation.models import Consultation, Household
from cameras.consultation.services import ask, close, correct, open_consultation
from cameras.consultation.tally import Answer
from portal.lib.clock import VIETNAM
from portal.people.models import User
from portal.places.models import Neighbourhood, Unit
from portal.places.rules import day_of

from .telling import Story

SEED = 141
DAY = timedelta(days=1)
OVER, RUNNING, DOORS = 46, 17, 6  # households asked, in all and in one evening
SHARES = {
    Answer.AGREES: 0.6,
    Answer.DISAGREES: 0.16,
    Answer.NO_OPINION: 0.12,
    Answer.AWAY: 0.12,
}
REMARKS = {
    Answer.AGREES: ("", "", "Đề nghị lắp thêm đèn ở đầu hẻm.", "Muốn biết ai được xem hình."),
    Answer.DISAGREES: ("Không muốn camera nhìn vào sân nhà.", "Chưa tin hình được giữ kín."),
    Answer.NO_OPINION: ("", "Để hỏi lại con trai."),
    Answer.AWAY: ("",),
}
STREET = "đường mẫu"


def stories(
    unit: Unit, parts: Sequence[Neighbourhood], opener: User, at_doors: User, at: datetime
) -> list[Story]:
    """`at_doors` sits on the board of the first of the `parts`."""
    dice = random.Random(SEED)
    return [
        _over(unit, parts[0], opener, at_doors, dice, _morning(at - 50 * DAY)),
        _running(unit, parts[0], opener, at_doors, dice, _morning(at - 6 * DAY)),
    ]


def _morning(at: datetime) -> datetime:
    return datetime.combine(day_of(at), time(9), tzinfo=VIETNAM)


def _evening(begun: datetime, number: int) -> datetime:
    """Six doors an evening, from five o'clock on."""
    days, door = divmod(number, DOORS)
    return begun + (days + 1) * DAY + timedelta(hours=8, minutes=door * 20 + number % 3)


def _over(
    unit: Unit,
    part: Neighbourhood,
    opener: User,
    at_doors: User,
    dice: random.Random,
    begun: datetime,
) -> Story:
    yield begun
    asked = open_consultation(
        person=opener,
        unit=unit,
        neighbourhoods=[part],
        title="Lắp camera ở đầu các hẻm (mẫu)",
        question="Hộ có đồng ý để khu phố lắp camera ở đầu hẻm, chỉ nhìn ra đường chung không?",
        begins_on=day_of(begun),
        ends_on=day_of(begun + 14 * DAY),
        is_demo=True,
        at=begun,
    )
    houses = [f"Nhà mẫu số {number}, {STREET}" for number in range(1, OVER + 1)]
    answers = yield from _from_door_to_door(asked, part, at_doors, dice, begun, houses)
    first_away = next(household for household, said in answers if said is Answer.AWAY)
    yield (at := _evening(begun, OVER))
    correct(household=first_away, person=at_doors, answer=Answer.AGREES, remark="", at=at)
    yield (at := at + DAY)
    close(consultation=asked, actor=opener.subject, at=at)


def _running(
    unit: Unit,
    part: Neighbourhood,
    opener: User,
    at_doors: User,
    dice: random.Random,
    begun: datetime,
) -> Story:
    yield begun
    asked = open_consultation(
        person=opener,
        unit=unit,
        neighbourhoods=[part],
        title="Nối camera nhà dân với công an phường (mẫu)",
        question="Hộ có đồng ý để công an hỏi xin hình từ camera nhà mình khi có vụ việc không?",
        begins_on=day_of(begun),
        ends_on=day_of(begun + 30 * DAY),
        is_demo=True,
        at=begun,
    )
    houses = [f"Nhà mẫu số {number}, {STREET} hai" for number in range(1, 2 * RUNNING, 2)]
    yield from _from_door_to_door(asked, part, at_doors, dice, begun, houses)


def _from_door_to_door(
    asked: Consultation,
    part: Neighbourhood,
    at_doors: User,
    dice: random.Random,
    begun: datetime,
    houses: Sequence[str],
) -> Generator[datetime, None, list[tuple[Household, Answer]]]:
    answers = []
    for number, house in enumerate(houses):
        yield (at := _evening(begun, number))
        [said] = dice.choices(list(SHARES), list(SHARES.values()))
        household = ask(
            consultation=asked,
            person=at_doors,
            neighbourhood=part,
            label=house,
            phone="",
            answer=said,
            remark=dice.choice(REMARKS[said]),
            at=at,
        )
        answers.append((household, said))
    return answers
