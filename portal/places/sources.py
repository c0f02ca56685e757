"""What the two published packages say about units, brought into one form. No Django.

vietnam-provinces has the names and codes in force; vietnamadminunits has centres, areas, and what
became of each former unit. Their codes differ for some units and one spells names with a double
space, so they are joined by province and name without accents, and by the accented name where two
units of a province fold to the same one. The second package is read as data, not imported: its
import starts an address parser.
"""

import json
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from vietnam_provinces import Province, Ward

from portal.lib.words import clean, folded

from .shapes import compared, radius_of

_KINDS = {"phường": "ward", "xã": "commune", "đặc khu": "special", "thị trấn": "town"}
_PROVINCE_PREFIXES = ("tinh ", "thanh pho ")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
WIDEST_WARD_DEG = 0.6  # 99.9 % are narrower than 0.49; some boxes are a whole province's


@dataclass(frozen=True)
class NewUnit:
    code: str
    name: str
    kind: str
    province_code: str
    lat: float | None
    lng: float | None
    radius_m: int | None


@dataclass(frozen=True)
class FormerUnit:
    code: str  # with "old-" before it: numbers were used again
    name: str
    kind: str
    province_code: str  # of the province it lies in today
    within: str
    lat: float | None
    lng: float | None
    radius_m: int | None
    box: tuple[float, float, float, float] | None  # south, west, north, east
    successors: tuple[tuple[str, bool], ...]  # code of the successor, is it the main one


def release() -> str:
    """Which release of each package was read."""
    names = ("vietnam-provinces", "vietnamadminunits")
    return ", ".join(f"{name} {version(name)}" for name in names)


def provinces() -> list[tuple[str, str]]:
    return [(f"{int(p.code):02}", clean(p.name)) for p in Province.iter_all()]


def new_units() -> list[NewUnit]:
    """The units in force, each with the centre and area the second package knows."""
    places = _Places(_rows("admin_units"))
    names = dict(provinces())
    units = []
    for ward in Ward.iter_all():
        province = f"{int(ward.province_code):02}"
        row = places.find(names[province], ward.name)
        units.append(
            NewUnit(
                code=f"{int(ward.code):05}",
                name=clean(ward.name),
                kind=_KINDS[ward.division_type.value],
                province_code=province,
                lat=row["wardLat"],
                lng=row["wardLon"],
                radius_m=radius_of(row["wardAreaKm2"]) if row["wardAreaKm2"] else None,
            )
        )
    return units


def former_units() -> list[FormerUnit]:
    """Wards, communes, towns and districts that ended on 2025-06-30, and what became of them."""
    successors = _successors()
    rows = _rows("admin_units_legacy")
    wards = [_former_ward(row, successors[_key(row)]) for row in rows if row["wardKey"]]
    return [*wards, *_former_districts(rows, successors)]


class _Places:
    """Rows of the second package by province and name, in both spellings."""

    def __init__(self, rows: list[dict[str, Any]]) -> None:
        self.folded: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
        for row in rows:
            self.folded[_plain_province(row["province"]), compared(row["ward"])].append(row)

    def find(self, province: str, name: str) -> dict[str, Any]:
        found = self.folded[_plain_province(province), compared(name)]
        if len(found) > 1:
            found = [row for row in found if clean(row["ward"]) == clean(name)]
        if len(found) != 1:
            raise LookupError(f"got {len(found)} rows for {name}, {province}, want one")
        return found[0]


