from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from cameras.consent import texts
from cameras.consent.scopes import Scope
from cameras.consent.services import withdraw
from evidence.requests import answers, sweep
from evidence.requests.models import Target
from evidence.requests.present import officer_state
from evidence.requests.states import TargetState
from portal.ledger.models import entries_about
from portal.lib.clock import now
from portal.lib.errors import Refused
from portal.notices.models import Notice
from tests.cast import AT, Cast

from .scenario import approved


def link_of(cast: Cast) -> str:
    notice = Notice.objects.filter(person=cast.owner, kind="target:notified").get()
    return notice.link


def test_opening_the_link_changes_nothing(cast: Cast, client: Client) -> None:
    target = approved(cast, now()).targets.get()
    for _ in range(3):
        assert client.get(link_of(cast)).status_code == 200
        assert client.head(link_of(cast)).status_code == 200
    assert Target.objects.get(pk=target.pk).state == TargetState.WAITING
    assert not entries_about(target.subject).filter(kind="target:answered").exists()


def test_one_tap_on_the_link_agrees_without_signing_in(
    cast: Cast,
    client: Client,
    nudges: list[tuple[str, tuple[str, ...]]],
    django_capture_on_commit_callbacks: Callable[..., object],
) -> None:
    target = approved(cast, now()).targets.get()
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        response = client.post(link_of(cast), {"answer": "share"})
    assert response.status_code == 302
    row = Target.objects.get(pk=target.pk)
    assert (row.state, row.answered_by, row.answered_means) == ("agreed", cast.owner, "link")
    assert ("extraction.sweep", ()) in nudges


def test_one_no_in_the_household_ends_a_yes(cast: Cast) -> None:
    target = approved(cast, AT).targets.get()
    answers.answer(target=target, person=cast.owner, verdict="share", means="page", at=AT)
    answers.answer(target=target, person=cast.co_owner, verdict="decline", means="page", at=AT)
    assert Target.objects.get(pk=target.pk).state == TargetState.DECLINED


def test_silence_by_the_deadline_counts_as_no(cast: Cast) -> None:
    row = approved(cast, AT)
    assert row.deadline is not None
    assert sweep.expire_overdue(row.deadline - timedelta(seconds=1)) == 0
    assert sweep.expire_overdue(row.deadline) == 1
    assert row.targets.get().state == TargetState.EXPIRED


def test_a_late_answer_is_refused(cast: Cast) -> None:
    row = approved(cast, AT)
    assert row.deadline is not None
    with pytest.raises(Refused) as refused:
        answers.answer(
            target=row.targets.get(),
            person=cast.owner,
            verdict="share",
            means="link",
            at=row.deadline + timedelta(seconds=1),
        )
    assert refused.value.code == "requests.deadline_passed"


def test_a_yes_after_withdrawal_is_refused_and_a_waiting_target_ends(cast: Cast) -> None:
    row = approved(cast, AT)
    target = row.targets.get()
    withdraw(
        target.camera,
        person=cast.owner,
        scopes=frozenset({Scope.ASK}),
        terms=texts.current("vi"),
        at=AT,
    )
    with pytest.raises(Refused) as refused:
        answers.answer(target=target, person=cast.owner, verdict="share", means="link", at=AT)
    assert refused.value.code == "requests.consent_missing"
    assert sweep.end_withdrawn(AT) == 1
    assert Target.objects.get(pk=target.pk).state == TargetState.WITHDRAWN


def test_withdrawal_elsewhere_leaves_other_targets_alone(cast: Cast) -> None:
    approved(cast, AT)
    assert sweep.end_withdrawn(AT) == 0


def test_the_officer_cannot_tell_a_refusal_from_silence(cast: Cast) -> None:
    row = approved(cast, AT)
    target = row.targets.get()
    answers.answer(target=target, person=cast.owner, verdict="decline", means="page", at=AT)
    target.refresh_from_db()
    assert row.deadline is not None
    assert officer_state(target, row, AT) == TargetState.WAITING
    after = row.deadline + timedelta(seconds=1)
    assert officer_state(target, row, after) == TargetState.NOTHING


def test_an_unknown_link_and_a_stranger_learn_nothing(
    cast: Cast, client: Client, as_person: Callable[..., Client]
) -> None:
    target = approved(cast, now()).targets.get()
    assert client.get("/requests/answer/no-such-token/").status_code == 404
    for person in (cast.stranger, cast.neighbour):
        page = as_person(person).get(f"/requests/respond/{target.public_id}/")
        assert page.status_code in {403, 404}
