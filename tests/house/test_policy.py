"""Every address stands in the policy, and answers each person as the policy says.

Extend it by rows: a new page is found by itself; a page with arguments gets a maker in `THINGS`.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from portal.lib import clock
from portal.people import policy
from portal.people.rights import allowed, known_relations
from tests.cast import Cast, sign_in

OURS = ("portal.", "cameras.", "evidence.", "detection.")
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


def _patterns(
    resolver: URLResolver, spaces: tuple[str, ...] = (), with_arguments: bool = False
) -> Iterator[tuple[str, URLPattern, bool]]:
    for part in resolver.url_patterns:
        has = with_arguments or bool(part.pattern.regex.groups)
        if isinstance(part, URLResolver):
            inner = (*spaces, part.namespace) if part.namespace else spaces
            yield from _patterns(part, inner, has)
        else:
            yield ":".join((*spaces, part.name or "")), part, has


def _our_pages() -> list[tuple[str, Any, bool]]:
    pages = []
    for name, pattern, has_arguments in _patterns(get_resolver()):
        view = pattern.callback
        view = getattr(view, "view_class", getattr(view, "cls", view))
        if view.__module__.startswith(OURS):
            pages.append((name, pattern.callback, has_arguments))
    return pages


def _action(view: Any) -> str | None:
    """Function pages carry the mark themselves, class-based ones on the class too."""
    inner = getattr(view, "view_class", getattr(view, "cls", view))
    found: str | None = getattr(view, "policy_action", getattr(inner, "policy_action", None))
    return found


def test_every_page_names_its_action_or_is_marked_public() -> None:
    unmarked = [name for name, view, _ in _our_pages() if _action(view) is None]
    assert not unmarked, f"no @policed or @public_page on: {unmarked}"


def test_every_action_of_a_page_stands_in_the_table() -> None:
    named = {name: _action(view) for name, view, _ in _our_pages()}
    strange = {n: a for n, a in named.items() if a not in {*policy.ACTIONS, "public", None}}
    assert not strange, f"not in people/policy.py: {strange}"


def test_every_relation_of_the_table_is_registered() -> None:
    assert get_resolver().url_patterns  # importing the pages registers what they know
    missing = {
        (line.action.partition(":")[0], name)
        for line in policy.TABLE
        for name in line.relations
        if name not in BUILT_IN
    } - known_relations()
    assert not missing, f"nobody registered: {sorted(missing)}"


def _plain_pages() -> list[tuple[str, str]]:
    """Pages one may ask for by GET without naming a thing."""
    return [
        (name, _action(view) or "")
        for name, view, has_arguments in _our_pages()
        if not has_arguments and not name.endswith(":")
    ]


def _leads_to_account(answer: Any) -> bool:
    """To the sign-in page, or to the second factor."""
    return bool(answer.status_code == 302) and str(answer.headers["Location"]).startswith(
        "/account/"
    )


@pytest.mark.parametrize("name", sorted(name for name, _ in _plain_pages()))
def test_each_page_answers_each_person_as_the_table_says(cast: Cast, name: str) -> None:
    action = dict(_plain_pages())[name]
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
