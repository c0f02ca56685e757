"""How much of people's lives a question touches, beside what the unit usually asks for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from cameras.coverage.search import Candidate
from evidence.cases.models import Case
from portal.places.models import Unit

from .limits import limits_for
from .models import FootageRequest, Target
from .place import Marked
from .planner import Ask, Plan, next_ask, plan
from .scope import Excess, Window, excess
from .seeing import options_of
from .vocabulary import Basis
from .windows import Windows, total

COMPARED = 20  # of the unit's latest requests
FEWEST = 3  # fewer make no usual
WIDEST = 100  # of the bars

Bar = tuple[str, timedelta, int]  # name, footage, width


@dataclass(frozen=True)
class Usual:
    """Of the unit's latest requests, the middle one."""

    requests: int
    footage: timedelta


@dataclass(frozen=True)
class Touch:
    """What asking for a place and a window would cost, and the smallest way to begin."""

    cameras: int  # that can have seen it and still hold some of it
    homes: int
    length: timedelta
    everyone: timedelta  # of footage, when all of them are asked for all of it
    first: Ask | None
    first_homes: int
    first_share: int  # of the place in view of the first ask, in whole per cent
    usual: Usual | None
    beyond: tuple[Excess, ...]

    @property
    def lines(self) -> list[tuple[str, timedelta]]:
        lines = [("first", self.first.footage)] if self.first else []
        if self.usual:
            lines.append(("usual", self.usual.footage))
        return [*lines, ("everyone", self.everyone)]

    @property
    def bars(self) -> list[Bar]:
        return bars_of(self.lines)


def bars_of(lines: Sequence[tuple[str, timedelta]]) -> list[Bar]:
    """What is compared, the longest as wide as WIDEST."""
    longest = max((footage for _name, footage in lines), default=timedelta())
    longest = longest or timedelta(seconds=1)
    return [(name, footage, max(1, round(WIDEST * (footage / longest)))) for name, footage in lines]


def weighed(row: FootageRequest, touch: Touch) -> dict[str, object]:
    """A request that was written, beside the smallest one, the unit's usual, and everyone."""
    asked = ("asked", total(target.asked for target in row.targets.all()))
    return {"usual": touch.usual, "smallest": touch.first, "bars": bars_of([asked, *touch.lines])}


def usual_of(unit: Unit) -> Usual | None:
    """The median of the unit's last requests that were sent; None while there are too few."""
    latest = (
        FootageRequest.objects.filter(case__unit=unit, submitted_at__isnull=False)
        .order_by("-submitted_at")
        .values_list("pk", flat=True)[:COMPARED]
    )
    asked = dict.fromkeys(latest, timedelta())
    if len(asked) < FEWEST:
        return None
    rows = Target.objects.filter(request_id__in=asked).order_by()
    for key, start, stop in rows.values_list("request_id", "asked_start", "asked_stop"):
        asked[key] += stop - start
    seconds = [footage.total_seconds() for footage in asked.values()]
    return Usual(len(seconds), timedelta(seconds=median(seconds)))


def plan_of(
    found: Sequence[Candidate],
    place: Marked,
    windows: Windows,
    case: Case,
    basis: str,
    at: datetime,
) -> tuple[Plan, dict[str, frozenset[int]], Sequence[float]]:
    """The plan, and what each camera sees of the place's spots with their weights."""
    options, ground = options_of(found, place.area)
    made = plan(
        options,
        ground,
        windows,
        happened_at=case.happened_at,
        asks_owners=basis == Basis.CONSENT,
        at=at,
    )
    return made, {option.key: option.sees for option in options}, ground.weights


def touch_of(
    found: Sequence[Candidate],
    place: Marked,
    windows: Windows,
    *,
    case: Case,
    basis: str,
    urgency: str,
    asked: Sequence[tuple[str, Window]] = (),
    at: datetime,
) -> Touch:
    """`asked`: cameras and minutes that other requests of the case asked for already."""
    kept = {one.camera.public_id: total(_still_held(one, windows, at)) for one in found if one.sees}
    alive = [one for one in found if kept.get(one.camera.public_id)]
    made, sees, weights = plan_of(found, place, windows, case, basis, at)
    first = next_ask(made, asked)
    keys = first.cameras if first else ()
    seen = frozenset[int]().union(*(sees[key] for key in keys))
    return Touch(
        cameras=len(alive),
        homes=_homes(alive),
        length=total(windows),
        everyone=sum(kept.values(), timedelta()),
        first=first,
        first_homes=_homes([one for one in alive if one.camera.public_id in keys]),
        first_share=round(100 * min(1.0, sum(weights[spot] for spot in seen))),
        usual=usual_of(case.unit),
        beyond=excess(windows, place, 0, limits_for(case.unit, urgency, at)),
    )


def _still_held(one: Candidate, windows: Windows, at: datetime) -> Windows:
    """The windows of which its recorder has not overwritten all."""
    keeps = timedelta(hours=one.camera.retention_hours)
    return tuple(window for window in windows if window.stop + keeps > at)


def _homes(found: Sequence[Candidate]) -> int:
    return sum(one.camera.ownership == "home" for one in found)
