"""What is said is written in three places at once: the events, the folded row, the record."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from cameras.consent import services, texts
from cameras.consent.fold import State
from cameras.consent.models import ConsentEvent, CurrentConsent
from cameras.consent.queries import allowing
from cameras.consent.scopes import PLAIN, Means, Scope
from cameras.consent.services import Said
from cameras.registry.models import Camera
from portal.ledger.kinds import Kind
from portal.ledger.models import Entry, entries_about
from portal.lib import clock
from portal.lib.errors import Refused
from portal.people.models import User
from tests.cast import Cast

NOW = datetime(2026, 11, 21, 1, tzinfo=UTC)
TERMS = texts.current("vi")
ALL = PLAIN
NONE: frozenset[Scope] = frozenset()


def say(camera: Camera, person: User, yes: frozenset[Scope], at: datetime = NOW) -> None:
    said = Said(camera=camera, person=person, yes=yes, no=ALL - yes)
    services.answer(said, terms=TERMS, means=Means.WEB, actor=person, at=at)


def take_back(camera: Camera, person: User, scopes: frozenset[Scope] = ALL) -> None:
    services.withdraw(camera, person=person, scopes=scopes, terms=TERMS, at=NOW)


def current(camera: Camera) -> dict[str, bool]:
    row = CurrentConsent.objects.get(camera=camera)
    return {"map": row.map, "ask": row.ask, "detect": row.detect}


def test_yes_and_no_are_both_kept_with_the_text_that_was_shown(cast: Cast) -> None:
    camera = cast.camera(scopes=NONE)
    say(camera, cast.owner, frozenset({Scope.MAP}))
    grant, refusal = ConsentEvent.objects.order_by("pk")
    assert (grant.verb, grant.scopes) == ("grant", ["map"])
    assert (refusal.verb, refusal.scopes) == ("refuse", ["ask", "detect", "release"])
    assert grant.limits == {"until": clock.to_text(texts.ends(NOW))}
    assert grant.terms_sha256 == refusal.terms_sha256 == TERMS.sha256
    assert current(camera) == {"map": True, "ask": False, "detect": False}


def test_the_record_names_scopes_text_and_means(cast: Cast) -> None:
    camera = cast.camera(scopes=NONE)
    say(camera, cast.owner, ALL)
    entry = entries_about(camera.subject, [Kind.CONSENT_GRANTED]).get()
    assert entry.subjects == [camera.subject, cast.owner.subject, cast.ward.subject]
    assert entry.facts == {
        "scopes": ["ask", "detect", "map"],
        "limits": {"until": clock.to_text(texts.ends(NOW))},
        "means": "web",
        "terms": texts.CURRENT,
        "language": "vi",
        "terms_sha256": TERMS.sha256,
    }


def test_a_withdrawal_holds_at_once_and_wakes_the_workers(
    cast: Cast,
    nudges: list[tuple[str, tuple[str, ...]]],
    django_capture_on_commit_callbacks: object,
) -> None:
    camera = cast.camera()
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        take_back(camera, cast.owner)
    assert current(camera) == {"map": False, "ask": False, "detect": False}
    assert services.standing(camera, NOW).answer(Scope.ASK).state is State.WITHDRAWN
    assert {"requests.sweep", "extraction.sweep"} <= {name for name, _ in nudges}


def test_one_purpose_can_be_withdrawn_alone(cast: Cast) -> None:
    camera = cast.camera()
    take_back(camera, cast.owner, frozenset({Scope.DETECT}))
    assert current(camera) == {"map": True, "ask": True, "detect": False}


def test_withdrawing_twice_is_recorded_once(cast: Cast) -> None:
    camera = cast.camera()
    take_back(camera, cast.owner)
    take_back(camera, cast.owner)
    assert entries_about(camera.subject, [Kind.CONSENT_WITHDRAWN]).count() == 1


def test_withdrawing_nothing_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused, match=r"consent\.nothing_chosen"):
        take_back(cast.camera(), cast.owner, NONE)


def test_either_adult_can_stop_it_and_the_other_cannot_undo_that(cast: Cast) -> None:
    camera = cast.camera()
    take_back(camera, cast.co_owner, frozenset({Scope.ASK}))
    say(camera, cast.owner, ALL)
    assert current(camera)["ask"] is False
    say(camera, cast.co_owner, ALL)
    assert current(camera)["ask"] is True


@pytest.mark.parametrize(("yes", "no"), [(NONE, NONE), (ALL, frozenset({Scope.ASK}))])
def test_an_answer_is_neither_empty_nor_both(
    cast: Cast, yes: frozenset[Scope], no: frozenset[Scope]
) -> None:
    camera = cast.camera(scopes=NONE)
    said = Said(camera=camera, person=cast.owner, yes=yes, no=no)
    with pytest.raises(Refused, match=r"consent\.answer_missing"):
        services.answer(said, terms=TERMS, means=Means.WEB, actor=cast.owner, at=NOW)
    assert not ConsentEvent.objects.exists()


def test_whoever_helped_is_named_beside_whoever_spoke(cast: Cast) -> None:
    camera = cast.camera(scopes=NONE)
    said = Said(camera=camera, person=cast.owner, yes=ALL)
    services.answer(said, terms=TERMS, means=Means.ASSISTED, actor=cast.board, at=NOW)
    event = ConsentEvent.objects.get()
    assert (event.person, event.recorded_by) == (cast.owner, cast.board)
    assert entries_about(camera.subject, [Kind.CONSENT_GRANTED]).get().actor == cast.board.subject


def test_consent_runs_out_by_itself_and_the_row_follows(cast: Cast) -> None:
    camera = cast.camera(scopes=NONE)
    say(camera, cast.owner, ALL)
    end = texts.ends(NOW)
    just_before = end - timedelta(seconds=1)
    assert services.standing(camera, just_before).allows(Scope.ASK)
    assert not services.standing(camera, end).allows(Scope.ASK)
    assert Camera.objects.filter(allowing(Scope.ASK, just_before)).exists()
    assert not Camera.objects.filter(allowing(Scope.ASK, end)).exists()
    assert services.refresh_expired(just_before) == 0
    assert services.refresh_expired(end) == 1
    assert services.refresh_expired(end) == 0
    assert current(camera) == {"map": False, "ask": False, "detect": False}


def test_many_answers_come_in_together_or_not_at_all(cast: Cast) -> None:
    cameras = [cast.camera(scopes=NONE) for _ in range(3)]
    size = Entry.objects.count()
    answers = [Said(camera=camera, person=cast.owner, yes=ALL) for camera in cameras[:2]]
    answers.append(Said(camera=cameras[2], person=cast.owner, yes=NONE))
    with pytest.raises(Refused):
        services.answer_many(answers, terms=TERMS, means=Means.IMPORT, actor=cast.board, at=NOW)
    assert not ConsentEvent.objects.exists()
    assert Entry.objects.count() == size


def test_an_unknown_verb_does_not_fit_in_the_table(cast: Cast) -> None:
    cast.camera()
    with pytest.raises(IntegrityError), transaction.atomic():
        ConsentEvent.objects.update(verb="maybe")
