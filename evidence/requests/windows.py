"""The windows of one request: one to five of them, in their order, apart from each other. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from portal.lib.errors import Refused

from .scope import Limits, Window, check_window

MOST = 5

Windows = tuple[Window, ...]


def named(field: str, number: int) -> str:
    """The form's field of the `number`th window: `start`, `start2`, `start3`."""
    return field if number == 1 else f"{field}{number}"


def total(windows: Iterable[Window]) -> timedelta:
    """How long they are together, without what lies between them."""
    return sum((window.length for window in windows), timedelta())


def hull(windows: Sequence[Window]) -> Window:
    """From the first start to the last end."""
    return Window(min(one.start for one in windows), max(one.stop for one in windows))


def shared(some: Iterable[Window], others: Sequence[Window]) -> timedelta:
    """How long the windows of both sides lie on each other."""
    return sum((one.overlap(other) for one in some for other in others), timedelta())


def mostly_same(some: Sequence[Window], others: Sequence[Window]) -> bool:
    """Do they share at least half of the shorter side?"""
    return 2 * shared(some, others) >= min(total(some), total(others))


def lie_within(parts: Iterable[Window], wholes: Sequence[Window]) -> bool:
    """Does each of the parts lie within one of the wholes?"""
    return all(any(part.overlap(whole) == part.length for whole in wholes) for part in parts)


def problems(windows: Sequence[Window], limits: Limits, at: datetime) -> Iterator[Refused]:
    """What is wrong with them, each at the field where it can be mended."""
    if not windows or len(windows) > MOST:
        field = named("start", min(len(windows), MOST) or 1)
        yield Refused("requests.windows_too_many", field=field, most=MOST)
        return
    found = False
    for number, window in enumerate(windows, start=1):
        for problem in _of_one(windows, number, window, limits, at):
            found = True
            yield problem
    if found:
        return
    last = named("stop", len(windows))
    if hull(windows).length > timedelta(days=limits.max_days):
        yield Refused("requests.windows_too_far", field=last, days=limits.max_days)
    if total(windows) > timedelta(minutes=limits.max_minutes):
        yield Refused("requests.windows_too_long", field=last, minutes=limits.max_minutes)


def _of_one(
    windows: Sequence[Window], number: int, window: Window, limits: Limits, at: datetime
) -> Iterator[Refused]:
    try:
        check_window(window, limits, at)
    except Refused as refused:
        yield Refused(refused.code, field=named(refused.field or "start", number), **refused.facts)
        return
    if number == 1:
        return
    before, facts = windows[number - 2], {"number": number, "before": number - 1}
    if window.start < before.start:
        yield Refused("requests.windows_unordered", field=named("start", number), **facts)
    elif window.start < before.stop:
        yield Refused("requests.windows_overlap", field=named("start", number), **facts)


def check(windows: Sequence[Window], limits: Limits, at: datetime) -> Windows:
    """The windows themselves. Raises Refused for the first problem."""
    for problem in problems(windows, limits, at):
        raise problem
    return tuple(windows)
