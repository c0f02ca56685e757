from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from cameras.consent import texts
from cameras.consent.scopes import Scope
from cameras.consent.services import withdraw
from evidence.requests import services
from evidence.requests.answers import answer
from evidence.requests.models import FootageRequest, Invitation
from evidence.requests.states import RequestState, TargetState
from portal.ledger.models import entries_about
from portal.lib.errors import Refused
from portal.notices.models import Notice
from portal.people.models import User
from tests.cast import AT, Cast

from .scenario import approved, submitted


def test_another_person_of_rank_approves_and_every_adult_is_asked(cast: Cast) -> None:
    row = approved(cast, AT)
    target = row.targets.get()
    assert row.state == RequestState.APPROVED
    assert target.state == TargetState.WAITING
    assert row.deadline is not None
    told = set(Notice.objects.filter(subject=target.subject).values_list("person", flat=True))
    assert told == {cast.owner.pk, cast.co_owner.pk}
    assert Invitation.objects.filter(target=target).count() == 2


def test_the_camera_s_record_names_the_request_and_hides_the_purpose_in_a_commitment(
    cast: Cast,
) -> None:
    row = approved(cast, AT)
    camera = row.targets.get().camera
    entry = entries_about(camera.subject).order_by("-seq").first()
    assert entry is not None
    assert entry.kind == "target:notified"
    assert entry.facts["case_kind"] == "theft"
    assert entry.private("purpose") == row.purpose
    assert row.purpose.encode() not in bytes(entry.body)


def test_whoever_asked_cannot_approve_in_code(cast: Cast) -> None:
    row = submitted(cast, AT)
    with pytest.raises(Refused) as refused:
        services.approve(footage_request=row, person=cast.officer, reason="", at=AT)
    assert refused.value.code == "requests.own_approval"
    assert FootageRequest.objects.get().state == RequestState.SUBMITTED


def test_whoever_asked_cannot_approve_in_the_database_either(cast: Cast) -> None:
    row = submitted(cast, AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        FootageRequest.objects.filter(pk=row.pk).update(decided_by=cast.officer)


def test_two_commanders_at_once_decide_once(cast: Cast) -> None:
    row = approved(cast, AT)
    with pytest.raises(Refused) as refused:
        services.refuse(footage_request=row, person=cast.commander, reason="", at=AT)
    assert refused.value.code == "requests.wrong_state"


def test_an_owner_who_withdrew_meanwhile_is_not_asked_and_reads_what_was_wanted(
    cast: Cast, as_person: Callable[[User], Client]
) -> None:
    camera = cast.camera()
    row = submitted(cast, AT, camera)
    withdraw(
        camera,
        person=cast.owner,
        scopes=frozenset({Scope.ASK}),
        terms=texts.current("vi"),
        at=AT,
    )
    row = services.approve(footage_request=row, person=cast.commander, reason="", at=AT)
    target = row.targets.get()
    assert target.state == TargetState.WITHDRAWN
    told = Notice.objects.get(person=cast.owner, kind="target:notified")
    assert told.title == "Bạn đã rút lại sự đồng ý nên không ai lấy hình từ camera của bạn"
    owner = as_person(cast.owner)
    for page in (told.link, reverse("requests:respond", args=[target.public_id])):
        shown = owner.get(page)
        assert shown.status_code == 200
        assert "Bạn đã rút lại sự đồng ý" in shown.content.decode()
        assert row.purpose in shown.content.decode()
        assert 'name="answer" value="share"' not in shown.content.decode()
    assert target.public_id in owner.get(reverse("requests:inbox")).content.decode()
    with pytest.raises(Refused, match=r"requests\.(already_answered|consent_missing)"):
        answer(target=target, person=cast.owner, verdict="share", means="page", at=AT)


def test_a_written_demand_tells_the_owner_and_does_not_ask(cast: Cast) -> None:
    row = approved(cast, AT, basis="demand", document="12/QĐ")
    assert row.targets.get().state == TargetState.AGREED
    assert Notice.objects.filter(person=cast.owner, kind="target:notified").exists()


def test_a_demand_without_its_document_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused) as refused:
        submitted(cast, AT, basis="demand")
    assert refused.value.code == "requests.document_missing"


def test_footage_that_died_while_waiting_is_refused_with_a_sentence(cast: Cast) -> None:
    row = submitted(cast, AT)
    later = AT + timedelta(days=60)
    with pytest.raises(Refused) as refused:
        services.approve(footage_request=row, person=cast.commander, reason="", at=later)
    assert refused.value.code == "requests.window_overwritten"
    assert FootageRequest.objects.get().state == RequestState.SUBMITTED
