"""Finding units: by what people call them, by a point, by what became of them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from portal.lib.geo import box_around, distance_m
from portal.lib.words import folded

from .models import Succession, Unit, UnitKind

MAX_TEXT = 120
_ONLY_WITHIN = 3  # rank of a unit that is found by its province or district alone
_REACH_M = 60_000  # farther than this from every centre is no unit of ours
_GLUED = re.compile(r"\b([fpqx])(\d)")  # 'P9', 'Q1'
_SHORT = {
    "tp": "thanh pho",
    "tx": "thi xa",
    "tt": "thi tran",
    "p": "phuong",
    "f": "phuong",
    "x": "xa",
    "q": "quan",
    "h": "huyen",
    "t": "tinh",
    "hn": "ha noi",
    "hcm": "ho chi minh",
    "tphcm": "thanh pho ho chi minh",
    "brvt": "ba ria - vung tau",
}


@dataclass(frozen=True)
class Found:
    """A unit in force, and by which former name it was found ('Phường 9 -> Tam Thắng')."""

    unit: Unit
    former: Unit | None = None


def search_units(text: str, *, limit: int = 20) -> list[Found]:
    """Units in force by their own or a former name, accents and word forms ignored."""
    words = _words(text)
    if not words:
        return []
    matches = Unit.objects.defer("outline").select_related("province")
    for word in words:
        matches = matches.filter(folded__contains=word)
    ranked = sorted(
        (unit for unit in matches if _all_start_words(words, unit.folded)),
        key=lambda unit: _rank(words, unit),
    )
    named = [unit for unit in ranked if _rank(words, unit)[0] < _ONLY_WITHIN] or ranked
    current = [Found(unit) for unit in named if unit.valid_to is None]
    former = [unit for unit in named if unit.valid_to is not None]
    return _once([*current, *_successors(former[:limit])], limit)


def unit_at(lat: float, lng: float) -> Unit | None:
    """The unit in force at a point: by outline where one is known, else by nearest centre.

    A circle is only as good as its centre and area; the answer is a proposal to a person.
    """
    current = Unit.objects.filter(valid_to=None).select_related("province")
    around = current.filter(south__lte=lat, north__gte=lat, west__lte=lng, east__gte=lng)
    inside = [unit for unit in around if unit.contains(lat, lng)]
    outlined = [unit for unit in inside if unit.outline is not None]
    if outlined or inside:
        return min(outlined or inside, key=lambda unit: _share_of_radius(unit, lat, lng))
    box = box_around(lat, lng, _REACH_M)
    near = current.defer("outline").filter(
        lat__range=(box.south, box.north), lng__range=(box.west, box.east)
    )
    return min(near, key=lambda unit: _share_of_radius(unit, lat, lng), default=None)


def successors(unit: Unit) -> list[Unit]:
    """The units in force where this one's ground lies now; itself when it is in force."""
    if unit.valid_to is None:
        return [unit]
    rows = unit.became.select_related("new__province").order_by("-is_main", "new__code")
    return [row.new for row in rows]


def former_units(unit: Unit) -> list[Unit]:
    """Former wards and communes of which this unit was formed, without districts."""
    rows = unit.formed_from.exclude(old__kind=UnitKind.DISTRICT).select_related("old")
    return [row.old for row in rows.order_by("old__code")]


def _words(text: str) -> list[str]:
    plain = folded(text[:MAX_TEXT]).replace(".", " ").replace(",", " ")
    plain = _GLUED.sub(r"\1 \2", plain)
    return " ".join(_SHORT.get(word, word) for word in plain.split()).split()


def _all_start_words(words: list[str], text: str) -> bool:
    """'9' is found in 'phuong 9', not in 'phuong 19'."""
    padded = f" {text.replace(',', ' ')} "
    return all(f" {word} " in padded if word.isdigit() else f" {word}" in padded for word in words)


def _rank(words: list[str], unit: Unit) -> tuple[int, int, str]:
    name = folded(unit.name)
    wanted = " ".join(words)
    if name == wanted or name.partition(" ")[2] == wanted:
        place = 0
    elif _all_start_words(words, name):
        place = 1
    elif _named_and_within(words, name):
        place = 2
    else:
        place = _ONLY_WITHIN
    return place, len(name), unit.code


def _named_and_within(words: list[str], name: str) -> bool:
    """'phuong 9 vung tau': the name itself comes first, then where it lies."""
    own = name.split()
    return words[: len(own)] == own or words[: len(own) - 1] == own[1:]


def _successors(former: Iterable[Unit]) -> list[Found]:
    by_pk = {unit.pk: unit for unit in former}
    rows = Succession.objects.filter(old__in=by_pk).select_related("new__province")
    order = {pk: place for place, pk in enumerate(by_pk)}
    ordered = sorted(rows, key=lambda row: (order[row.old_id], not row.is_main, row.new.code))
    return [Found(row.new, by_pk[row.old_id]) for row in ordered]


def _once(found: Iterable[Found], limit: int) -> list[Found]:
    """Each unit once, under the first name that found it."""
    seen: dict[int, Found] = {}
    for item in found:
        seen.setdefault(item.unit.pk, item)
    return list(seen.values())[:limit]


def _share_of_radius(unit: Unit, lat: float, lng: float) -> float:
    assert unit.lat is not None
    assert unit.lng is not None
    return distance_m(unit.lat, unit.lng, lat, lng) / max(unit.radius_m or 1, 1)
