"""How to reach an owner: only in an open request of the unit, and on the record before it shows."""

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Barrier, Thread
from typing import Any
from unittest.mock import patch

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.urls import reverse

from evidence.cases.services import close_case
from evidence.requests import details
from evidence.requests.answers import answer
from evidence.requests.details import open_details
from evidence.requests.models import FootageRequest, OwnerLookup, Target
from portal.ledger.kinds import Kind
from portal.ledger.models import Entry
from portal.lib.clock import now
from portal.lib.errors import Refused
from portal.notices.models import Notice
from portal.people.models import Organisation, OrganisationKind, User
from portal.people.roles import Role
from portal.people.services import NewOrganisation, appoint, create_organisations_many
from tests.cast import SYSTEM, Cast, make_cast
from tests.evidence.requests.scenario import approved, submitted

Enter = Callable[[User], Client]
WHY = "Hẹn giờ đến chép hình tại nhà"
REASON = "Rà soát toàn bộ tuyến đường sau vụ cướp giật, đã báo chỉ huy"
LIMIT = 30


@pytest.fixture
def target(cast: Cast) -> Target:
    return approved(cast, now(), cast.camera()).targets.get()


def url(target: Target) -> str:
    return reverse("requests:details", args=[target.public_id])


def entries() -> list[Entry]:
    return list(Entry.objects.filter(kind=Kind.DETAILS_OPENED).order_by("seq"))


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def secrets(cast: Cast) -> tuple[str, ...]:
    phone = User.objects.get(pk=cast.owner.pk).phone
    names = cast.household.name, cast.owner.full_name, cast.co_owner.full_name
    return *names, str(phone.as_national)


def test_asking_shows_the_question_and_nothing_of_the_owner(
    cast: Cast, target: Target, as_person: Enter
) -> None:
    page = as_person(cast.officer).get(url(target))
    assert page.status_code == 200
    assert "Vì sao cần liên hệ" in text_of(page)
    assert "ghi vào sổ" in text_of(page)
    assert not [secret for secret in secrets(cast) if secret in text_of(page)]
    assert entries() == []


@pytest.mark.parametrize("who", ["officer", "colleague", "commander"])
def test_police_of_the_unit_see_owner_and_adults_once_it_is_recorded(
    cast: Cast, target: Target, as_person: Enter, who: str
) -> None:
    person = getattr(cast, who)
    page = as_person(person).post(url(target), {"purpose": WHY})
    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
    for secret in secrets(cast):
        assert secret in text_of(page), secret
    (entry,) = entries()
    case = target.request.case
    assert entry.actor == person.subject
    assert entry.subjects == [
        target.camera.subject,
        target.request.subject,
        case.subject,
        cast.household.subject,
        cast.ward.subject,
    ]
    assert entry.private("purpose") == WHY
    assert f"dòng số {entry.seq}." in text_of(page)


def test_no_record_no_details(cast: Cast, target: Target, as_person: Enter) -> None:
    with patch.object(details, "append", side_effect=DatabaseError("disk full")):
        page = as_person(cast.officer).post(url(target), {"purpose": WHY})
    assert page.status_code == 422
    assert "Chưa ghi được vào sổ" in text_of(page)
    assert not [secret for secret in secrets(cast) if secret in text_of(page)]
    assert not OwnerLookup.objects.exists()


@pytest.mark.parametrize(
    "who", ["outsider", "committee", "board", "auditor", "administrator", "owner", "stranger"]
)
def test_nobody_else_gets_there(cast: Cast, target: Target, as_person: Enter, who: str) -> None:
    client = as_person(getattr(cast, who))
    for reply in (client.get(url(target)), client.post(url(target), {"purpose": WHY})):
        assert reply.status_code in (403, 404)
    assert entries() == []


@pytest.mark.parametrize("purpose", ["", " ", "x", "Xem thử", "\u200b \u200b \u200b", "1 2 3"])
def test_a_purpose_is_words(cast: Cast, target: Target, as_person: Enter, purpose: str) -> None:
    page = as_person(cast.officer).post(url(target), {"purpose": purpose, "sent": "1"})
    assert page.status_code == 422
    assert "Hãy ghi vì sao cần liên hệ" in text_of(page)
    assert entries() == []


