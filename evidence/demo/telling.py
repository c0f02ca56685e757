"""How the demo's past is told: many stories side by side, each step at its own instant.

A story yields the instant of its next step before it takes it. Carried on in the order of these
instants, what the record holds stands in the order in which it would have happened.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from heapq import heapify, heappop, heappush

Story = Iterator[datetime]


def tell(stories: Iterable[Story]) -> None:
    """All of them to their ends."""
    waiting = [
        (first, number, story)
        for number, story in enumerate(stories)
        if (first := next(story, None)) is not None
    ]
    heapify(waiting)
    while waiting:
        _at, number, story = heappop(waiting)
        then = next(story, None)
        if then is not None:
            heappush(waiting, (then, number, story))
