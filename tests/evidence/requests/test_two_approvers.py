"""Where the rules ask for two commanders: who counts, what the first one brings about, races."""

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from evidence.requests import services
from evidence.requests.models import Approval, FootageRequest, Invitation
from evidence.requests.personal import held
from evidence.requests.queries import waiting_for_approval
from evidence.requests.states import RequestState
from portal.ledger.models import entries_about
from portal.lib.clock import now
from portal.lib.errors import Refused
from portal.notices.models import Notice
from portal.people.models import User
from portal.people.roles import Role
from portal.people.services import appoint
from portal.places.models import RuleRow
from portal.places.rules import day_of
from tests.cast import AT, PLACE, Cast, make_cast

from .scenario import approved, submitted

Enter = Callable[..., Client]
Queries = Callable[[int], AbstractContextManager[object]]
DEADLINE_S = 20
SAID = "Đã có 1 trong 2 người duyệt"


def demand_two(cast: Cast, key: str = "request.approvals.normal", value: int = 2) -> None:
    day = day_of(AT - timedelta(days=30))
    RuleRow.objects.create(
        key=key, value=value, province=cast.ward.province, valid_from=day, source="Quy chế mẫu"
    )


def second_commander(cast: Cast) -> User:
    appoint(
        person=cast.colleague, role=Role.COMMANDER, unit=cast.ward, appointed_by=None, at=cast.at
    )
    return cast.colleague


def say_yes(row: FootageRequest, person: User, reason: str = "") -> FootageRequest:
    return services.approve(footage_request=row, person=person, reason=reason, at=now())


def kinds(row: FootageRequest) -> list[str]:
    return list(entries_about(row.subject).order_by("seq").values_list("kind", flat=True))


# --- How many --------------------------------------------------------------------------------


def test_without_a_rule_one_commander_decides_and_their_yes_is_kept(cast: Cast) -> None:
    row = approved(cast, AT)
    said = row.approvals.get()
    assert (row.state, row.approvals_needed) == (RequestState.APPROVED, 1)
    assert (said.person, said.verdict, said.requested_by) == (
        cast.commander,
        "approve",
        cast.officer,
    )


def test_the_first_yes_asks_nobody_and_the_second_asks_the_owners(cast: Cast) -> None:
    demand_two(cast)
    second = second_commander(cast)
    row = say_yes(submitted(cast, now()), cast.commander, "Cần thiết")
    assert (row.state, row.decided_by, row.deadline) == (RequestState.SUBMITTED, None, None)
    assert not Invitation.objects.exists()
    assert not Notice.objects.filter(person=cast.owner).exists()
    row = say_yes(row, second, "Đồng ý")
    assert (row.state, row.decided_by, row.decision_reason) == (
        RequestState.APPROVED,
        second,
        "Đồng ý",
    )
    assert Invitation.objects.count() == 2
    entries = list(entries_about(row.subject).filter(kind="request:approved").order_by("seq"))
    told = [(e.actor, e.facts["approval"], e.facts["approvals_needed"]) for e in entries]
    assert told == [(cast.commander.subject, 1, 2), (second.subject, 2, 2)]
    assert entries[0].private("reason") == "Cần thiết"


def test_the_rule_of_the_day_it_was_submitted_counts(cast: Cast) -> None:
    second_commander(cast)
    before = submitted(cast, now())
    demand_two(cast)
    assert say_yes(before, cast.commander).state == RequestState.APPROVED
    after = submitted(cast, now(), cast.camera())
    RuleRow.objects.all().delete()
    assert say_yes(after, cast.commander).state == RequestState.SUBMITTED


def test_urgent_requests_have_a_rule_of_their_own(cast: Cast) -> None:
    demand_two(cast, "request.approvals.urgent")
    assert submitted(cast, now(), urgency="urgent").approvals_needed == 2
    assert submitted(cast, now(), cast.camera()).approvals_needed == 1


