"""Sheets and questions made by hand, and a ward's year of requests written straight to the record.

`Diary` writes rows and entries in the shapes the services write, many at once; a test holds that
the reader reads what the services themselves wrote.
"""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from cameras.registry.models import Camera
from evidence.cases.models import Case
from evidence.oversight.models import Question, Sheet
from evidence.requests.models import FootageRequest, Target
from portal.ledger.kinds import Kind
from portal.ledger.write import Draft, append
from portal.lib.ids import new_id, subject
from portal.people.models import User
from portal.places.models import Unit
from tests.cast import PLACE, Cast

CLEAR = "Xác minh vụ trộm xe máy tại số {n} đường Mẫu tối {n}/10"


def make_sheet(unit: Unit, at: datetime, month: date = date(2026, 9, 1)) -> Sheet:
    return Sheet.objects.create(unit=unit, month=month, made_at=at, entries=120, people=9)


def make_question(sheet: Sheet, officer: User, **changes: Any) -> Question:
    facts: dict[str, Any] = {
        "rule": "same-address",
        "about": subject("camera", "7f3k7f3k7f3k7f3k"),
        "k": 7,
        "n": 40,
        "usual": 0.004,
        "upper": 0.006,
        "chance": 2e-9,
        "days": 365,
        "seqs": [1, 2, 3],
        "colleagues": [0.0, 0.0, 0.02, 0.05],
    }
    return Question.objects.create(sheet=sheet, officer=officer, **{**facts, **changes})


class Diary:
    """What the people of one ward did, in the order it is written."""

    def __init__(self, cast: Cast, unit: Unit | None = None) -> None:
        self.unit, self.written = unit or cast.ward, 0

    def case(self, person: User, at: datetime) -> Case:
        self.written += 1
        return Case.objects.create(
            number=f"{self.unit.code}-{self.written:06d}",
            kind="theft",
            title="Vụ mẫu",
            unit=self.unit,
            opened_by=person,
            happened_at=at - timedelta(hours=1),
            lat=PLACE[0],
            lng=PLACE[1],
            opened_at=at,
        )

    @transaction.atomic
    def ask(
        self,
        person: User,
        at: datetime,
        *cameras: Camera,
        purpose: str = "",
        case: Case | None = None,
    ) -> FootageRequest:
        case = case or self.case(person, at)
        text = purpose or CLEAR.format(n=self.written)
        row = FootageRequest.objects.create(
            public_id=new_id(),
            case=case,
            state="submitted",
            basis="consent",
            purpose=text,
            urgency="normal",
            lat=PLACE[0],
            lng=PLACE[1],
            radius_m=60,
            window_start=at - timedelta(hours=2),
            window_stop=at - timedelta(hours=1),
            requested_by=person,
            created_at=at,
            submitted_at=at,
        )
        for rank, camera in enumerate(cameras, 1):
            Target.objects.create(
                request=row,
                camera=camera,
                rank=rank,
                distance_m=5,
                px_per_m=90,
                dies_at=at,
                asked_start=row.window_start,
                asked_stop=row.window_stop,
            )
        subjects = (row.subject, case.subject, self.unit.subject)
        self.entry(Kind.REQUEST_SUBMITTED, subjects, person, at, purpose=text)
        return row

    @transaction.atomic
    def entry(
        self, kind: Kind, subjects: tuple[str, ...], person: User, at: datetime, **private: str
    ) -> int:
        return append(Draft(kind, subjects, {}, private), actor=person.subject, at=at)
