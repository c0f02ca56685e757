"""Where the demo's cameras stand: the units that were Vũng Tàu city, with the article's figures.

4,645 cameras of homes and 1,634 of communities, in 17 former wards and 67 neighbourhoods (a
newspaper's report of 2025-01-15 on the year 2024). The places are drawn at random on a grid of
streets; every one of them is marked as demo.
"""

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass

HOMES, COMMUNITY, NEIGHBOURHOODS = 4_645, 1_634, 67
BLOCK_M = 90  # between two streets of the grid
STEP_M = 7  # between two gates along a street
SET_BACK_M = 5  # a gate stands this far beside the middle of its street
METRES_PER_DEGREE = 110_600


@dataclass(frozen=True)
class DemoUnit:
    """A unit's official number, its share of the cameras, and round patches of built-up land."""

    code: str
    share: float
    neighbourhoods: int
    patches: tuple[tuple[float, float, int], ...]  # lat, lng, radius in metres


UNITS = (
    DemoUnit(
        "26506",  # Phường Vũng Tàu
        7 / 17,
        28,
        ((10.3431, 107.0842, 900), (10.3576, 107.0697, 700), (10.3305, 107.0842, 480)),
    ),
    DemoUnit(
        "26526",  # Phường Tam Thắng
        4 / 17,
        16,
        ((10.3624, 107.0950, 900), (10.3689, 107.1091, 800), (10.3638, 107.0816, 560)),
    ),
    DemoUnit(
        "26536",  # Phường Rạch Dừa
        3 / 17,
        12,
        ((10.3898, 107.1109, 900), (10.3777, 107.1210, 780), (10.4036, 107.1140, 650)),
    ),
    DemoUnit(
        "26542",  # Phường Phước Thắng
        2 / 17,
        8,
        ((10.3998, 107.1395, 900), (10.4153, 107.1601, 900)),
    ),
    DemoUnit("26545", 1 / 17, 3, ((10.4577, 107.0885, 900), (10.4622, 107.0648, 700))),  # Long Sơn
)


@dataclass(frozen=True)
class Spot:
    """A place beside a street: degrees, and the bearing that looks along the street."""

    lat: float
    lng: float
    bearing: int


def shares(total: int, parts: tuple[float, ...]) -> list[int]:
    """`total` split by `parts` (which add up to 1) into whole numbers that add up to it."""
    counts = [int(total * part) for part in parts]
    for index in range(total - sum(counts)):
        counts[index % len(counts)] += 1
    return counts


def spots(unit: DemoUnit, seed: int) -> Iterator[Spot]:
    """Endless places in the unit's patches, the same for the same seed."""
    dice = random.Random(seed)
    areas = [radius**2 for _lat, _lng, radius in unit.patches]
    while True:
        lat, lng, radius = dice.choices(unit.patches, areas)[0]
        yield _beside_a_street(dice, lat, lng, radius)


def _beside_a_street(dice: random.Random, lat: float, lng: float, radius: int) -> Spot:
    """One gate on a grid of streets that is turned a little, differently for every patch."""
    turn = math.radians((lat * 1e4 + lng * 1e4) % 40 - 20)
    distance = radius * math.sqrt(dice.random())
    angle = dice.random() * 2 * math.pi
    x, y = distance * math.cos(angle), distance * math.sin(angle)
    along_x = dice.random() < 0.5  # noqa: PLR2004 -- as many streets one way as the other
    side = dice.choice((-SET_BACK_M, SET_BACK_M))
    if along_x:
        x, y = round(x / STEP_M) * STEP_M, round(y / BLOCK_M) * BLOCK_M + side
    else:
        x, y = round(x / BLOCK_M) * BLOCK_M + side, round(y / STEP_M) * STEP_M
    east = x * math.cos(turn) - y * math.sin(turn)
    north = x * math.sin(turn) + y * math.cos(turn)
    street = 90 if along_x else 0
    bearing = (street - math.degrees(turn) + dice.choice((0, 180)) + dice.randint(-25, 25)) % 360
    return Spot(
        round(lat + north / METRES_PER_DEGREE, 6),
        round(lng + east / (METRES_PER_DEGREE * math.cos(math.radians(lat))), 6),
        int(bearing),
    )
