"""Every address, by every method, as everybody, on things in every state, as the policy says.

The answers that are expected come from `portal/people/policy.py` alone (see access.py). A page is
found by itself; one with arguments gets a maker in things.py.
"""

import gc
import logging
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import Any

import pytest
from django.conf import settings
from django.core.signals import got_request_exception
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.test import Client, RequestFactory, override_settings
from django.test.client import ClientHandler
from django.urls import reverse

from portal.people.policy import ACTORS, Actor
from tests.folders import folders

from .access import PLACES, Verdict, verdict
from .routes import Route, our_routes, routes
from .things import THINGS, Thing
from .world import CAST_OF, World, make_world

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
METHODS: tuple[str, ...] = ("GET", "HEAD", "POST", "PUT", "DELETE")
TRIED = tuple(actor for actor in ACTORS if not actor.reserved)
OURS = {route.name: route for route in our_routes()}
FOREIGN = [route for route in routes() if not route.is_ours]
NOT_OFFERED = 405
REFUSED = 422
BROKEN = 500
# A session is written when it is used; what is denied writes nothing else.
# They let nobody in and keep nobody out, and would be passed 30,000 times.
NO_GUARDS = ("whitenoise.", "csp.", "allauth.usersessions.", "django.middleware.clickjacking.")
# What the library shows to visitors: everything about coming in.
WAY_IN = ("login", "signup", "inactive", "password", "confirm", "veri", "logout", "reauth")
LEADS_OUT = {"privacy:sign-in-again"}  # to the sign-in page, being asked to
RAISED: list[str] = []
BOOKKEEPING = ("django_session", "usersessions_usersession")


@pytest.fixture(autouse=True, scope="module")
def own_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """One set of folders for all tries, since the clips are sealed once."""
    kept = [name for name in settings.MIDDLEWARE if not name.startswith(NO_GUARDS)]
    with override_settings(MIDDLEWARE=kept, **folders(tmp_path_factory.mktemp("matrix"))):
        yield


@pytest.fixture(scope="module")
def doors(world: World) -> Iterator[dict[str, "Door"]]:
    doors = {actor: Door(client) for actor, client in world.clients.items()}
    for door in doors.values():  # each session's first request is written down once, not each time
        door.knock("GET", reverse("look:home"))
    usual = gc.get_threshold()
    gc.freeze()  # looking again and again for garbage in what stays takes a quarter of the time
    gc.set_threshold(100_000, *usual[1:])
    yield doors
    gc.set_threshold(*usual)
    gc.unfreeze()


@pytest.fixture(autouse=True, scope="module")
def _quiet() -> Iterator[None]:
    """Refusals are what this file is about: 20,000 lines of log about them tell nothing."""
    got_request_exception.connect(remember)
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)
    got_request_exception.disconnect(remember)


