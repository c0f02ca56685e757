"""The facts for a decision are read anew each time, and under a lock for whoever writes."""

from datetime import UTC, datetime

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from cameras.consent import services, texts
from cameras.consent.decision import Basis, Facts, Step, decide
from cameras.consent.queries import facts_for
from cameras.consent.scopes import Scope
from cameras.registry.models import Camera
from cameras.registry.services import remove_camera
from tests.cast import Cast

NOW = datetime(2026, 11, 21, 1, tzinfo=UTC)


def facts(camera: Camera, *, basis: Basis = Basis.CONSENT, step: Step = Step.PULL) -> Facts:
    return facts_for(
        camera, basis=basis, step=step, case_open=True, approved=True, agreed=True, at=NOW
    )


def test_it_refuses_after_withdrawal(cast: Cast) -> None:
    camera = cast.camera()
    assert decide(facts(camera), NOW).flows
    services.withdraw(
        camera, person=cast.owner, scopes=frozenset(Scope), terms=texts.current("vi"), at=NOW
    )
    assert decide(facts(camera), NOW).reason == "consent.withdrawn"
    assert decide(facts(camera, basis=Basis.DEMAND), NOW).flows


def test_it_refuses_for_a_camera_nobody_was_asked_about(cast: Cast) -> None:
    camera = cast.camera(scopes=frozenset())
    assert decide(facts(camera), NOW).reason == "consent.never_asked"


def test_a_stale_camera_object_does_not_keep_a_removed_camera_alive(cast: Cast) -> None:
    camera = cast.camera()
    remove_camera(Camera.objects.get(pk=camera.pk), actor=cast.owner, at=NOW)
    assert camera.is_active
    assert decide(facts(camera), NOW).reason == "consent.camera_removed"


def test_a_writer_locks_before_it_reads_what_was_said(cast: Cast) -> None:
    camera = cast.camera()
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        facts_for(
            camera,
            basis=Basis.CONSENT,
            step=Step.PULL,
            case_open=True,
            approved=True,
            agreed=True,
            at=NOW,
            lock=True,
        )
    tables = [query["sql"].split('FROM "')[1].split('"')[0] for query in queries]
    assert tables[0] == "consent_currentconsent"
    assert tables[-1] == "consent_consentevent"
    if connection.features.has_select_for_update:
        assert "FOR UPDATE" in queries[0]["sql"]
