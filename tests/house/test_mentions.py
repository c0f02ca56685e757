"""Whatever happens in a unit names the unit on the record: auditors read by that."""

from datetime import timedelta

import pytest

from cameras.consent import services as consent
from cameras.consent import texts
from cameras.consent.scopes import Scope
from cameras.funding import services as funding
from cameras.registry.links import NewLink, link_camera
from cameras.registry.services import remove_camera
from evidence.cases.services import close_case, record_outcome
from evidence.custody import gate, services
from evidence.extraction.models import Job
from evidence.extraction.queue import record
from evidence.requests import services as requests
from evidence.requests.answers import answer
from evidence.requests.details import open_details
from evidence.requests.sweep import close_with_their_case, expire_overdue
from portal.ledger.kinds import Kind
from portal.ledger.models import Entry, Mention
from portal.lib.clock import now
from portal.people.roles import Role
from portal.people.services import add_member, end_membership
from tests.cameras.funding.test_contribution import recorded
from tests.cast import Cast
from tests.evidence.custody.scene import PURPOSE, make_scene
from tests.evidence.requests.scenario import approved, submitted

OF_NO_UNIT = {
    Kind.PERSON_REGISTERED,
    Kind.PERSON_ERASED,
    Kind.MODEL_INSTALLED,
    Kind.EPOCH_OPENED,
    Kind.KEY_DESTROYED,
}


def a_week_of_work(cast: Cast) -> None:
    """Everything that a test can bring about through services without a worker."""
    at = now()
    scene = make_scene(cast)
    link_camera(scene.camera, NewLink("http://127.0.0.1:9"), actor=cast.owner, at=at)
    gate.open_item(item=scene.item, visitor=scene.visitor(), purpose=PURPOSE, at=at)
    services.destroy(item=scene.item, actor="system:test", reason="Hết hạn giữ", at=at)
    job = Job.objects.create(target=scene.target, next_try_at=at, created_at=at)
    for kind in (Kind.EXTRACTION_STARTED, Kind.EXTRACTION_FAILED, Kind.EXTRACTION_STOPPED):
        record(kind, job, {}, at)
    wanted = approved(cast, at, cast.camera())
    target = wanted.targets.get()
    open_details(target=target, person=cast.officer, purpose=PURPOSE, at=at)
    answer(target=target, person=cast.owner, verdict="decline", means="page", at=at)
    late = approved(cast, at, cast.camera())
    expire_overdue(at + timedelta(days=9))
    refused = submitted(cast, at, cast.camera())
    requests.refuse(footage_request=refused, person=cast.commander, reason="Quá rộng", at=at)
    record_outcome(
        case=late.case,
        person=cast.officer,
        kind="solved",
        people_caught=0,
        fine_dong=0,
        document="",
        note="",
        at=at,
    )
    close_case(case=late.case, person=cast.officer, at=at)
    close_with_their_case(at)
    funding.confirm(contribution=recorded(cast), person=cast.second_board, at=at)
    funding.refuse(contribution=recorded(cast), person=cast.second_board, at=at)
    part = add_member(
        organisation=cast.household,
        person=cast.stranger,
        role=Role.CO_OWNER,
        actor=cast.owner,
        at=at,
    )
    end_membership(membership=part, actor=cast.owner, at=at)
    consent.withdraw(
        scene.camera,
        person=cast.owner,
        scopes=frozenset(Scope),
        terms=texts.current("vi"),
        at=at,
    )
    remove_camera(scene.camera, actor=cast.owner, at=at)


@pytest.mark.django_db
def test_every_entry_names_the_unit_it_happened_in(cast: Cast) -> None:
    a_week_of_work(cast)
    named = Mention.objects.filter(subject__startswith="unit:").values("entry_id")
    without = set(Entry.objects.exclude(pk__in=named).values_list("kind", flat=True))
    assert without <= OF_NO_UNIT, "add the unit's subject to these drafts"
    first = Mention.objects.filter(subject__startswith="unit:", position=0)
    assert not first.exists(), "what an entry is about comes first"
