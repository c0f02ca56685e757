"""Who could have seen this place at that time? Only cameras whose owners allow the question."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from cameras.consent.queries import allowing
from cameras.consent.scopes import Scope
from cameras.registry.models import Camera
from cameras.registry.vocabulary import Recording, Verification

from .area import Area, Asked, Drawn, Place, Route, area_of
from .density import EDITION_2014, level
from .nearby import known_in
from .sight import Sight, View, after_dark, meet
from .sun import Light, light, together
from .words import FAINT, LEVEL_WORDS

__all__ = ["Candidate", "Drawn", "Place", "Route", "candidates", "view_of"]

FARTHEST_VIEW_M = 300  # how far outside the area a camera may stand and still look into it
MOST = 200
SOON = timedelta(hours=24)  # footage that is overwritten within this may not wait for an answer
# Who sees a smaller patch of the area than this, and not its very spot, sees nothing to look for.
LEAST_SEEN_M2 = 10.0
LEAST_SHARE = 0.1  # of areas so small that it is less
_RANKS = {name: rank for rank, (name, _least) in enumerate(EDITION_2014.levels)}
_FACTS = (
    *("pk", "lat", "lng", "bearing_deg", "fov_deg", "range_m", "width_px"),
    *("night_vision", "infrared_m", "recording", "retention_hours", "current_consent__ask"),
)


@dataclass(frozen=True)
class Candidate:
    """A camera that may be asked, and why it stands where it stands in the list."""

    camera: Camera
    distance_m: float
    sees_middle: bool
    share: float  # of the area that lies in its view, 0..1
    px_per_m: float
    dies_at: datetime  # when its recorder overwrites a window's first minute, of the next to go
    sees: bool = True
    light: Light = Light.DAY  # of the window, where it was asked about
    may_ask: bool = True

    @property
    def level(self) -> str | None:
        return level(self.px_per_m) if self.sees else None

    @property
    def percent(self) -> int:
        """Share of the area in its view, in whole per cent, at least 1 where it sees any."""
        return max(1, round(self.share * 100)) if self.sees else 0

    @property
    def level_words(self) -> str:
        return str(LEVEL_WORDS[self.level] if self.level else FAINT)

    @property
    def on_motion(self) -> bool:
        return self.camera.recording == Recording.MOTION

    @property
    def is_unverified(self) -> bool:
        """Nobody has been there yet to see that it exists as registered."""
        return self.camera.verification != Verification.CONFIRMED

    @property
    def view(self) -> View | None:
        """As it was in the window: shortened when all of it was dark."""
        whole = view_of(self.camera)
        return after_dark(whole) if self.light is Light.NIGHT else whole


@dataclass(frozen=True)
class _Found:
    """The few columns that decide, before 200 of them become whole cameras."""

    pk: int
    view: View
    recording: str
    dies_at: datetime
    may_ask: bool
    sight: Sight
    sees: bool

    def order(self, lit: Light, at: datetime) -> tuple[object, ...]:
        """Best first. What is overwritten comes last, then what does not see the place; among the
        others what can be made out on the spot, sure sight in the dark, continuous recording,
        more than a day left, the owner's consent to be asked; then share and distance.
        """
        reached = level(self.sight.px_per_m) if self.sees else None
        return (
            self.dies_at <= at,
            not self.sees,
            not self.sight.spot,
            _RANKS.get(reached or "", len(_RANKS)),
            lit is not Light.DAY and not self.view.night_vision,
            self.recording == Recording.MOTION,
            self.dies_at <= at + SOON,
            not self.may_ask,
            -self.sight.share * self.sight.px_per_m,
            self.sight.distance_m,
        )


def candidates(
    asked: Asked,
    *,
    start: datetime,
    stop: datetime | None,
    unit_id: int,
    needs_ask: bool,
    at: datetime,
    also: Sequence[tuple[datetime, datetime]] = (),
) -> list[Candidate]:
    """Cameras that can have seen the place between `start` and `stop`, or in one of the windows
    that are asked about `also`, best first, at most 200.

    Those that see none of it but stand in it come after those that see it. With `needs_ask` only
    cameras that may be asked. Without `stop` no hour was named, and no view is shortened by the
    dark. Raises Refused for a drawn shape that cannot be searched.
    """
    area = area_of(asked)
    spans = [] if stop is None else [(start, stop), *also]
    lit = together(light(*area.centre, *span) for span in spans) if spans else Light.DAY
    near = known_in(area.around(FARTHEST_VIEW_M), unit_id, at)
    if needs_ask:
        near = near.filter(allowing(Scope.ASK, at))
    begins = [start, *(span[0] for span in also)]
    found = [one for one in _met(near, area, lit, begins, at) if one.sees or _stands_in(one, area)]
    found.sort(key=lambda one: one.order(lit, at))
    best = found[:MOST]
    cameras = Camera.objects.in_bulk([one.pk for one in best])
    return [_candidate(one, cameras[one.pk], lit) for one in best if one.pk in cameras]


def _met(
    near: QuerySet[Camera], area: Area, lit: Light, begins: Sequence[datetime], at: datetime
) -> list[_Found]:
    rows = list(near.values_list(*_FACTS))
    views = [View(*row[1:9]) for row in rows]
    # Who sees nothing by night is still somewhere: its range becomes nothing, not its place.
    shown = [_by(lit, view) for view in views]
    sights = meet(shown, area)
    least = min(LEAST_SEEN_M2 / area.square_m, LEAST_SHARE)
    return [
        _Found(
            pk=row[0],
            view=view,
            recording=row[9],
            dies_at=_next_to_go(begins, timedelta(hours=row[10]), at),
            may_ask=row[11],
            sight=sight,
            sees=sight.share >= least or (area.spot is not None and sight.spot),
        )
        for row, view, sight in zip(rows, views, sights, strict=True)
    ]


def _next_to_go(begins: Sequence[datetime], keeps: timedelta, at: datetime) -> datetime:
    """When the first of what is still there is overwritten; where nothing is, when the last was."""
    gone = sorted(begin + keeps for begin in begins)
    return next((when for when in gone if when > at), gone[-1])


def _by(lit: Light, view: View) -> View:
    if lit is not Light.NIGHT:
        return view
    return after_dark(view) or View(view.lat, view.lng, view.bearing, view.fov, 0, view.width_px)


def _stands_in(one: _Found, area: Area) -> bool:
    return one.sight.distance_m <= area.radius_m


def _candidate(one: _Found, camera: Camera, lit: Light) -> Candidate:
    return Candidate(
        camera,
        one.sight.distance_m,
        one.sight.spot and one.sees,
        one.sight.share if one.sees else 0.0,
        one.sight.px_per_m if one.sees else 0.0,
        one.dies_at,
        one.sees,
        lit,
        one.may_ask,
    )


def view_of(camera: Camera) -> View:
    return View(
        camera.lat,
        camera.lng,
        camera.bearing_deg,
        camera.fov_deg,
        camera.range_m,
        camera.width_px,
        camera.night_vision,
        camera.infrared_m,
    )
