"""Which units of two years cover the same ground, so that their figures can be compared. Pure.

A former unit that went whole into one unit in force is simple: its figures are added to that one's.
One that was divided between several ties these together: nobody knows how many of its cameras
stood in which part. So the smallest areas for which both years add up are the connected components
of the succession graph, whose edges are the successions.

Where one unit alone is wanted and its area is larger, `main_only` follows only the edges marked
`is_main`: all of a divided unit's figures then go where most of it went. Each former unit has one
such edge, so nothing is counted twice or lost; only the parts that went elsewhere are told in the
wrong place, and a page has to say so.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

Key = int  # of a unit; a former one and one in force never share theirs


@dataclass(frozen=True)
class Pair:
    """`old` became `new`, as a whole or in part; `is_main` for the largest part of a division."""

    old: Key
    new: Key
    is_main: bool = True


@dataclass(frozen=True)
class Area:
    """The same ground in two years: units of the one, units of the other."""

    old: frozenset[Key]
    new: frozenset[Key]


@dataclass(frozen=True)
class Compared:
    """One figure of one area in two years. `missing` are units of which nothing is known."""

    area: Area
    before: int
    after: int
    missing: frozenset[Key]

    @property
    def difference(self) -> int:
        return self.after - self.before

    @property
    def per_cent(self) -> float | None:
        """Of the earlier figure; None when that was nought."""
        return None if self.before == 0 else 100 * self.difference / self.before


def areas(pairs: Iterable[Pair], *, main_only: bool = False) -> list[Area]:
    """The smallest comparable areas; each unit of the pairs lies in exactly one.

    With `main_only` a unit in force that is nobody's main successor is an area of its own,
    without former units. The order of the pairs does not matter.
    """
    parent: dict[Key, Key] = {}
    former: set[Key] = set()
    for pair in pairs:
        former.add(pair.old)
        parent.setdefault(pair.old, pair.old)
        parent.setdefault(pair.new, pair.new)
        if pair.is_main or not main_only:
            parent[_root(parent, pair.old)] = _root(parent, pair.new)
    members: dict[Key, set[Key]] = defaultdict(set)
    for key in parent:
        members[_root(parent, key)].add(key)
    found = [Area(frozenset(keys & former), frozenset(keys - former)) for keys in members.values()]
    return sorted(found, key=lambda area: sorted(area.new | area.old))


def area_of(new: Key, pairs: Iterable[Pair], *, main_only: bool = False) -> Area:
    """The area in which a unit in force lies; alone when no pair names it."""
    found = (area for area in areas(pairs, main_only=main_only) if new in area.new)
    return next(found, Area(frozenset(), frozenset({new})))


def compare(area: Area, before: Mapping[Key, int], after: Mapping[Key, int]) -> Compared:
    """Sums over the area's units; what is missing counts nought and is named."""
    missing = {key for key in area.old if key not in before}
    missing |= {key for key in area.new if key not in after}
    return Compared(
        area,
        sum(before.get(key, 0) for key in area.old),
        sum(after.get(key, 0) for key in area.new),
        frozenset(missing),
    )


def _root(parent: dict[Key, Key], key: Key) -> Key:
    while parent[key] != key:
        parent[key] = parent[parent[key]]
        key = parent[key]
    return key
