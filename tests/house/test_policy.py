"""Every address stands in the policy, and every plain page answers each person as the table says.

The whole of it, with all methods and things in all states, is test_matrix.py; this file takes a few
seconds and says what a new page still lacks.
"""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from portal.lib import clock
from portal.people import policy
from portal.people.policy import ACTORS
from portal.people.rights import allowed, known_relations
from tests.cast import Cast, sign_in

from .access import Facts, Verdict, verdict
from .routes import our_routes
from .things import THINGS

OURS = {route.name: route for route in our_routes()}
ROLES = (
    "owner",
    "co_owner",
    "neighbour",
    "officer",
    "commander",
    "outsider",
    "committee",
    "board",
    "auditor",
    "administrator",
    "stranger",
)
ONLY_POST = 405
BUILT_IN = {policy.ANY, policy.OWN_UNIT, policy.OWNER, policy.SELF}


def test_every_address_with_arguments_has_things_to_try() -> None:
    missing = sorted(n for n, route in OURS.items() if route.arguments and n not in THINGS)
    assert not missing, f"add a maker of things to THINGS in tests/house/things.py for: {missing}"
    gone = sorted(THINGS.keys() - OURS.keys())
    assert not gone, f"no such address, take it out of THINGS: {gone}"


def test_every_page_names_its_action_or_is_listed_as_open() -> None:
    unmarked = sorted(n for n, route in OURS.items() if route.action is None)
    assert not unmarked, f"put @policed or @public_page on: {unmarked}"
    strange = {n: r.action for n, r in OURS.items() if r.action not in {*policy.ACTIONS, "public"}}
    assert not strange, f"add rows for these actions to portal/people/policy.py: {strange}"
    public = {n for n, route in OURS.items() if route.action == "public"}
    assert public == policy.OPEN.keys(), "OPEN in portal/people/policy.py names each open page"


def test_every_address_has_a_name_of_its_own() -> None:
    names = [route.name for route in our_routes()]
    assert len(set(names)) == len(names)
    assert not [name for name in names if name.endswith(":") or not name]


def test_each_role_of_the_table_is_somebody_and_each_reserve_has_its_reason() -> None:
    played = {role for actor in ACTORS for role in actor.roles}
    assert {line.role for line in policy.TABLE} <= played
    assert all(actor.reserved or actor.roles for actor in ACTORS)


def test_facts_of_a_thing_hold_nothing_unless_told() -> None:
    stranger = next(actor for actor in ACTORS if actor.name == "stranger")
    for action in sorted(policy.ACTIONS):
        rows = [line for role in stranger.roles for line in policy.rows(role, action)]
        for line in rows:
            seen = verdict(stranger, action, Facts()) is Verdict.YES
            assert seen == (line.relations == (policy.ANY,)), action


def test_every_relation_of_the_table_is_registered() -> None:
    missing = {
        (line.action.partition(":")[0], name)
        for line in policy.TABLE
        for name in line.relations
        if name not in BUILT_IN
    } - known_relations()
    assert not missing, f"nobody registered: {sorted(missing)}"


def _plain_pages() -> dict[str, str]:
    """Pages one may ask for by GET without naming a thing."""
    return {n: route.action or "" for n, route in OURS.items() if not route.arguments}


def _leads_to_account(answer: Any) -> bool:
    """To the sign-in page, or to the second factor."""
    return bool(answer.status_code == 302) and str(answer.headers["Location"]).startswith(
        "/account/"
    )


@pytest.mark.parametrize("name", sorted(_plain_pages()))
def test_each_page_answers_each_person_as_the_table_says(cast: Cast, name: str) -> None:
    action = _plain_pages()[name]
    at = clock.now()
    wrong = {}
    visitor = Client().get(reverse(name))
    if visitor.status_code != ONLY_POST and _leads_to_account(visitor) == (action == "public"):
        wrong["visitor"] = visitor.status_code
    for role in ROLES:
        person = getattr(cast, role)
        client = Client()
        sign_in(client, person)
        answer = client.get(reverse(name))
        status = answer.status_code
        may = action == "public" or allowed(person, action, at=at)
        # 302 leads on within the portal, 405 is a page that only takes POST, 404 and 422 are what
        # the page itself says about a question without its parameters.
        fine = {200, 302, 400, 404, 405, 422} if may else {403, 404}
        if status not in fine or _leads_to_account(answer):
            wrong[role] = status
    assert not wrong, f"{name} ({action}): {wrong}"
