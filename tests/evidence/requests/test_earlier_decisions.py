"""Decisions of before there were rows for them are kept as one commander's word each."""

from importlib import import_module

from django.apps import apps

from evidence.requests import services
from evidence.requests.models import Approval
from tests.cast import AT, Cast

from .scenario import approved, submitted

MIGRATION = import_module("evidence.requests.migrations.0004_earlier_decisions")


def test_each_decision_becomes_one_row_and_what_has_rows_gets_no_more(cast: Cast) -> None:
    camera = cast.camera()
    yes, waiting = approved(cast, AT, camera), submitted(cast, AT, camera)
    no = submitted(cast, AT, camera)
    services.refuse(footage_request=no, person=cast.commander, reason="Quá rộng", at=AT)
    Approval.objects.all().delete()
    for _ in range(2):
        MIGRATION.keep(apps, None)
    assert not waiting.approvals.exists()
    kept = [
        (said.request, said.verdict, said.reason, said.person, said.requested_by, said.at)
        for said in Approval.objects.order_by("request__pk")
    ]
    assert kept == [
        (yes, "approve", "", cast.commander, cast.officer, AT),
        (no, "refuse", "Quá rộng", cast.commander, cast.officer, AT),
    ]
