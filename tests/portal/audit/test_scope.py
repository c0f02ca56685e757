"""An auditor reads what happened in the units they audit, and checks the whole record."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.ledger import guards, tasks
from portal.ledger.kinds import Kind
from portal.ledger.models import Entry, Mention
from portal.ledger.write import Draft, append
from portal.lib.clock import now
from portal.lib.ids import new_id, subject
from portal.people.models import User
from portal.people.roles import Role
from portal.people.services import appoint, end_office
from portal.places.models import Unit
from tests.cast import Cast
from tests.portal.ledger.conftest import Sign
from tests.portal.ledger.test_tamper import alter_body_and_hash

pytestmark = pytest.mark.django_db

Enter = Callable[[User], Client]


def opened_case(*units: Unit) -> int:
    names = (subject("case", new_id()), *(unit.subject for unit in units))
    draft = Draft(Kind.CASE_OPENED, names, {"number": 7}, {"title": "Mất xe"})
    return append(draft, actor="system:test", at=now())


def entry(seq: int) -> str:
    return reverse("ledger:entry", args=[seq])


def listed(client: Client, **query: Any) -> set[int]:
    return {row.seq for row in client.get(reverse("ledger:index"), query).context["entries"]}


@pytest.fixture
def auditor(cast: Cast, as_person: Enter) -> Client:
    return as_person(cast.auditor)


def test_an_auditor_reads_the_own_units_entries_and_those_of_no_unit(
    cast: Cast, auditor: Client
) -> None:
    here, there, nowhere = opened_case(cast.ward), opened_case(cast.other_ward), opened_case()
    both = opened_case(cast.other_ward, cast.ward)
    assert listed(auditor, kind="case:opened") == {here, nowhere, both}
    for seq in (here, nowhere, both):
        assert auditor.get(entry(seq)).status_code == 200
    refused = auditor.get(entry(there))
    assert refused.status_code == 403
    assert f"Mục số {there} thuộc đơn vị khác" in refused.content.decode()
    assert auditor.get(reverse("ledger:proof", args=[there])).status_code == 403


def test_a_filter_by_subject_or_actor_leads_no_further(cast: Cast, auditor: Client) -> None:
    there = opened_case(cast.other_ward)
    assert listed(auditor, subject=Entry.objects.get(seq=there).subjects[0]) == set()
    assert listed(auditor, subject=cast.other_ward.subject) == set()
    assert there not in listed(auditor, subject="system:test")


def test_with_a_second_unit_both_are_read_and_no_third(
    cast: Cast, auditor: Client, as_person: Enter
) -> None:
    there = opened_case(cast.other_ward)
    appoint(
        person=cast.auditor, role=Role.AUDITOR, unit=cast.other_ward, appointed_by=None, at=cast.at
    )
    assert as_person(User.objects.get(pk=cast.auditor.pk)).get(entry(there)).status_code == 200


def test_an_office_that_ended_reads_nothing(cast: Cast, auditor: Client) -> None:
    here = opened_case(cast.ward)
    end_office(office=cast.auditor.offices.get(), ended_by=cast.administrator, at=now())
    assert auditor.get(entry(here)).status_code in (302, 403, 404)


def test_another_office_in_a_unit_is_no_auditors_office_there(cast: Cast, auditor: Client) -> None:
    there = opened_case(cast.other_ward)
    appoint(
        person=cast.auditor, role=Role.OFFICER, unit=cast.other_ward, appointed_by=None, at=cast.at
    )
    assert auditor.get(entry(there)).status_code == 403
    assert there not in listed(auditor)


def test_units_that_were_loaded_are_everybodys(cast: Cast, auditor: Client) -> None:
    draft = Draft(Kind.UNIT_LOADED, (cast.other_ward.subject,), {"units": 2})
    seq = append(draft, actor="system:load-units", at=now())
    assert seq in listed(auditor)
    assert auditor.get(entry(seq)).status_code == 200


def test_each_auditor_checks_the_whole_record_and_opens_what_was_found_damaged(
    cast: Cast, auditor: Client, sign: Sign
) -> None:
    damaged, sound = opened_case(cast.other_ward), opened_case(cast.other_ward)
    sign()
    guards.remove(connection)
    alter_body_and_hash(damaged)
    guards.install(connection)
    assert auditor.get(entry(damaged)).status_code == 403, "before anybody has looked"
    run = auditor.post(reverse("ledger:verify"))["Location"]
    tasks.verify()
    page = auditor.get(run).content.decode()
    assert f"Mục số {damaged} đã bị sửa" in page
    assert entry(damaged) in page
    opened = auditor.get(entry(damaged))
    assert opened.status_code == 200
    assert "kiểm tra viên của mọi đơn vị" in opened.content.decode()
    assert damaged in listed(auditor)
    assert auditor.get(entry(sound)).status_code == 403


def test_the_list_is_one_query_for_the_entries_by_index(cast: Cast, auditor: Client) -> None:
    for _ in range(60):
        opened_case(cast.ward)
        opened_case(cast.other_ward)
    url = reverse("ledger:index")
    auditor.get(url)
    with CaptureQueriesContext(connection) as asked:
        auditor.get(url)
    about = [q["sql"] for q in asked.captured_queries if 'FROM "ledger_entry"' in q["sql"]]
    assert len(about) == 1
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {about[0]}")
            plan = " | ".join(str(row[-1]) for row in cursor.fetchall())
        assert "SCAN ledger_mention" not in plan, plan
        assert "TEMP B-TREE" not in plan, plan


def test_why_many_owners_were_looked_up_is_there_for_the_auditor(
    cast: Cast, auditor: Client
) -> None:
    names = (subject("camera", new_id()), cast.ward.subject)
    texts = {"purpose": "Hẹn giờ chép hình", "reason": "Rà soát cả tuyến đường"}
    seq = append(Draft(Kind.DETAILS_OPENED, names, {}, texts), actor="system:test", at=now())
    page = auditor.get(entry(seq)).content.decode()
    assert "Rà soát cả tuyến đường" in page
    title = auditor.get(entry(opened_case(cast.ward))).content.decode()
    assert "Mất xe" not in title


def test_an_entry_whose_mentions_were_cut_is_found_by_the_check(
    cast: Cast, auditor: Client
) -> None:
    """Hiding an entry from its auditor by its mentions shows in the next verification."""
    here = opened_case(cast.ward)
    guards.remove(connection)
    Mention.objects.filter(entry_id=here, position=1).update(subject=cast.other_ward.subject)
    guards.install(connection)
    assert auditor.get(entry(here)).status_code == 403
    auditor.post(reverse("ledger:verify"))
    tasks.verify()
    assert auditor.get(entry(here)).status_code == 200
