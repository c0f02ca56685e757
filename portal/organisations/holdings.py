"""What an organisation has, counted by the packages above that know.

Cameras stand on a higher floor, so the package that has them registers its counter here::

    @counts_cameras
    def _(organisations: Collection[int]) -> dict[int, int]: ...
"""

from collections.abc import Callable, Collection

Counter = Callable[[Collection[int]], dict[int, int]]

_COUNTERS: list[Counter] = []


def counts_cameras(counter: Counter) -> Counter:
    """Register who counts cameras in use, by the organisation's primary key."""
    _COUNTERS.append(counter)
    return counter


def cameras_in_use(organisations: Collection[int]) -> dict[int, int]:
    """How many cameras each has in use. LookupError when nobody counts: unknown is not none."""
    if not _COUNTERS:
        raise LookupError("nobody registered who counts cameras")
    totals = dict.fromkeys(organisations, 0)
    for counter in _COUNTERS:
        for key, number in counter(organisations).items():
            totals[key] += number
    return totals
