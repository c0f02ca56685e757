"""A row of a list as a camera, or everything that is wrong with it, cell by cell. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from portal.lib import geo
from portal.lib.words import folded

from . import cells, columns
from .cells import Wrong

LONGEST_NAME, LONGEST_PERSON = 120, 120
FEWEST_DECIMALS = 4  # the third digit is a hundred metres: no house is told from the next
MOST_RANGE_M, MOST_DAYS = 1_000, 365


class Problem(NamedTuple):
    """Something about one cell. `asks`: the person may also answer that it is right so.

    `offer` is what the cells could say instead, ready to be taken.
    """

    column: str
    code: str
    facts: Mapping[str, object] = {}
    asks: bool = False
    offer: Mapping[str, str] = {}


class Land(NamedTuple):
    """A unit in force: its key, its name, and how far a pin lies outside of it, in metres."""

    unit: int
    name: str
    outside_m: float
    slack_m: int


class Ground(Protocol):
    """What the outside knows of places and telephones."""

    def named(self, words: str, lat: float, lng: float) -> Land | None: ...
    def at_pin(self, lat: float, lng: float) -> Land | None: ...
    def own(self, lat: float, lng: float) -> Land | None: ...
    def neighbourhood(self, unit: int, words: str) -> int | None: ...
    def phone(self, text: str) -> str: ...


@dataclass(frozen=True)
class Reading:
    """A camera as a row tells it. None: the row says that nobody knows."""

    name: str
    kind: str
    owner_name: str
    owner_phone: str
    address: str
    unit: int
    neighbourhood: int | None
    lat: float
    lng: float
    place_kind: str
    bearing: int | None
    fov: int | None
    range_m: int | None
    indoor: bool | None
    night: bool | None
    recording: str | None
    days: int | None


@dataclass
class _Row:
    """A row while it is read: each `get` that fails leaves a problem and gives None."""

    texts: Mapping[str, str]
    problems: list[Problem] = field(default_factory=list)

    def text(self, column: str, longest: int = columns.LONGEST_CELL) -> str:
        text = self.texts.get(column, "")
        if len(text) > longest:
            self.add(column, "long", most=longest)
        return text

    def optional(self, column: str, least: int, most: int) -> int | None:
        text = self.text(column)
        if cells.is_unknown(text):
            return None
        try:
            return cells.whole(text, least, most)
        except Wrong as wrong:
            self.add(
                column, "bounds" if wrong.code == "bounds" else "whole", least=least, most=most
            )
            return None

    def chosen(self, column: str, values: Mapping[str, str]) -> str | None:
        text = self.text(column)
        if cells.is_unknown(text):
            return None
        try:
            return cells.choice(text, values)
        except Wrong as wrong:
            offer = {column: _label(wrong.near, values)} if wrong.near else {}
            self.problems.append(Problem(column, "choice", {}, offer=offer))
            return None

    def add(self, column: str, code: str, **facts: object) -> None:
        self.problems.append(Problem(column, code, facts))


def check(
    texts: Mapping[str, str],
    flaws: Mapping[str, str],
    ground: Ground,
    *,
    boards: bool,
) -> tuple[Reading | None, list[Problem]]:
    """The camera, when nothing has to be mended, and all problems and questions."""
    row = _Row(texts)
    for column, flaw in flaws.items():
        row.add(column, flaw)
    name = row.text("name", LONGEST_NAME)
    if not name:
        row.add("name", "missing")
    kind = _kind(row) if boards else ""
    person = _owner(row, kind, ground.phone) if boards else ("", "")
    address = row.text("address")
    bearing = _bearing(row)
    night, indoor = _yes_no(row, "night"), _yes_no(row, "indoor")
    place_kind = row.chosen("place_kind", columns.PLACE_KINDS)
    recording = row.chosen("recording", columns.RECORDINGS)
    fov, reach = row.optional("fov", 1, 360), row.optional("range", 1, MOST_RANGE_M)
    days = row.optional("days", 1, MOST_DAYS)
    pin = _pin(row)
    land = _land(row, pin, ground, boards=boards) if pin else None
    part = _part(row, land, ground) if land else None
    # What a flawed cell says is not worth a second complaint.
    said = [p for p in row.problems if p.column not in flaws or p.code == flaws[p.column]]
    if pin is None or land is None or any(not problem.asks for problem in said):
        return None, said
    reading = Reading(
        name=name, kind=kind, owner_name=person[0], owner_phone=person[1], address=address,
        unit=land.unit, neighbourhood=part, lat=pin[0], lng=pin[1],
        place_kind=place_kind or "other", bearing=bearing, fov=fov, range_m=reach,
        indoor=indoor, night=night, recording=recording, days=days,
    )  # fmt: skip
    return reading, said


def is_example(texts: Mapping[str, str]) -> bool:
    """The template's own row, also when the mark was typed anew without its accents."""
    return folded(texts.get("name", "")).startswith(folded(columns.EXAMPLE))