def test_beyond_so_many_cameras_a_second_person_must_approve(cast: Cast) -> None:
    demand_two(cast, "request.second_approval_over_cameras", 1)
    cameras = [cast.camera(lat=PLACE[0] - 0.00018 - n * 1e-5) for n in range(2)]
    assert submitted(cast, now(), *cameras).approvals_needed == 2
    assert submitted(cast, now(), cameras[0]).approvals_needed == 1


# --- Who counts ------------------------------------------------------------------------------


def test_the_same_commander_does_not_count_twice(cast: Cast) -> None:
    demand_two(cast)
    row = say_yes(submitted(cast, now()), cast.commander)
    for verb in (services.approve, services.refuse):
        with pytest.raises(Refused) as refused:
            verb(footage_request=row, person=cast.commander, reason="", at=now())
        assert refused.value.code == "requests.already_decided"
    assert kinds(row).count("request:approved") == 1
    assert FootageRequest.objects.get().state == RequestState.SUBMITTED


def test_a_no_after_a_yes_ends_it(cast: Cast) -> None:
    demand_two(cast)
    second = second_commander(cast)
    row = say_yes(submitted(cast, now()), cast.commander)
    row = services.refuse(footage_request=row, person=second, reason="Quá rộng", at=now())
    assert (row.state, row.decided_by) == (RequestState.REFUSED, second)
    assert list(row.approvals.values_list("verdict", flat=True)) == ["approve", "refuse"]
    with pytest.raises(Refused, match="wrong_state"):
        say_yes(row, cast.administrator)
    assert not Invitation.objects.exists()


def test_whoever_asked_is_no_second_approver(cast: Cast) -> None:
    demand_two(cast)
    appoint(person=cast.officer, role=Role.COMMANDER, unit=cast.ward, appointed_by=None, at=cast.at)
    row = say_yes(submitted(cast, now()), cast.commander)
    with pytest.raises(Refused, match="own_approval"):
        say_yes(row, cast.officer)


def keep(row: FootageRequest, person: User) -> None:
    Approval.objects.create(
        request=row, requested_by=row.requested_by, person=person, verdict="approve", at=now()
    )


def test_the_database_takes_no_yes_of_whoever_asked(cast: Cast) -> None:
    row = submitted(cast, now())
    with pytest.raises(IntegrityError, match="approval_by_another"), transaction.atomic():
        keep(row, cast.officer)


def test_the_database_takes_each_commander_once(cast: Cast) -> None:
    row = submitted(cast, now())
    keep(row, cast.commander)
    with pytest.raises(IntegrityError), transaction.atomic():
        keep(row, cast.commander)


@pytest.mark.parametrize("number", [0, 3])
def test_the_database_keeps_the_number_between_one_and_two(cast: Cast, number: int) -> None:
    row = submitted(cast, now())
    with pytest.raises(IntegrityError, match="request_needs"), transaction.atomic():
        FootageRequest.objects.filter(pk=row.pk).update(approvals_needed=number)


# --- Pages -----------------------------------------------------------------------------------


def test_both_decide_on_pages_and_colleagues_read_how_far_it_is(
    cast: Cast, as_person: Enter
) -> None:
    demand_two(cast)
    row = submitted(cast, now())
    second = second_commander(cast)
    show = reverse("requests:show", args=[row.public_id])
    decide = reverse("requests:decide", args=[row.public_id])
    officer, one, two = (as_person(who) for who in (cast.officer, cast.commander, second))
    assert "Cần hai chỉ huy" in officer.get(show).content.decode()
    one.post(decide, {"verdict": "approve", "reason": "Cần từng phút này"})
    page = officer.get(show).content.decode()
    assert SAID in page
    assert cast.commander.full_name in page
    assert "Cần từng phút này" in page
    assert "Duyệt yêu cầu" not in one.get(show).content.decode()
    assert row.case.title not in one.get(reverse("requests:approvals")).content.decode()
    listed = two.get(reverse("requests:approvals")).content.decode()
    assert SAID in listed
    assert cast.commander.full_name in listed
    again = one.post(decide, {"verdict": "approve"})
    assert again.status_code == 422
    assert "Bạn đã trả lời yêu cầu này rồi" in again.content.decode()
    assert two.post(decide, {"verdict": "approve"}).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.decided_by) == (RequestState.APPROVED, second)
    page = officer.get(show).content.decode()
    assert SAID not in page
    assert second.full_name in page


