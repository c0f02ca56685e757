"""The same questions put to PostGIS, on the same tables: what the map's figures are held against.

It is given what it is best at: a geometry column beside each camera, in degrees and in the map's
metres, and an index on each, on the geography, too, and the same mark for consent.
"""

import json
from typing import Any

from django.db import connection

from cameras.coverage.tiles import Frame
from portal.lib.geo import Box

ALLOWED = "registry_camera c WHERE c.on_map AND c.status = 'active' AND c.unit_id = %(unit)s"
TILE = f"""
    WITH frame AS (SELECT ST_Transform(
        ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 4326), 3857) AS edge)
    SELECT ST_AsMVT(shown, 'cameras') FROM (
        SELECT c.public_id, ST_AsMVTGeom(c.merc, (SELECT edge FROM frame)::box2d) AS geom
        FROM {ALLOWED} AND c.merc && (SELECT edge FROM frame)
    ) shown
"""  # noqa: S608 -- the parts stand above
INSIDE = f"""
    SELECT c.id FROM {ALLOWED}
    AND ST_Contains(ST_SetSRID(ST_GeomFromGeoJSON(%(polygon)s), 4326), c.geom)
"""  # noqa: S608
WITHIN = f"""
    SELECT c.id FROM {ALLOWED}
    AND ST_DWithin(c.geom::geography, ST_SetSRID(ST_MakePoint(%(lng)s, %(lat)s), 4326)::geography,
        %(radius)s)
"""  # noqa: S608
POINTS = f"""
    SELECT json_build_object('type', 'FeatureCollection', 'features', coalesce(json_agg(
        json_build_object('type', 'Feature', 'geometry', ST_AsGeoJSON(c.geom, 6)::json,
            'properties', json_build_object(
                'id', c.public_id, 'label', c.place_kind, 'ownership', c.ownership))
        ), '[]'::json))::text
    FROM {ALLOWED} AND c.geom && ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 4326)
"""  # noqa: S608


def prepare() -> bool:
    """Make the columns and indexes; False where PostGIS is not installed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_available_extensions WHERE name = 'postgis'")
        if not cursor.fetchone()[0]:
            return False
        for statement in (
            "CREATE EXTENSION postgis",
            "ALTER TABLE registry_camera ADD geom geometry(Point, 4326), ADD merc geometry",
            """UPDATE registry_camera SET geom = ST_SetSRID(ST_MakePoint(lng, lat), 4326),
               merc = ST_Transform(ST_SetSRID(ST_MakePoint(lng, lat), 4326), 3857)""",
            "CREATE INDEX ON registry_camera USING gist (geom)",
            "CREATE INDEX ON registry_camera USING gist (merc)",
            "CREATE INDEX ON registry_camera USING gist ((geom::geography))",
            "VACUUM FULL ANALYZE registry_camera",
            "VACUUM ANALYZE",
        ):
            cursor.execute(statement)
    return True


def tile(unit_id: int, frame: Frame) -> int:
    """Bytes of the vector tile."""
    return len(_one(TILE, _edges(unit_id, frame.box)) or b"")


def inside(unit_id: int, corners: tuple[tuple[float, float], ...]) -> set[int]:
    ring = [[lng, lat] for lat, lng in (*corners, corners[0])]
    polygon = json.dumps({"type": "Polygon", "coordinates": [ring]})
    return _keys(INSIDE, {"unit": unit_id, "polygon": polygon})


def within(unit_id: int, lat: float, lng: float, radius: float) -> set[int]:
    return _keys(WITHIN, {"unit": unit_id, "lat": lat, "lng": lng, "radius": radius})


def points(unit_id: int, frame: Frame) -> str:
    text: str = _one(POINTS, _edges(unit_id, frame.box))
    return text


def _edges(unit_id: int, box: Box) -> dict[str, Any]:
    return {"unit": unit_id, **box._asdict()}


def _one(sql: str, facts: dict[str, Any]) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql, facts)
        return cursor.fetchone()[0]


def _keys(sql: str, facts: dict[str, Any]) -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, facts)
        return {key for (key,) in cursor.fetchall()}
