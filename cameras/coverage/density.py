"""Pixels per metre: what a camera's picture lets one make out at a distance. Pure.

Pixel density is that of IEC 62676-4: pixels of the picture's width divided by the metres that this
width covers at the distance. The named levels are data with their source.
"""

import math
from dataclasses import dataclass

ALL_ROUND = 360
WIDEST_FLAT = 170.0  # beyond it a flat picture has no finite width; fish-eyes count along the arc
NEAREST_M = 1.0  # nearer than this nobody stands before a camera on a wall


@dataclass(frozen=True)
class Edition:
    """One edition's levels: (name, least pixels per metre), the most demanding first."""

    year: int
    source: str
    levels: tuple[tuple[str, float], ...]


# Still what makers and tenders speak; the standard itself was withdrawn on 2025-10-09.
EDITION_2014 = Edition(
    2014,
    "IEC 62676-4:2014, operational requirements (detect, observe, recognise, identify)",
    (("identify", 250.0), ("recognise", 125.0), ("observe", 62.5), ("detect", 25.0)),
)
# From a maker's note on the draft of 2025, not checked against the text of the standard.
EDITION_2025 = Edition(
    2025,
    "IEC 62676-4:2025, as a maker's note on the draft gives it; not checked against the text",
    (
        ("scrutinise", 1500.0),
        ("validate", 500.0),
        ("characterise", 250.0),
        ("perceive", 125.0),
        ("discern", 80.0),
        ("outline", 40.0),
        ("overview", 20.0),
    ),
)
EDITIONS = (EDITION_2014, EDITION_2025)


def px_per_m(width_px: int, fov: float, distance: float) -> float:
    """Pixels per metre at `distance` metres. Raises ValueError outside 0 < fov <= 360."""
    return width_px / (_spread(fov) * max(distance, NEAREST_M))


def reach_m(width_px: int, fov: float, least: float) -> float:
    """As far as this many metres the density is at least `least`; 0 where it never is.

    Raises ValueError outside 0 < fov <= 360 and for a density that is not above 0.
    """
    if least <= 0:
        raise ValueError(f"got a density of {least} px/m, want above 0")
    distance = width_px / (_spread(fov) * least)
    return distance if distance >= NEAREST_M else 0.0


def level(density: float, edition: Edition = EDITION_2014) -> str | None:
    """The name of the best level this density reaches, or None below the lowest."""
    return next((name for name, least in edition.levels if density >= least), None)


def _spread(fov: float) -> float:
    """Metres that the picture's width covers at one metre."""
    if not 0 < fov <= ALL_ROUND:
        raise ValueError(f"got a lens angle of {fov} degrees, want above 0 and up to 360")
    if fov < WIDEST_FLAT:
        return 2 * math.tan(math.radians(fov) / 2)
    return math.radians(fov)
