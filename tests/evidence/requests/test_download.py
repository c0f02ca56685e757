"""What police download about themselves says nothing of what owners said."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from cameras.consent import texts
from cameras.consent.scopes import Scope
from cameras.consent.services import withdraw
from cameras.registry.links import NewLink, link_camera
from evidence.emergency.services import open_now
from evidence.privacy.collect import sections
from evidence.requests import answers, services
from evidence.requests.models import FootageRequest
from portal.lib.clock import now
from portal.people.models import User
from tests.cast import Cast

from .scenario import a_case, approved, submitted

CHANGING = {"number", "at", "leaf_sha256", "subjects"}


def entries(person: User) -> list[dict[str, Any]]:
    """In the order of the record, without what is random in each."""
    rows = list(sections(person, now())["ledger_entries"])
    return [
        {name: value for name, value in row.items() if name not in CHANGING}
        | {"about": sorted(name.partition(":")[0] for name in row["subjects"])}  # type: ignore[attr-defined]
        for row in rows
    ]


def take_back(cast: Cast, row: FootageRequest, at: datetime) -> None:
    withdraw(
        row.targets.get().camera,
        person=cast.owner,
        scopes=frozenset({Scope.ASK}),
        terms=texts.current("vi"),
        at=at,
    )


def silence(cast: Cast, row: FootageRequest, at: datetime) -> None:
    del cast, row, at


@pytest.mark.parametrize("who", ["officer", "commander"])
@pytest.mark.parametrize("happens", [silence, take_back])
def test_consent_taken_back_before_the_decision_is_not_in_it(
    cast: Cast, who: str, happens: Callable[[Cast, FootageRequest, datetime], None]
) -> None:
    at = now()
    row = submitted(cast, at)
    happens(cast, row, at)
    services.approve(footage_request=row, person=cast.commander, reason="", at=at)
    found = [one for one in entries(getattr(cast, who)) if one["kind"].startswith("target:")]
    facts = {"basis": "consent", "case_kind": "theft", "unit": cast.ward.code}
    if who == "officer":
        assert found == []
    else:
        assert [one["facts"] for one in found] == [facts]
        assert set(found[0]["my_texts"]) == {"purpose"}


@pytest.mark.parametrize("verdict", ["", "decline"])
def test_a_no_does_not_show_as_a_camera_that_an_emergency_does_not_reach(
    cast: Cast, verdict: str, linked: Callable[[], Any]
) -> None:
    at = now()
    cameras = [linked(), linked()]
    case = a_case(cast, at)
    row = approved(cast, at, cameras[0], case=case)
    if verdict:
        answers.answer(
            target=row.targets.get(), person=cast.owner, verdict=verdict, means="page", at=at
        )
    urgent = submitted(cast, at, *cameras, case=case, basis="emergency", urgency="urgent")
    open_now(footage_request=urgent, person=cast.officer, reason="Cháu bé đang mất tích", at=at)
    found = [one for one in entries(cast.officer) if one["kind"] == "emergency:opened"]
    assert len(found) == 1
    assert not {"camera", "target"} & set(found[0]["about"])


@pytest.fixture
def linked(cast: Cast) -> Callable[[], Any]:
    def make() -> Any:
        camera = cast.camera()
        new = NewLink(url="http://127.0.0.1:9", username="u")
        link_camera(camera, new, actor=cast.owner, at=now())
        return camera

    return make
