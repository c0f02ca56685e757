"""Cameras as points for a map: where to go, and nothing about whose they are."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from cameras.registry.models import Camera


def points(cameras: Iterable[Camera]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": [_point(camera) for camera in cameras]}


def _point(camera: Camera) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [camera.lng, camera.lat]},
        "properties": {
            "label": camera.address or camera.name,
            "bearing_deg": camera.bearing_deg,
            "fov_deg": camera.fov_deg,
            "range_m": camera.range_m,
            "href": reverse("upkeep:verify", args=[camera.public_id]),
        },
    }
