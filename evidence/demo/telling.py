"""How the demo's past is told: many stories side by side, each step at its own instant.

A story yields the instant of its next step before it takes it. Carried on in the order of these
instants, what the record holds stands in the order in which it would have happened.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from heapq import heapify, heappop, heappush

from django.db import transaction


@dataclass(frozen=True)
class Alone:
    """A step in no transaction but its own: footage is opened in it, after the record has it."""

    at: datetime


Story = Iterator[datetime | Alone]
Next = tuple[datetime, int, bool, Story]  # instant, which story, alone


def tell(stories: Iterable[Story]) -> None:
    """All of them to their ends; steps between two that stand alone are committed together."""
    waiting = [found for number, story in enumerate(stories) if (found := _next(number, story))]
    heapify(waiting)
    while waiting:
        with transaction.atomic():
            while waiting and not waiting[0][2]:
                _go_on(waiting)
        if waiting:
            _go_on(waiting)


def _go_on(waiting: list[Next]) -> None:
    _at, number, _alone, story = heappop(waiting)
    then = _next(number, story)
    if then is not None:
        heappush(waiting, then)


def _next(number: int, story: Story) -> Next | None:
    """Take the story's step; when and how its next one is."""
    said = next(story, None)
    if isinstance(said, Alone):
        return said.at, number, True, story
    return None if said is None else (said, number, False, story)