def _label(words: str, values: Mapping[str, str]) -> str:
    """The template's way of writing what these words mean."""
    return columns.LABELS.get(values[words], words)


def _kind(row: _Row) -> str:
    text = row.text("kind")
    return "home" if not text else row.chosen("kind", columns.KINDS) or ""


def _owner(row: _Row, kind: str, phone: Callable[[str], str]) -> tuple[str, str]:
    """Name and number of the home's owner; the neighbourhood's own camera needs neither."""
    if kind != "home":
        return "", ""
    name, text = row.text("owner_name", LONGEST_PERSON), row.text("owner_phone")
    if not name:
        row.add("owner_name", "missing")
    if not text:
        row.add("owner_phone", "missing")
        return name, ""
    try:
        return name, phone(cells.phone(text))
    except ValueError:
        row.add("owner_phone", "phone")
        return name, ""


def _bearing(row: _Row) -> int | None:
    try:
        return cells.bearing(row.text("bearing"))
    except Wrong:
        row.add("bearing", "bearing")
        return None


def _yes_no(row: _Row, column: str) -> bool | None:
    try:
        return cells.yes_no(row.text(column))
    except Wrong:
        row.add(column, "yes_no")
        return None


def _pin(row: _Row) -> tuple[float, float] | None:
    """Latitude and longitude in Việt Nam, or the problem of it; a swap is offered."""
    try:
        lat_text, lng_text, column = _pin_texts(row)
    except Wrong:
        row.add("place", "pair")
        return None
    if not lat_text and not lng_text:
        row.add("lat", "no_pin")
        return None
    numbers = _number(row, lat_text, column or "lat"), _number(row, lng_text, column or "lng")
    lat, lng = numbers
    if lat is None or lng is None:
        return None
    if not geo.in_vietnam(lat, lng):
        if geo.looks_swapped(lat, lng):
            offer = {"lat": lng_text, "lng": lat_text, **({"place": ""} if column else {})}
            row.problems.append(Problem(column or "lat", "swapped", {}, offer=offer))
        else:
            row.add(column or "lat", "abroad")
        return None
    if max(cells.decimals(lat_text), cells.decimals(lng_text)) < FEWEST_DECIMALS:
        row.problems.append(Problem(column or "lat", "coarse", {}, asks=True))
    return lat, lng


def _pin_texts(row: _Row) -> tuple[str, str, str]:
    """Both numbers as written, and the column of the one cell that held them, if it was one."""
    lat, lng, place = row.text("lat"), row.text("lng"), row.text("place")
    if lat and not lng and not place:  # both numbers in the first of two columns
        try:
            return (*cells.pair(lat), "lat")
        except Wrong:
            return lat, lng, ""
    if lat or lng or not place:
        return lat, lng, ""
    return (*cells.pair(place), "place")


def _number(row: _Row, text: str, column: str) -> float | None:
    if not text:
        row.add(column, "missing")
        return None
    try:
        return cells.coordinate(text)
    except Wrong as wrong:
        row.add(column, wrong.code)
        return None


def _land(row: _Row, pin: tuple[float, float], ground: Ground, *, boards: bool) -> Land | None:
    """The unit: as named, else the board's own, else where the pin lies; far away is asked."""
    words = row.text("unit")
    own = ground.own(*pin) if boards else None
    if words:
        land = ground.named(words, *pin)
        if land is None:
            row.add("unit", "unit_unknown")
            return None
        if own is not None and land.unit != own.unit:
            row.add("unit", "unit_of_others", unit=own.name)
            return None
    else:
        land = own or ground.at_pin(*pin)
    if land is None:
        row.add("lat", "nowhere")
        return None
    if land.outside_m > land.slack_m:
        _ask_far(row, land, pin, ground, boards=boards)
    return land


def _ask_far(
    row: _Row, land: Land, pin: tuple[float, float], ground: Ground, *, boards: bool
) -> None:
    here = ground.at_pin(*pin)
    if here is None or here.outside_m > here.slack_m:
        # No unit near: the sea, or a slip of a digit.
        facts = {"unit": land.name, "metres": round(land.outside_m)}
        row.problems.append(Problem("lat", "nowhere_near", facts, asks=True))
        return
    facts = {"unit": land.name, "metres": round(land.outside_m), "here": here.name}
    offer = {} if boards or here.unit == land.unit else {"unit": here.name}
    row.problems.append(Problem("unit", "far", facts, asks=True, offer=offer))


def _part(row: _Row, land: Land, ground: Ground) -> int | None:
    words = row.text("neighbourhood")
    if cells.is_unknown(words):
        return None
    part = ground.neighbourhood(land.unit, words)
    if part is None:
        row.problems.append(Problem("neighbourhood", "part_unknown", {"unit": land.name}))
    return part
