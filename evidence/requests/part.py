"""The part of the asked minutes that an owner allows. Pure."""

from portal.lib.errors import Refused

from .scope import SHORTEST, Window


def narrowed(asked: Window, allowed: Window) -> Window | None:
    """What may be taken: None where it is all that was asked. Never a second more than was asked.

    Raises Refused when it is no part of it, or nothing that could be seen.
    """
    if allowed.stop <= allowed.start:
        raise Refused("requests.window_backwards", field="stop")
    if allowed.start < asked.start:
        raise Refused("requests.part_outside", field="start")
    if allowed.stop > asked.stop:
        raise Refused("requests.part_outside", field="stop")
    if allowed.stop - allowed.start < min(SHORTEST, asked.stop - asked.start):
        raise Refused("requests.window_too_short", field="stop", seconds=SHORTEST.seconds)
    return None if allowed == asked else allowed
