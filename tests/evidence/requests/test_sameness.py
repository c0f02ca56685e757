"""A no looks like silence: everything an officer's session can fetch, byte for byte."""

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from cameras.consent import texts
from cameras.consent.scopes import Scope
from cameras.consent.services import withdraw
from cameras.registry.links import NewLink, link_camera
from evidence.extraction import services as extraction
from evidence.requests import answers, handing, sweep
from evidence.requests.models import FootageRequest, Target
from portal.lib import clock, passage
from tests.cast import Cast, sign_in

from .sameness import read
from .scenario import approved

pytestmark = pytest.mark.slow
LINK = re.compile(rb'(?:href|hx-get|src)="(/[^"#]*)')
NOT_PAGES = ("/static/", "/account/", "/privacy/", "/language/")
MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Set the clock of the whole portal; the machine runs on with it."""
    reverse("look:home")  # every page is loaded now, not while the clock stands
    told = [clock.now()]
    real = clock.now

    def frozen() -> datetime:
        return told[0]

    for name, module in list(sys.modules.items()):
        ours = name.startswith(("portal.", "cameras.", "evidence."))
        if ours and getattr(module, "now", None) is real:
            monkeypatch.setattr(module, "now", frozen)

    def machine(at: datetime) -> passage.Reading:
        milliseconds = round(at.timestamp() * 1000)
        return passage.Reading("one", milliseconds, milliseconds)

    monkeypatch.setattr(passage, "read", machine)

    def turn(at: datetime) -> None:
        told[0] = at

    return turn


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def everything(client: Client, start: list[str]) -> dict[str, bytes]:
    """All pages that are linked from these, one from the other."""
    seen: dict[str, bytes] = {}
    left = list(start)
    while left:
        address = left.pop()
        if address in seen or len(seen) > 80:
            continue
        seen[address] = read(client.get(address))
        found = (link.decode().replace("&amp;", "&") for link in LINK.findall(seen[address]))
        left += [link for link in found if not link.startswith(NOT_PAGES)]
    return seen


def say(target: Target, cast: Cast, verdict: str, at: datetime) -> None:
    answers.answer(target=target, person=cast.owner, verdict=verdict, means="link", at=at)


def decline(target: Target, cast: Cast, at: datetime) -> None:
    say(target, cast, "decline", at)


def decline_and_say_why(target: Target, cast: Cast, at: datetime) -> None:
    say(target, cast, "decline", at)
    answers.explain(target=target, person=cast.owner, why="Hình có trẻ em trong nhà", at=at)


def nothing(target: Target, cast: Cast, at: datetime) -> None:
    say(target, cast, "nothing", at)


def yes_then_no(target: Target, cast: Cast, at: datetime) -> None:
    say(target, cast, "share", at)
    extraction.sweep(at=at)
    answers.answer(target=target, person=cast.co_owner, verdict="decline", means="page", at=at)


def hand_on(target: Target, cast: Cast, at: datetime) -> None:
    handing.hand_on(target=target, by=cast.owner, to=cast.co_owner, at=at)


def take_back(target: Target, cast: Cast, at: datetime) -> None:
    withdraw(
        target.camera,
        person=cast.owner,
        scopes=frozenset({Scope.ASK}),
        terms=texts.current("vi"),
        at=at,
    )


def silent(target: Target, cast: Cast, at: datetime) -> None:
    del target, cast, at


NOES = (decline, decline_and_say_why, nothing, yes_then_no, hand_on, take_back)


def what_is_seen(
    row: FootageRequest,
    cast: Cast,
    who: str,
    happens: Callable[[Target, Cast, datetime], None],
    time: Callable[[datetime], None],
) -> list[dict[str, bytes]]:
    """At several instants, with the portal's clockwork run in between."""
    target, told, deadline = row.targets.get(), row.decided_at, row.deadline
    assert told is not None
    assert deadline is not None
    start = [
        "/",
        reverse("cases:index"),
        reverse("requests:show", args=[row.public_id]),
        reverse("cases:show", args=[row.case.public_id]),
        reverse("custody:index", args=[row.case.public_id]),
        reverse("custody:preserve", args=[target.public_id]),
        reverse("requests:details", args=[target.public_id]),
        reverse("notices:index"),
    ]
    seen = []
    with undone():
        time(told + MINUTE)
        happens(Target.objects.get(), cast, told + MINUTE)
        for at in (told + 2 * MINUTE, deadline - SECOND, deadline, deadline + timedelta(hours=1)):
            time(at)
            sweep.sweep(at)
            extraction.sweep(at=at)
            client = Client()
            sign_in(client, getattr(cast, who))
            pages = everything(client, start)
            page = reverse("requests:show", args=[row.public_id])
            pages["live"] = read(client.get(page, headers={"HX-Request": "true"}))
            retry = reverse("extraction:retry", args=[target.public_id])
            pages["retry"] = read(client.post(retry))
            seen.append(pages)
    return seen


@pytest.mark.parametrize("who", ["officer", "commander"])
def test_a_no_reads_like_silence_on_every_page(
    cast: Cast, time: Callable[[datetime], None], who: str
) -> None:
    at = clock.now()
    time(at)
    camera = cast.camera(retention_hours=60)
    link_camera(camera, NewLink(url="http://127.0.0.1:9", username="u"), actor=cast.owner, at=at)
    row = approved(cast, at, camera)
    before = what_is_seen(row, cast, who, silent, time)
    assert len(before[0]) > 12
    for happens in NOES:
        for instant, (silence, no) in enumerate(
            zip(before, what_is_seen(row, cast, who, happens, time), strict=True)
        ):
            if happens is take_back:  # counts of consent and its duties are another matter
                silence, no = about_it(silence), about_it(no)  # noqa: PLW2901
            assert no.keys() == silence.keys(), (happens.__name__, instant)
            for address in silence:
                told = (happens.__name__, instant, address)
                assert no[address].splitlines() == silence[address].splitlines(), told


def about_it(pages: dict[str, bytes]) -> dict[str, bytes]:
    kept = ("/requests/", "/evidence/", "/cases/", "/notices/", "live", "retry")
    return {address: page for address, page in pages.items() if address.startswith(kept)}


def test_the_comparison_sees_a_yes_that_was_fulfilled(
    cast: Cast, time: Callable[[datetime], None]
) -> None:
    """Else it would compare nothing."""
    at = clock.now()
    time(at)
    row = approved(cast, at)

    def fulfilled(target: Target, cast: Cast, at: datetime) -> None:
        say(target, cast, "share", at)
        Target.objects.update(state="fulfilled")

    silence = what_is_seen(row, cast, "officer", silent, time)
    assert what_is_seen(row, cast, "officer", fulfilled, time)[0] != silence[0]


def test_after_the_deadline_the_officer_reads_which_ways_remain(
    cast: Cast, time: Callable[[datetime], None]
) -> None:
    at = clock.now()
    time(at)
    row = approved(cast, at)
    page = reverse("requests:show", args=[row.public_id])
    last = what_is_seen(row, cast, "officer", decline, time)[-1][page].decode()
    assert "camera khác" in last
    assert "văn bản yêu cầu" in last
    for word in ("từ chối", "không trả lời", "Hạn trả lời đã qua"):
        assert word not in last
