"""What is known of the machine itself: from what was said, else from its class, else assumed.

Each figure says from where it came, so that a page shows a guess as a guess, and a search that has
to assume something assumes the same for everybody.
"""

from collections.abc import Mapping
from typing import Any

from .presets import BY_CODE, LENS_CODES, RESOLUTIONS, Preset, lens_angle
from .vocabulary import Source

INFRARED_M = 20  # what the small lamps of a home camera reach

UNSAID: Mapping[str, Any] = {
    "preset": "", "indoor": None, "resolution": "", "lens": "", "connection": "",
}  # fmt: skip


def read(answers: Mapping[str, Any], *, night_vision: bool | None) -> dict[str, Any]:
    """The answers of the page as fields of `NewCamera`. What was said goes before the class."""
    preset = BY_CODE.get(answers["preset"])
    return {
        "preset": preset.code if preset else "",
        "connection": answers["connection"],
        **_resolution(answers["resolution"], preset),
        **_angle(answers["lens"], preset),
        **_indoor(answers["indoor"], preset),
        **_lamps(night_vision, preset),
    }


def _resolution(said: str, preset: Preset | None) -> dict[str, Any]:
    code = said or (preset.resolution if preset else "")
    if not code:
        return {}
    width, height = RESOLUTIONS[code]
    return {"width_px": width, "height_px": height, "resolution_source": _source(bool(said))}


def _angle(said: str, preset: Preset | None) -> dict[str, Any]:
    lens = LENS_CODES[said] if said else preset.lens_mm if preset else None
    if lens is None:
        return {}
    return {"fov_deg": lens_angle(lens), "fov_source": _source(bool(said))}


def _indoor(said: bool | None, preset: Preset | None) -> dict[str, Any]:
    if said is not None:
        return {"indoor": said, "indoor_source": Source.STATED}
    return {"indoor": preset.indoor, "indoor_source": Source.CLASS} if preset else {}


def _lamps(said: bool | None, preset: Preset | None) -> dict[str, Any]:
    """Lamps of the class count unless the person said that nothing is seen by night."""
    lamps = preset.infrared_m if preset else 0
    if said is None:
        return {"night_vision": True if lamps else None, "infrared_m": lamps}
    return {"night_vision": said, "infrared_m": (lamps or INFRARED_M) if said else 0}


def _source(said: bool) -> str:
    return Source.STATED if said else Source.CLASS