def closed_case(target: Target, cast: Cast) -> None:
    close_case(case=target.request.case, person=cast.officer, at=now())


def closed_request(target: Target, _cast: Cast) -> None:
    FootageRequest.objects.filter(pk=target.request_id).update(state="closed")


def late(target: Target, _cast: Cast) -> None:
    FootageRequest.objects.filter(pk=target.request_id).update(deadline=now())


def untold(target: Target, _cast: Cast) -> None:
    Target.objects.filter(pk=target.pk).update(told_at=None)


@pytest.mark.parametrize("end", [closed_case, closed_request, late, untold])
def test_only_while_the_request_is_open_and_the_owner_was_told(
    cast: Cast, target: Target, as_person: Enter, end: Callable[[Target, Cast], None]
) -> None:
    end(target, cast)
    client = as_person(cast.officer)
    assert client.get(url(target)).status_code == 404
    assert client.post(url(target), {"purpose": WHY}).status_code == 404
    assert entries() == []


def test_before_the_commander_agrees_nobody_is_named(cast: Cast, as_person: Enter) -> None:
    target = submitted(cast, now(), cast.camera()).targets.get()
    assert as_person(cast.officer).get(url(target)).status_code == 404


def test_whatever_the_owner_said_the_pages_read_alike(
    cast: Cast, as_person: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No answer, a refusal, 'nothing recorded' and consent taken back: the same bytes, but ids."""
    fixed = now()
    monkeypatch.setattr("evidence.requests.details_pages.now", lambda: fixed)
    seen = set()
    for verdict in ("", "decline", "nothing", "withdrawn"):
        target = approved(cast, fixed, cast.camera()).targets.get()
        if verdict == "withdrawn":
            Target.objects.filter(pk=target.pk).update(state="withdrawn")
        elif verdict:
            answer(target=target, person=cast.owner, verdict=verdict, means="page", at=fixed)
        client = as_person(cast.officer)
        shown = client.get(reverse("requests:show", args=[target.request.public_id]))
        assert url(target) in text_of(shown)
        opened = client.post(url(target), {"purpose": WHY})
        asked = client.get(url(target))
        pages = text_of(opened) + text_of(asked)
        for varying in (
            target.public_id,
            target.request.public_id,
            target.request.case.number,
            f"dòng số {entries()[-1].seq}.",
        ):
            pages = pages.replace(varying, "-")
        lines = [line for line in pages.splitlines() if "csrf" not in line and "nonce" not in line]
        seen.add("\n".join(lines))
    assert len(seen) == 1


def test_the_owner_reads_it_and_learns_no_name(
    cast: Cast, target: Target, as_person: Enter
) -> None:
    as_person(cast.officer).post(url(target), {"purpose": WHY})
    looks = reverse("disclosure:looks", args=[target.camera.public_id])
    page = text_of(as_person(cast.co_owner).get(looks))
    assert "Cán bộ công an đã xem cách liên hệ với bạn" in page
    assert WHY in page
    assert cast.ward.name in page
    assert cast.officer.full_name not in page


def test_the_officer_finds_it_in_the_own_history(
    cast: Cast, target: Target, as_person: Enter
) -> None:
    as_person(cast.officer).post(url(target), {"purpose": WHY})
    page = text_of(as_person(cast.officer).get(reverse("privacy:history")))
    assert WHY in page
    assert target.request.case.number in page
    assert WHY not in text_of(as_person(cast.commander).get(reverse("privacy:history")))


# --- many in a row ---------------------------------------------------------------------------


def owners(cast: Cast, count: int) -> list[Organisation]:
    members = ((cast.owner, Role.OWNER),)
    new = [
        NewOrganisation(OrganisationKind.HOUSEHOLD, f"Hộ số {n}", cast.ward, members)
        for n in range(count)
    ]
    return create_organisations_many(new, actor=SYSTEM, at=cast.at)


def many(cast: Cast, count: int, at: datetime) -> list[Target]:
    """Targets of as many owners, in one open request."""
    first = approved(cast, at, cast.camera()).targets.get()
    return [
        Target.objects.create(
            request=first.request,
            camera=cast.camera(owner=owner, scopes=frozenset()),
            state="waiting",
            rank=rank,
            distance_m=5,
            px_per_m=100,
            dies_at=first.dies_at,
            asked_start=first.asked_start,
            asked_stop=first.asked_stop,
            told_at=at,
        )
        for rank, owner in enumerate(owners(cast, count), start=2)
    ]


def look_up(cast: Cast, targets: list[Target], at: datetime, **more: str) -> None:
    for target in targets:
        open_details(target=target, person=cast.officer, purpose=WHY, at=at, **more)


@pytest.fixture
def hour() -> datetime:
    return now()


@pytest.fixture
def row(cast: Cast, hour: datetime) -> list[Target]:
    """One more owner than may be looked up without a reason, and another one."""
    return many(cast, LIMIT + 2, hour)


def test_the_31st_owner_needs_a_reason_and_shows_and_writes_nothing_without(
    cast: Cast, row: list[Target], hour: datetime, as_person: Enter
) -> None:
    look_up(cast, row[:LIMIT], hour)
    client = as_person(cast.officer)
    page = client.get(url(row[LIMIT]))
    assert 'name="reason"' in text_of(page)
    for reason in ("", " " * 40, "ngắn quá"):
        page = client.post(url(row[LIMIT]), {"purpose": WHY, "reason": reason})
        assert page.status_code == 422
        wanted = "ít nhất 30 ký tự" if reason.strip() else "Hãy ghi rõ lý do"
        assert wanted in text_of(page)
        assert f"Hộ số {LIMIT}" not in text_of(page)
    assert len(entries()) == LIMIT
    assert OwnerLookup.objects.count() == LIMIT
    assert not Notice.objects.filter(kind=Kind.DETAILS_OPENED).exists()


def test_with_a_reason_it_opens_and_each_auditor_is_told_once_for_the_burst(
    cast: Cast, row: list[Target], hour: datetime, as_person: Enter
) -> None:
    appoint(person=cast.committee, role=Role.AUDITOR, unit=cast.ward, appointed_by=None, at=cast.at)
    appoint(
        person=cast.neighbour,
        role=Role.AUDITOR,
        unit=cast.other_ward,
        appointed_by=None,
        at=cast.at,
    )
    look_up(cast, row[:LIMIT], hour)
    client = as_person(cast.officer)
    for target in row[LIMIT:]:
        page = client.post(url(target), {"purpose": WHY, "reason": REASON})
        assert page.status_code == 200
        assert target.camera.owner.name in text_of(page)
    told = Notice.objects.filter(kind=Kind.DETAILS_OPENED)
    assert {notice.person for notice in told} == {cast.auditor, cast.committee}
    assert told.count() == 2
    last = entries()[-1]
    assert last.private("reason") == REASON
    assert last.facts["beyond"] is True
    link = told.get(person=cast.auditor).link
    listed = as_person(cast.auditor).get(link)
    assert listed.status_code == 200
    assert f">{last.seq}<" in text_of(listed)


def test_one_owner_again_and_again_is_one_owner(
    cast: Cast, row: list[Target], hour: datetime
) -> None:
    look_up(cast, row[: LIMIT - 1], hour)
    for _ in range(5):
        look_up(cast, row[LIMIT : LIMIT + 1], hour)
    assert OwnerLookup.objects.filter(beyond=True).count() == 0


def test_another_camera_of_the_same_owner_is_not_another_owner(
    cast: Cast, row: list[Target], hour: datetime
) -> None:
    look_up(cast, row[:LIMIT], hour)
    again = approved(cast, hour, cast.camera(owner=row[0].camera.owner)).targets.get()
    look_up(cast, [again], hour)
    assert len(entries()) == LIMIT + 1


def test_after_an_hour_one_starts_anew_and_the_auditors_are_told_of_the_next_burst(
    cast: Cast, row: list[Target], hour: datetime
) -> None:
    minute = timedelta(minutes=1)
    look_up(cast, row[:LIMIT], hour)
    with pytest.raises(Refused):
        look_up(cast, row[LIMIT:], hour + 59 * minute)
    look_up(cast, row[LIMIT : LIMIT + 1], hour + 59 * minute, reason=REASON)
    look_up(cast, row[LIMIT + 1 :], hour + 60 * minute)
    told = Notice.objects.filter(kind=Kind.DETAILS_OPENED)
    assert told.count() == 1
    later = hour + 120 * minute
    look_up(cast, row[:LIMIT], later)
    look_up(cast, row[LIMIT:], later, reason=REASON)
    assert told.count() == 2


def test_another_officer_has_a_count_of_their_own(
    cast: Cast, row: list[Target], hour: datetime
) -> None:
    look_up(cast, row[:LIMIT], hour)
    opened = open_details(target=row[LIMIT], person=cast.colleague, purpose=WHY, at=hour)
    assert opened.owner == row[LIMIT].camera.owner


def test_a_tab_that_was_asked_before_the_30th_was_opened_is_asked_for_the_reason(
    cast: Cast, row: list[Target], hour: datetime, as_person: Enter
) -> None:
    look_up(cast, row[:LIMIT], hour)
    client = as_person(cast.officer)
    stale = details.Pace(LIMIT, LIMIT, 60, told=False)
    real, asked = details.pace_of, (cast.officer, row[LIMIT], hour)
    with patch.object(details, "pace_of", side_effect=[stale, real(*asked)]):
        page = client.post(url(row[LIMIT]), {"purpose": WHY})
    assert page.status_code == 422
    assert 'name="reason"' in text_of(page)
    assert "Hãy ghi rõ lý do" in text_of(page)
    assert len(entries()) == LIMIT


def test_the_count_is_one_query_whatever_was_opened(
    cast: Cast, row: list[Target], hour: datetime, django_assert_num_queries: Any
) -> None:
    look_up(cast, row[:20], hour)
    target = Target.objects.select_related("camera", "request__case__unit").get(pk=row[20].pk)
    with django_assert_num_queries(3):  # two rules of the unit, and the count
        details.pace_of(cast.officer, target, hour)


@pytest.mark.slow
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_two_tabs_at_once_do_not_pass_the_limit_together() -> None:
    cast, at = make_cast(), now()
    targets = many(cast, LIMIT + 1, at)
    look_up(cast, targets[: LIMIT - 1], at)
    barrier, ended = Barrier(2), []

    def tab(target: Target) -> None:
        barrier.wait()
        try:
            open_details(
                target=target, person=User.objects.get(pk=cast.officer.pk), purpose=WHY, at=at
            )
            ended.append("shown")
        except Refused as refused:
            ended.append(refused.code)
        finally:
            connection.close()

    tabs = [Thread(target=tab, args=[target]) for target in targets[LIMIT - 1 :]]
    for thread in tabs:
        thread.start()
    for thread in tabs:
        thread.join()
    assert sorted(ended) == ["requests.details_reason_missing", "shown"]
    assert OwnerLookup.objects.count() == LIMIT


# --- no other way ----------------------------------------------------------------------------


def test_no_other_page_of_the_police_names_an_owner(
    cast: Cast, target: Target, as_person: Enter
) -> None:
    request, case = target.request, target.request.case
    drafted = submitted(cast, now(), target.camera)
    FootageRequest.objects.filter(pk=drafted.pk).update(state="draft")
    area = f"lat={target.camera.lat}&lng={target.camera.lng}&radius=100"
    pages = [
        reverse("requests:show", args=[request.public_id]),
        reverse("requests:cameras", args=[drafted.public_id]),
        reverse("requests:check", args=[drafted.public_id]),
        reverse("cases:show", args=[case.public_id]),
        reverse("custody:index", args=[case.public_id]),
        reverse("coverage:points", args=[cast.ward.code]) + f"?{area}",
        reverse("coverage:map") + f"?unit={cast.ward.code}",
    ]
    client = as_person(cast.officer)
    for page in pages:
        reply = client.get(page)
        assert reply.status_code == 200, page
        found = [secret for secret in secrets(cast) if secret in text_of(reply)]
        assert not found, (page, found)
        assert cast.household.public_id not in text_of(reply)
