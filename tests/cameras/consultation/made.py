"""Consultations and doors for tests, as the services make them."""

from datetime import datetime, timedelta

from cameras.consultation import services
from cameras.consultation.models import Consultation, Household, Reply
from cameras.consultation.tally import Answer
from portal.lib.ids import new_id
from portal.people.models import User
from portal.places.models import Neighbourhood, Unit
from portal.places.rules import day_of
from tests.cast import Cast

DAYS = timedelta(days=14)
QUESTION = "Nhà mình có đồng ý lắp camera chung ở đầu ngõ không?"


def begin_consultation(
    cast: Cast, *, unit: Unit | None = None, by: User | None = None, at: datetime
) -> Consultation:
    return services.open_consultation(
        person=by or cast.board,
        unit=unit or cast.ward,
        neighbourhoods=[],
        title="Camera đầu ngõ",
        question=QUESTION,
        begins_on=day_of(at),
        ends_on=day_of(at) + DAYS,
        at=at,
    )


def say(
    consultation: Consultation,
    person: User,
    part: Neighbourhood | None,
    *,
    label: str = "",
    answer: Answer = Answer.AGREES,
    at: datetime,
) -> Household:
    return services.ask(
        consultation=consultation,
        person=person,
        neighbourhood=part,
        label=label or f"Số {new_id()}",
        phone="",
        answer=answer,
        remark="",
        at=at,
    )


def put_door(
    consultation: Consultation, person: User, part: Neighbourhood, *, at: datetime
) -> Household:
    """A door that another board has asked at."""
    row = Household(
        consultation=consultation, neighbourhood=part, recorded_by=person, recorded_at=at
    )
    row.label = "Số 99"
    row.save()
    Reply.objects.create(household=row, number=1, answer=Answer.AWAY, by=person, at=at)
    return row