def test_the_owner_reads_both_names(cast: Cast, client: Client) -> None:
    demand_two(cast)
    row = say_yes(submitted(cast, now()), cast.commander)
    say_yes(row, second_commander(cast))
    link = Notice.objects.get(person=cast.owner, kind="target:notified").link
    page = client.get(link).content.decode()
    assert cast.commander.full_name in page
    assert cast.colleague.full_name in page


def test_the_officer_is_told_before_sending_that_two_must_approve(
    cast: Cast, as_person: Enter
) -> None:
    row = submitted(cast, now())
    FootageRequest.objects.filter(pk=row.pk).update(state="draft", submitted_at=None)
    url = reverse("requests:check", args=[row.public_id])
    officer = as_person(cast.officer)
    assert "hai chỉ huy" not in officer.get(url).content.decode()
    demand_two(cast)
    assert "không đủ hai chỉ huy" in officer.get(url).content.decode()
    second_commander(cast)
    page = officer.get(url).content.decode()
    assert "hai chỉ huy khác nhau" in page
    assert "không đủ hai chỉ huy" not in page


def test_the_list_costs_the_same_for_one_and_for_many(
    cast: Cast, as_person: Enter, django_assert_max_num_queries: Queries
) -> None:
    demand_two(cast)
    second = as_person(second_commander(cast))
    camera = cast.camera()
    for _ in range(6):
        say_yes(submitted(cast, now(), camera), cast.commander)
    url = reverse("requests:approvals")
    second.get(url)
    with django_assert_max_num_queries(10):
        page = second.get(url)
    assert page.content.decode().count(SAID) == 6


def test_a_commander_s_own_data_holds_their_yes_of_two(cast: Cast) -> None:
    demand_two(cast)
    row = say_yes(submitted(cast, now()), cast.commander, "Cần thiết")
    say_yes(row, second_commander(cast))
    (mine,) = held(cast.commander)["requests_written"]
    assert (mine["decided_by_me"], mine["my_reason"]) == (True, "Cần thiết")


def test_the_list_of_what_waits_leaves_out_what_one_has_answered(cast: Cast) -> None:
    demand_two(cast)
    row = say_yes(submitted(cast, now()), cast.commander)
    assert list(waiting_for_approval(cast.commander, now())) == []
    assert list(waiting_for_approval(second_commander(cast), now())) == [row]


# --- At once ---------------------------------------------------------------------------------


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("needed", [1, 2])
def test_two_commanders_at_once_are_two_approvals_or_one_decision(needed: int) -> None:
    cast = make_cast()
    second = second_commander(cast)
    if needed == 2:
        demand_two(cast)
    row = submitted(cast, now())
    problems: list[str] = []

    def other() -> None:
        try:
            say_yes(row, second)
        except Refused as refused:
            problems.append(refused.code)
        finally:
            connection.close()

    thread = threading.Thread(target=other)
    with transaction.atomic():
        say_yes(row, cast.commander)
        thread.start()
        thread.join(0.5)
        assert thread.is_alive(), "the second did not wait for the first"
    thread.join(DEADLINE_S)
    row.refresh_from_db()
    assert row.state == RequestState.APPROVED
    assert row.approvals.count() == needed
    assert kinds(row).count("request:approved") == needed
    assert row.decided_by == (second if needed == 2 else cast.commander)
    assert problems == ([] if needed == 2 else ["requests.wrong_state"])