def _successors() -> dict[str, tuple[tuple[str, bool], ...]]:
    """By the old unit's key: the codes of its successors in the first package."""
    converter = json.loads((_folder() / "converter_2025.json").read_text(encoding="utf-8"))
    code_of = _codes_by_key()
    result: dict[str, tuple[tuple[str, bool], ...]] = {}
    for province, merged in converter["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for new_key, old_keys in merged.items():
            result.update(dict.fromkeys(old_keys, ((code_of[province, new_key], True),)))
    for province, divided in converter["DICT_PROVINCE_WARD_DIVIDED"].items():
        for old_key, parts in divided.items():
            result[old_key] = tuple(
                (code_of[province, part["newWardKey"]], bool(part["isDefaultNewWard"]))
                for part in parts
            )
    return result


def _codes_by_key() -> dict[tuple[str, str], str]:
    """The second package's key of a new unit to the first package's code."""
    rows = _rows("admin_units")
    key_of = {id(row): (row["provinceKey"], row["wardKey"]) for row in rows}
    places = _Places(rows)
    names = dict(provinces())
    return {
        key_of[id(places.find(names[unit.province_code], unit.name))]: unit.code
        for unit in _named_units()
    }


def _named_units() -> Iterator[NewUnit]:
    for ward in Ward.iter_all():
        code, province = f"{int(ward.code):05}", f"{int(ward.province_code):02}"
        yield NewUnit(code, clean(ward.name), "", province, None, None, None)


def _former_ward(row: dict[str, Any], successors: tuple[tuple[str, bool], ...]) -> FormerUnit:
    return FormerUnit(
        code=f"old-{row['wardCode']}",
        name=clean(row["ward"]),
        kind=_KINDS[row["wardType"].lower()],
        province_code=_province_of(successors),
        within=f"{clean(row['district'])}, {clean(row['province'])}",
        lat=row["wardLat"],
        lng=row["wardLon"],
        radius_m=None,
        box=_box(row["wardBounds"] or ""),
        successors=successors,
    )


def _box(text: str) -> tuple[float, float, float, float] | None:
    """From "south,west – north,east" in degrees; None where it is missing or no ward's."""
    numbers = [float(number) for number in _NUMBER.findall(text)]
    if len(numbers) != len(("south", "west", "north", "east")):
        return None
    south, west, north, east = numbers
    wide = max(north - south, east - west)
    return (south, west, north, east) if 0 < wide < WIDEST_WARD_DEG else None


def _former_districts(
    rows: list[dict[str, Any]], successors: dict[str, tuple[tuple[str, bool], ...]]
) -> list[FormerUnit]:
    """A district became whatever its wards became; its figures are the sum of theirs."""
    by_district: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        by_district[row["districtCode"]].append(row)
    districts = []
    for code, members in by_district.items():
        first = members[0]
        new_codes = dict.fromkeys(new for row in members for new, _ in successors[_key(row)])
        parts = tuple((new, len(new_codes) == 1) for new in new_codes)
        districts.append(
            FormerUnit(
                code=f"old-d{code}",
                name=clean(first["district"]),
                kind="district",
                province_code=_province_of(parts),
                within=clean(first["province"]),
                lat=first["districtLat"],
                lng=first["districtLon"],
                radius_m=None,
                box=None,
                successors=parts,
            )
        )
    return districts


_PROVINCE_OF_CODE: dict[str, str] = {}


def _province_of(successors: tuple[tuple[str, bool], ...]) -> str:
    if not _PROVINCE_OF_CODE:
        _PROVINCE_OF_CODE.update({unit.code: unit.province_code for unit in _named_units()})
    return _PROVINCE_OF_CODE[successors[0][0]]


def _plain_province(name: str) -> str:
    plain = folded(name)
    for prefix in _PROVINCE_PREFIXES:
        plain = plain.removeprefix(prefix)
    return plain


def _key(row: dict[str, Any]) -> str:
    return f"{row['provinceKey']}_{row['districtKey']}_{row['wardKey'] or ''}"


def _rows(table: str) -> list[dict[str, Any]]:
    columns = {
        "admin_units": "province, ward, provinceKey, wardKey, wardLat, wardLon, wardAreaKm2",
        "admin_units_legacy": "province, district, ward, wardType, provinceKey, districtKey,"
        " wardKey, wardCode, districtCode, wardLat, wardLon, wardBounds, districtLat, districtLon",
    }
    with closing(sqlite3.connect(f"file:{_folder() / 'dataset.db'}?mode=ro", uri=True)) as base:
        base.row_factory = sqlite3.Row
        query = f"SELECT {columns[table]} FROM {table}"  # noqa: S608 -- both from the table above
        return [dict(row) for row in base.execute(query)]


def _folder() -> Path:
    spec = find_spec("vietnamadminunits")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("vietnamadminunits is not installed")
    return Path(spec.origin).parent / "data"