@pytest.fixture(scope="module")
def world(own_folders: None, django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Made once, in one transaction that is rolled back at the end."""
    del own_folders, django_db_setup
    with django_db_blocker.unblock(), ExitStack() as stack:
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        patch.setattr("portal.lib.jobs.current_app.send_task", lambda *_, **__: None)
        for status in (403, 404):  # their pages are drawn 10,000 times otherwise, and never read
            patch.setattr(f"django.conf.urls.handler{status}", partial(plain, status))
        # Each test ends by closing its connection, and with it would end this transaction.
        patch.setattr(connection, "close", lambda: None)
        whole = transaction.atomic()
        whole._from_testcase = True  # type: ignore[attr-defined]  # as TestCase does
        stack.enter_context(whole)
        yield make_world()
        transaction.set_rollback(True)


@contextmanager
def undone() -> Iterator[list[str]]:
    """Whatever happens inside is rolled back; gives the statements that would have changed rows."""
    written: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        verb = sql.lstrip().split(maxsplit=1)[0].upper()
        if verb in {"INSERT", "UPDATE", "DELETE"} and not any(t in sql for t in BOOKKEEPING):
            written.append(sql[:80])
        return execute(sql, params, many, context)

    mark = transaction.savepoint()
    with connection.execute_wrapper(note):
        try:
            yield written
        finally:
            transaction.set_rollback(False)
            transaction.savepoint_rollback(mark)


class Door(RequestFactory):
    """Where one actor knocks: the test client without its copies of every rendered template."""

    handler = ClientHandler(enforce_csrf_checks=False)

    def __init__(self, client: Client) -> None:
        super().__init__()
        self.cookies = client.cookies

    def request(self, **environ: Any) -> Any:
        return self.handler(self._base_environ(**environ))  # type: ignore[attr-defined]

    def knock(self, method: str, url: str) -> HttpResponseBase:
        answer: HttpResponseBase = self.generic(method, url)  # type: ignore[assignment]
        answer.close()
        return answer


def remember(**_: object) -> None:
    RAISED.append(repr(sys.exc_info()[1]))


def plain(status: int, _request: HttpRequest, **_: object) -> HttpResponse:
    return HttpResponse(status=status)


def leads_to_account(answer: HttpResponseBase) -> bool:
    """To the sign-in page, or to the second factor."""
    return answer.status_code == 302 and answer.headers["Location"].startswith("/account/")


def denied(answer: HttpResponseBase) -> bool:
    return answer.status_code in {403, 404} or leads_to_account(answer)


def expected(route: Route, actor: Actor, thing: Thing) -> Verdict:
    if not thing.there:
        return Verdict.NO
    if route.action == "public":
        return Verdict.YES
    facts = thing.facts if route.name in THINGS else None
    return verdict(actor, route.action or "", facts)


def complaint(
    route: Route, wanted: Verdict, thing: Thing, answer: HttpResponseBase, written: list[str]
) -> str:
    """What is wrong with an answer, or nothing."""
    status, out = answer.status_code, denied(answer)
    if status >= BROKEN:
        return f"broke with {status}: {RAISED[-1:]}"
    if status == NOT_OFFERED:
        return f"not offered, but wrote: {written}" if written else ""
    if wanted is Verdict.YES and thing.shut:
        return "" if out or status == REFUSED else f"{status}, although the basis is gone"
    if wanted is Verdict.YES:
        out = out and not (route.name in LEADS_OUT and leads_to_account(answer))
        return f"{status}, should be let in" if out else ""
    if not out and not (wanted is Verdict.BY_ANOTHER and status == REFUSED):
        return f"{status}, should be kept out"
    return f"kept out, but wrote: {written}" if written else ""


@pytest.mark.parametrize("name", sorted(OURS))
def test_everybody_is_answered_as_the_policy_says(
    world: World, doors: dict[str, Door], name: str
) -> None:
    route = OURS[name]
    things = list(THINGS[name](world)) if name in THINGS else [Thing("no thing", {})]
    wrong, served, methods = [], False, METHODS
    for thing in things:
        url = reverse(name, kwargs=dict(thing.at)) + (f"?{thing.query}" if thing.query else "")
        offered = set()
        for actor in TRIED:
            wanted = expected(route, actor, thing)
            got = 0
            for method in methods:
                with undone() as written:
                    answer = doors[actor.name].knock(method, url)
                got = answer.status_code if method == "GET" else got
                if method == "HEAD" and answer.status_code not in {got, NOT_OFFERED}:
                    wrong.append(f"HEAD as {actor.name}: {answer.status_code}, and GET {got}")
                if answer.status_code != NOT_OFFERED:
                    offered.add(method)
                    served |= wanted is Verdict.YES
                problem = complaint(route, wanted, thing, answer, written)
                if problem:
                    wrong.append(f"{method} as {actor.name}, {thing.state}: {problem}")
        # Which methods an address offers does not depend on the thing: what every actor was
        # answered with "not offered", signed in or not, is not tried again on the next; nor is
        # HEAD, which was answered as GET was.
        methods = tuple(method for method in methods if method in offered - {"HEAD"})
    assert not wrong, f"{name} ({route.action}), {len(wrong)} wrong:\n" + "\n".join(wrong[:40])
    assert served or not any(thing.there for thing in things), f"{name} lets nobody in at all"


def test_every_actor_is_played_by_somebody_with_exactly_those_roles(world: World) -> None:
    assert {actor.name for actor in TRIED} == {"visitor", *CAST_OF}
    for actor in TRIED:
        if actor.name != "visitor":
            assert world.people[actor.name].roles_at(world.at) == set(actor.roles), actor.name
    assert PLACES.keys() <= CAST_OF.keys()


def test_account_pages_keep_visitors_out_of_what_is_somebodys(doors: dict[str, Door]) -> None:
    """The library's own pages, as one group: they break for nobody, and visitors are sent away."""
    wrong = []
    for route in FOREIGN:
        url = reverse(route.name, kwargs=dict.fromkeys(route.arguments, "1"))
        for actor in TRIED:
            for method in METHODS:
                with undone():
                    answer = doors[actor.name].knock(method, url)
                private = actor.name == "visitor" and not any(part in route.name for part in WAY_IN)
                if answer.status_code >= BROKEN or (private and answer.status_code == 200):
                    wrong.append(f"{method} {url} as {actor.name}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)
