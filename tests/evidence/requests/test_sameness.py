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
from evidence.custody import withdrawals
from evidence.extraction import services as extraction
from evidence.extraction.models import Job
from evidence.requests import answers, handing, services, sweep
from evidence.requests.models import FootageRequest, Target
from evidence.requests.scope import Window
from portal.lib import clock, passage
from portal.people.models import User
from tests.cast import Cast, sign_in

from .sameness import read
from .scenario import a_draft, choose, submitted

pytestmark = pytest.mark.slow
LINK = re.compile(rb'(?:href|hx-get|src)="(/[^"#]*)')
NOT_PAGES = ("/static/", "/account/", "/privacy/", "/language/")
LINE = re.compile(rb"d\xc3\xb2ng s\xe1\xbb\x91 [0-9.]+")  # of the record: all the portal's entries
# What must change the very moment consent is taken back: who may be asked next.
LEFT_AT_ONCE = re.compile(r"/requests/\w+/(cameras|check)/")
NOTHING = re.compile(r"(?!)")
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
    block = transaction.atomic()
    block._from_testcase = True  # type: ignore[attr-defined]  # what must be durable is within it
    with block:
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


def agree_and_never_bring(target: Target, cast: Cast, at: datetime) -> None:
    """With a link the recorder is asked in vain again and again; without, nobody sends the file."""
    say(target, cast, "share", at)


def agree_in_vain(target: Target, cast: Cast, at: datetime) -> None:
    """The recorder wants another password: nothing comes until somebody does something."""
    say(target, cast, "share", at)
    extraction.sweep(at=at)
    Job.objects.filter(target=target).update(
        state="failed", reason="wrong_password", started_at=at, finished_at=at
    )


def silent(target: Target, cast: Cast, at: datetime) -> None:
    del target, cast, at


NOES = (
    decline,
    decline_and_say_why,
    nothing,
    yes_then_no,
    hand_on,
    take_back,
    agree_and_never_bring,
    agree_in_vain,
)


def two_requests(cast: Cast, at: datetime) -> FootageRequest:
    """One is handed in. The next of the same case is written already, about an earlier hour."""
    camera = cast.camera(retention_hours=60)
    link_camera(camera, NewLink(url="http://127.0.0.1:9", username="u"), actor=cast.owner, at=at)
    row = submitted(cast, at, camera)
    hour = timedelta(hours=1)
    window = Window(row.window_start - 3 * hour, row.window_start - hour)
    choose(a_draft(cast, at, case=row.case, window=window), at, camera)
    return row


def what_is_seen(
    row: FootageRequest,
    cast: Cast,
    who: str,
    happens: Callable[[Target, Cast, datetime], None],
    time: Callable[[datetime], None],
    *,
    first: bool = False,
) -> list[dict[str, bytes]]:
    """At several instants, with the portal's clockwork run in between. `first`: it happens before
    the commander has decided.
    """
    assert row.submitted_at is not None
    decided = row.submitted_at + 2 * MINUTE
    seen = []
    with undone():
        target = row.targets.get()
        if first:
            time(decided - MINUTE)
            happens(target, cast, decided - MINUTE)
        time(decided)
        services.approve(footage_request=row, person=cast.commander, reason="", at=decided)
        if not first:
            time(decided + MINUTE)
            happens(Target.objects.get(pk=target.pk), cast, decided + MINUTE)
        row = FootageRequest.objects.get(pk=row.pk)
        deadline = row.deadline
        assert deadline is not None
        for at in (decided + 2 * MINUTE, deadline - SECOND, deadline, deadline + 60 * MINUTE):
            time(at)
            sweep.sweep(at)
            extraction.sweep(at=at)
            withdrawals.settle(at)
            seen.append(looked_at(row, target, getattr(cast, who)))
    return seen


def looked_at(row: FootageRequest, target: Target, person: User) -> dict[str, bytes]:
    """Every page that leads from these to the next, and what the buttons answer."""
    client = Client()
    sign_in(client, person)
    page = reverse("requests:show", args=[row.public_id])
    start = [
        "/",
        page,
        reverse("cases:index"),
        reverse("cases:show", args=[row.case.public_id]),
        reverse("custody:index", args=[row.case.public_id]),
        reverse("custody:preserve", args=[target.public_id]),
        reverse("requests:details", args=[target.public_id]),
        reverse("notices:index"),
        *(
            reverse("requests:cameras", args=[draft.public_id])
            for draft in row.case.requests.filter(state="draft")
        ),
    ]
    pages = everything(client, start)
    pages["/requests/live"] = read(client.get(page, headers={"HX-Request": "true"}))
    for name, words in (
        ("extraction:retry", {}),
        ("requests:details", {"purpose": "Hẹn giờ đến chép hình"}),
        ("custody:preserve", {"ground": "dying", "reason": "Đầu ghi sắp ghi đè"}),
    ):
        address = reverse(name, args=[target.public_id])
        with undone():
            pages[f"/requests/{name}"] = LINE.sub(b"", read(client.post(address, words)))
    return pages


def the_same(
    before: list[dict[str, bytes]], after: list[dict[str, bytes]], name: str, free: re.Pattern[str]
) -> None:
    for instant, (silence, no) in enumerate(zip(before, after, strict=True)):
        there = {page for page in silence if not free.match(page)}
        assert {page for page in no if not free.match(page)} == there, (name, instant)
        for page in there:
            assert no[page].splitlines() == silence[page].splitlines(), (name, instant, page)


@pytest.mark.parametrize("who", ["officer", "commander"])
def test_a_no_reads_like_silence_on_every_page(
    cast: Cast, time: Callable[[datetime], None], who: str
) -> None:
    at = clock.now()
    time(at)
    row = two_requests(cast, at)
    before = what_is_seen(row, cast, who, silent, time)
    assert len(before[0]) > 12
    for happens in NOES:
        free = LEFT_AT_ONCE if happens is take_back else NOTHING
        the_same(before, what_is_seen(row, cast, who, happens, time), happens.__name__, free)


@pytest.mark.parametrize("who", ["officer", "commander"])
def test_consent_taken_back_before_the_decision_reads_like_silence(
    cast: Cast, time: Callable[[datetime], None], who: str
) -> None:
    at = clock.now()
    time(at)
    row = two_requests(cast, at)
    before = what_is_seen(row, cast, who, silent, time, first=True)
    after = what_is_seen(row, cast, who, take_back, time, first=True)
    the_same(before, after, "first", LEFT_AT_ONCE)


def test_a_yes_without_a_file_reads_like_silence(
    cast: Cast, time: Callable[[datetime], None]
) -> None:
    at = clock.now()
    time(at)
    row = submitted(cast, at)
    before = what_is_seen(row, cast, "officer", silent, time)
    after = what_is_seen(row, cast, "officer", agree_and_never_bring, time)
    the_same(before, after, "by hand", NOTHING)


def test_the_comparison_sees_a_yes_that_was_fulfilled(
    cast: Cast, time: Callable[[datetime], None]
) -> None:
    """Else it would compare nothing."""
    at = clock.now()
    time(at)
    row = submitted(cast, at)

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
    row = submitted(cast, at)
    page = reverse("requests:show", args=[row.public_id])
    last = what_is_seen(row, cast, "officer", decline, time)[-1][page].decode()
    assert "camera khác" in last
    assert "văn bản yêu cầu" in last
    for word in ("từ chối", "không trả lời", "Hạn trả lời đã qua"):
        assert word not in last
