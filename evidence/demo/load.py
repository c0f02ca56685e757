"""Load the demo: a town of 6,279 cameras, three months of requests in it, and what lies on the
desks today. All of it by the services behind the pages; marked as demo in every row.
"""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import F

from cameras.coverage import public
from cameras.funding.services import confirm, record
from cameras.upkeep import asking as yearly
from evidence.reports.models import YearCount
from evidence.reports.public import publish_due
from portal.notices.models import Delivery, Notice
from portal.people.models import User
from portal.people.roles import Role

from . import desks, doors, life, past, town
from .accounts import ACCOUNTS, DemoPeople, create_police
from .desks import Desks
from .telling import Story, tell
from .town import Ground, Say, Town
from .years import load_years

OFFICERS = ("Cán Bộ Mẫu Hai", "Cán Bộ Mẫu Ba", "Cán Bộ Mẫu Bốn")
NEXT_DOOR = ("Cán Bộ Mẫu Năm", "Chỉ Huy Mẫu Ba")  # of the second unit


def is_loaded() -> bool:
    return User.objects.filter(phone=ACCOUNTS[0].phone).exists()


def is_whole() -> bool:
    """Whether what is written last is there."""
    return YearCount.objects.filter(is_demo=True).exists()


def load(*, recorders: str, at: datetime, say: Say) -> None:
    """Everything until `at`. `recorders` is the address of the simulated recorders."""
    at = at.replace(second=0, microsecond=0)
    begun = past.began(at)
    with transaction.atomic():
        built = town.build(recorders=recorders, begun=begun, at=at, say=say)
    say("three months of requests")
    tell(_stories(built, begun, at))
    say("what has become of the cameras")
    with transaction.atomic():
        _heard_long_ago(at)
        _life(built, at)
        public.publish(at)
        publish_due(at)
        units = [ground.unit for ground in built.grounds]
        load_years(units, built.demo.people["committee"], at)


def _stories(built: Town, begun: datetime, at: datetime) -> Iterator[Story]:
    """Of the police, of the desks, of the boards at people's doors."""
    here, next_door = built.grounds[0], built.grounds[1]
    people = built.demo.people
    colleagues = create_police(OFFICERS, Role.OFFICER, here.unit, begun)
    officer = create_police(NEXT_DOOR[:1], Role.OFFICER, next_door.unit, begun)
    command = create_police(NEXT_DOOR[1:], Role.COMMANDER, next_door.unit, begun)
    forces = (
        past.Force(
            here.unit,
            here.plan,
            (people["officer"], *colleagues),
            (people["commander"], people["second_commander"]),
        ),
        past.Force(next_door.unit, next_door.plan, tuple(officer), tuple(command)),
    )
    own = [built.own["cong-sau"], built.own["san-xuong"]]
    yield from past.stories(forces, own, people["auditor"], at)
    yield from desks.stories(_desks(built, colleagues[2]), at)
    yield from doors.stories(here.unit, here.parts, people["committee"], people["board"], at)


def _desks(built: Town, colleague: User) -> Desks:
    people, own = built.demo.people, built.own
    return Desks(
        unit=built.grounds[0].unit,
        officer=people["officer"],
        colleague=colleague,
        commander=people["commander"],
        second=people["second_commander"],
        resident=people["resident"],
        co_owner=people["co_owner"],
        business=people["business"],
        gate=own["cong-sau"],
        alley=own["ngo-nha"],
        market=own["cong-cho"],
    )


def _heard_long_ago(at: datetime) -> None:
    """What people were told until now reached them then: nobody's telephone rings for it today."""
    Delivery.objects.filter(state="waiting").update(state="sent", sent_at=F("next_try_at"))
    old = Notice.objects.filter(created_at__lt=at - 3 * past.DAY)
    old.update(read_at=F("created_at") + past.HOUR)


def _life(built: Town, at: datetime) -> None:
    """In the unit where the demo's people hold their offices."""
    people = built.demo.people
    life.verify(built.homes + built.boards, by=people["committee"], at=at)
    yearly.sweep(at)
    shop, alley = built.own["nga-tu"], built.own["ngo-nha"]
    life.hang_signs(shop, alley, built.boards, at=at)
    life.complain(shop, alley, built.boards[0], people, at=at)
    life.cover_window(alley, owner=people["resident"], at=at)
    _money(built.grounds[0], built.demo, at)


def _money(ground: Ground, demo: DemoPeople, at: datetime) -> None:
    """The article's gift: one residential group, 6,000,000 đồng, three cameras."""
    given = record(
        person=demo.people["board"],
        unit=ground.unit,
        neighbourhood=ground.parts[1],
        donor_name="Tổ dân phố mẫu",
        name_is_public=True,
        kind="money",
        amount=6_000_000,
        camera_count=3,
        note="Góp lắp thêm 3 camera (dữ liệu mẫu)",
        is_demo=True,
        at=at,
    )
    confirm(contribution=given, person=demo.people["committee"], at=at)
