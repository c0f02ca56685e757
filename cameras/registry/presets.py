"""Classes of cameras on sale, for people who know the box but not the figures. Pure.

No brand is named: what is told apart is what the box says (megapixels, the lens in millimetres,
lamps for the night). An angle is computed from the lens for a sensor of the type 1/2.8", 5.57 mm
wide (1920 pixels of 2.9 micrometres, the common size of home cameras): 2 * atan(5.57 / 2f).
Makers print some degrees more for short lenses, whose edges are bent; a search that assumes too
little asks one camera less, one that assumes too much asks for pictures that do not show the place.
"""

import math
from dataclasses import dataclass

SENSOR_WIDTH_MM = 5.57
UNKNOWN = "unknown"

# Megapixels as printed on boxes, and the pictures that recorders get from such cameras.
RESOLUTIONS: dict[str, tuple[int, int]] = {
    "1mp": (1280, 720),
    "2mp": (1920, 1080),
    "3mp": (2304, 1296),
    "4mp": (2560, 1440),
    "5mp": (2592, 1944),
    "8mp": (3840, 2160),
}
LENSES_MM: tuple[float, ...] = (2.8, 3.6, 4, 6, 8, 12)


@dataclass(frozen=True)
class Preset:
    """`infrared_m`: how far its lamps light, as boxes of the class say at least; 0: no lamps."""

    code: str
    resolution: str
    lens_mm: float
    infrared_m: int
    indoor: bool


PRESETS: tuple[Preset, ...] = (
    Preset("wifi-2mp", "2mp", 3.6, 10, indoor=True),
    Preset("wifi-3mp", "3mp", 3.6, 10, indoor=True),
    Preset("analogue-1mp", "1mp", 3.6, 20, indoor=False),
    Preset("outdoor-2mp-28", "2mp", 2.8, 20, indoor=False),
    Preset("outdoor-2mp-36", "2mp", 3.6, 20, indoor=False),
    Preset("outdoor-2mp-6", "2mp", 6, 30, indoor=False),
    Preset("outdoor-4mp-28", "4mp", 2.8, 30, indoor=False),
    Preset("outdoor-4mp-4", "4mp", 4, 30, indoor=False),
    Preset("outdoor-5mp-28", "5mp", 2.8, 30, indoor=False),
    Preset("outdoor-8mp-28", "8mp", 2.8, 30, indoor=False),
    Preset("outdoor-8mp-4", "8mp", 4, 30, indoor=False),
)
BY_CODE = {preset.code: preset for preset in PRESETS}


def lens_angle(lens_mm: float) -> int:
    """Degrees from the left to the right edge of the picture, for a straight-line lens."""
    return round(math.degrees(2 * math.atan(SENSOR_WIDTH_MM / (2 * lens_mm))))


def lens_code(lens_mm: float) -> str:
    """As the form sends it: ``2.8``, ``4``."""
    return f"{lens_mm:g}"


LENS_CODES: dict[str, float] = {lens_code(lens): lens for lens in LENSES_MM}
