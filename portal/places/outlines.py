"""Official outlines from GeoJSON or an archive of it, read without believing it. No Django."""

import json
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyproj import Geod
from shapely.errors import ShapelyError
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

from portal.lib.words import clean

from .shapes import radius_of

MAX_BYTES = 20_000_000  # one file; the largest unit known takes 1 MB
_VIETNAM = (102.0, 5.0, 118.5, 23.5)  # west, south, east, north, with the islands
_WGS84 = Geod(ellps="WGS84")


class BadOutlineError(ValueError):
    """The file is no outline of a unit; the message says why and where."""


@dataclass(frozen=True)
class Outline:
    name: str  # 'Phường Vũng Tàu'
    geometry: dict[str, Any]
    lat: float
    lng: float
    radius_m: int


def read(path: Path) -> Iterator[Outline]:
    """Every outline in a .geojson/.json file or in a tar archive of such files."""
    if path.suffix in {".geojson", ".json"}:
        yield from parse(path.read_bytes(), path.name)
        return
    try:
        with tarfile.open(path) as archive:
            for member in archive:
                if not member.isfile() or not member.name.endswith((".geojson", ".json")):
                    continue
                file = archive.extractfile(member)
                assert file is not None
                yield from parse(file.read(MAX_BYTES + 1), member.name)
    except tarfile.TarError as error:
        raise BadOutlineError(f"{path.name}: neither GeoJSON nor a tar archive") from error


def parse(data: bytes, where: str) -> list[Outline]:
    """The outlines in one GeoJSON text. Raises BadOutlineError for anything else."""
    if len(data) > MAX_BYTES:
        raise BadOutlineError(f"{where}: larger than {MAX_BYTES} bytes")
    try:
        document = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise BadOutlineError(f"{where}: not JSON") from error
    if not isinstance(document, dict):
        raise BadOutlineError(f"{where}: got {type(document).__name__}, want an object")
    features = document.get("features") if "features" in document else [document]
    if not isinstance(features, list):
        raise BadOutlineError(f"{where}: 'features' is no list")
    return [_outline(feature, where) for feature in features]


def _outline(feature: object, where: str) -> Outline:
    if not isinstance(feature, dict):
        raise BadOutlineError(f"{where}: a feature is no object")
    properties = feature.get("properties")
    name = properties.get("fullName") if isinstance(properties, dict) else None
    if not isinstance(name, str) or not clean(name):
        raise BadOutlineError(f"{where}: no name of a unit in properties.fullName")
    geometry = _geometry(feature.get("geometry"), where)
    inside = geometry.centroid
    if not geometry.covers(inside):
        inside = geometry.representative_point()
    area_m2 = abs(_WGS84.geometry_area_perimeter(geometry)[0])
    return Outline(
        name=clean(name),
        geometry=json.loads(json.dumps(mapping(geometry))),
        lat=inside.y,
        lng=inside.x,
        radius_m=radius_of(area_m2 / 1_000_000),
    )


def _geometry(value: object, where: str) -> BaseGeometry:
    if not isinstance(value, dict) or value.get("type") not in {"Polygon", "MultiPolygon"}:
        raise BadOutlineError(f"{where}: want a Polygon or MultiPolygon")
    try:
        geometry = shape(value)
    except (ShapelyError, ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
        raise BadOutlineError(f"{where}: the coordinates are no polygon") from error
    if not geometry.is_valid:
        geometry = geometry.buffer(0)
    if geometry.is_empty or geometry.geom_type not in {"Polygon", "MultiPolygon"}:
        raise BadOutlineError(f"{where}: the outline encloses nothing")
    west, south, east, north = geometry.bounds
    if west < _VIETNAM[0] or south < _VIETNAM[1] or east > _VIETNAM[2] or north > _VIETNAM[3]:
        raise BadOutlineError(f"{where}: lies outside Việt Nam (is it latitude before longitude?)")
    return geometry
