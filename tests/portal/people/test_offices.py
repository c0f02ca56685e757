from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from portal.ledger.kinds import Kind
from portal.ledger.models import Entry
from portal.lib.errors import Refused
from portal.people.models import Membership, Office, User
from portal.people.roles import Role
from portal.people.services import (
    NewPerson,
    add_member,
    appoint,
    end_membership,
    end_office,
    register_people_many,
)
from tests.cast import SYSTEM, Cast


def give(cast: Cast, **changes: Any) -> Office:
    facts = {
        "person": cast.stranger,
        "role": Role.OFFICER,
        "unit": cast.ward,
        "appointed_by": cast.administrator,
        "at": cast.at,
    }
    return appoint(**{**facts, **changes})


def test_an_appointment_and_its_end_are_on_the_record(cast: Cast) -> None:
    office = give(cast)
    entry = Entry.objects.latest("seq")
    assert (entry.kind, entry.actor) == (Kind.OFFICE_APPOINTED, cast.administrator.subject)
    assert entry.subjects[0] == office.subject
    later = cast.at + timedelta(hours=1)
    end_office(office=office, ended_by=cast.administrator, at=later)
    assert Entry.objects.latest("seq").kind == Kind.OFFICE_ENDED
    assert cast.stranger.units_with(Role.OFFICER, cast.at) == {cast.ward.pk}
    assert not cast.stranger.units_with(Role.OFFICER, later)


def test_nobody_appoints_themself(cast: Cast) -> None:
    size = Entry.objects.count()
    with pytest.raises(Refused, match=r"people\.appointed_by_oneself"):
        give(cast, person=cast.administrator)
    assert Entry.objects.count() == size


def test_the_database_too_refuses_an_office_from_oneself(cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Office.objects.create(
            person=cast.stranger,
            role=Role.OFFICER,
            unit=cast.ward,
            valid_from=cast.at,
            appointed_by=cast.stranger,
        )


def test_the_same_office_is_not_given_twice(cast: Cast) -> None:
    give(cast)
    with pytest.raises(Refused, match=r"people\.already_in_office"):
        give(cast)
    assert give(cast, unit=cast.other_ward).holds(cast.at)


def test_an_office_ends_once(cast: Cast) -> None:
    office = give(cast)
    end_office(office=office, ended_by=cast.administrator, at=cast.at + timedelta(days=1))
    with pytest.raises(Refused, match=r"people\.office_ended"):
        end_office(office=office, ended_by=cast.administrator, at=cast.at + timedelta(days=2))


def test_a_term_that_ended_yesterday_gives_nothing_today(cast: Cast) -> None:
    yesterday = cast.at - timedelta(days=1)
    give(cast, valid_from=cast.at - timedelta(days=9), valid_to=yesterday)
    assert Role.OFFICER in cast.stranger.roles_at(yesterday - timedelta(seconds=1))
    assert Role.OFFICER not in cast.stranger.roles_at(yesterday)
    assert give(cast).holds(cast.at)


@pytest.mark.parametrize("days", [0, -1])
def test_a_term_ends_after_it_starts(cast: Cast, days: int) -> None:
    with pytest.raises(Refused, match=r"people\.term_ends_before_start"):
        give(cast, valid_to=cast.at + timedelta(days=days))


def test_nobody_is_appointed_in_a_unit_that_is_no_more(cast: Cast) -> None:
    cast.ward.valid_to = date(2026, 1, 1)
    with pytest.raises(Refused, match=r"people\.unit_ended"):
        give(cast)


def test_a_board_sits_in_a_neighbourhood_of_its_unit(cast: Cast) -> None:
    with pytest.raises(Refused, match=r"people\.neighbourhood_elsewhere"):
        give(cast, role=Role.BOARD, unit=cast.other_ward, neighbourhood=cast.neighbourhood)


def test_members_come_and_go_on_the_record(cast: Cast) -> None:
    member = add_member(
        organisation=cast.household,
        person=cast.stranger,
        role=Role.TECHNICIAN,
        actor=cast.owner,
        at=cast.at,
    )
    again = add_member(
        organisation=cast.household,
        person=cast.stranger,
        role=Role.TECHNICIAN,
        actor=cast.owner,
        at=cast.at,
    )
    assert again == member
    assert Entry.objects.filter(kind=Kind.MEMBER_ADDED).count() == 1
    end_membership(membership=member, actor=cast.owner, at=cast.at + timedelta(hours=1))
    assert Entry.objects.latest("seq").kind == Kind.MEMBER_ENDED
    assert not Membership.objects.get(pk=member.pk).holds(cast.at + timedelta(hours=1))
    with pytest.raises(Refused, match=r"people\.membership_ended"):
        end_membership(membership=member, actor=cast.owner, at=cast.at + timedelta(hours=2))


def test_two_people_never_share_a_number_and_nothing_is_half_written(cast: Cast) -> None:
    before = User.objects.count()
    people = [NewPerson("Người Một", "0911 222 333"), NewPerson("Người Hai", "+84911222333")]
    with pytest.raises(Refused, match=r"people\.phone_taken"):
        register_people_many(people, actor=SYSTEM, at=cast.at)
    with pytest.raises(Refused, match=r"people\.name_missing"):
        register_people_many(
            [NewPerson("Người Một"), NewPerson(" \u200b ")], actor=SYSTEM, at=cast.at
        )
    assert User.objects.count() == before


def test_many_people_are_one_batch_of_entries(cast: Cast) -> None:
    size = Entry.objects.count()
    people = register_people_many(
        [NewPerson(f"Người {n}", is_demo=True) for n in range(300)], actor=SYSTEM, at=cast.at
    )
    assert Entry.objects.count() == size + 300
    assert [person.full_name for person in people[:2]] == ["Người 0", "Người 1"]
