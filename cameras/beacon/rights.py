"""Whose a beacon is: its camera's people's. Asked of a camera where none was begun yet."""

from typing import Any

from cameras.registry.models import Camera
from portal.people.rights import organisation_of


@organisation_of("beacon")
def organisation_of_beacon(thing: Any) -> int:
    camera: Camera = getattr(thing, "camera", thing)
    return camera.owner_id
