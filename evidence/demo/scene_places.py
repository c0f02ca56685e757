"""The four places our cameras look at: what stands there and where people and vehicles go."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

import cv2

from .scene_backdrop import Backdrop
from .scene_painter import Light
from .scene_textures import facade, plan, shaded, strip, tiles
from .scene_traffic import Kind, Lane
from .scene_view import View

ASPHALT, CONCRETE, PAVING = (96, 95, 94), (142, 148, 152), (148, 158, 168)
WHITE, KERB = (222, 226, 228), (176, 182, 186)
WALKERS: tuple[tuple[Kind, float], ...] = (("person", 1.0),)
RIDERS: tuple[tuple[Kind, float], ...] = (("motorbike", 1.0),)
DRIVERS: tuple[tuple[Kind, float], ...] = (("car", 1.0),)
TRAFFIC: tuple[tuple[Kind, float], ...] = (("motorbike", 0.8), ("car", 0.2))


@dataclass(frozen=True)
class Place:
    view: View
    light: Light
    lanes: tuple[Lane, ...]
    build: Callable[[Backdrop], None]


def _row(on: Backdrop, x: float, y: tuple[float, float], floors: tuple[int, int]) -> None:
    """Houses along one side of a street that leads away, the farthest first."""
    far = y[1]
    while far > y[0]:
        wide = min(on.chance.choice([4.0, 4.5, 5.0]), far - y[0])
        storeys = on.chance.randint(*floors)
        near = far - wide
        front = facade(max(wide, 1.5), storeys, on.chance)
        ends = ((x, near), (x, far)) if x < 0 else ((x, far), (x, near))
        on.wall(shaded(front, 0.82 if x < 0 else 0.95), *ends, storeys * 3.3)
        far = near


def _front_row(on: Backdrop, x: tuple[float, float], y: float, floors: tuple[int, int]) -> None:
    """Houses that face the camera."""
    left = x[0]
    while left < x[1]:
        wide = min(on.chance.choice([4.0, 4.5, 5.0]), x[1] - left)
        storeys = on.chance.randint(*floors)
        on.wall(
            facade(max(wide, 1.5), storeys, on.chance), (left, y), (left + wide, y), storeys * 3.3
        )
        left += wide


def _junction(on: Backdrop) -> None:
    on.sky((212, 176, 132), (236, 224, 208))
    on.hills((172, 172, 150))
    ground = plan(70, 84, PAVING, on.chance)  # x from -35, y from 4
    tiles(ground, (0, 70), (0, 8.8), 0.8)
    tiles(ground, (0, 31), (17.2, 84), 0.8)
    tiles(ground, (39, 70), (17.2, 84), 0.8)
    strip(ground, (0, 70), (9, 17), ASPHALT)
    strip(ground, (31, 39), (17, 80), ASPHALT)
    for kerb in (8.85, 17.0):
        strip(ground, (0, 70), (kerb, kerb + 0.2), KERB)
    strip(ground, (31, 39), (17, 17.3), ASPHALT)
    for x in range(0, 70, 4):
        strip(ground, (x, x + 2.0), (12.92, 13.08), WHITE, 0.8)
    for y in range(20, 78, 4):
        strip(ground, (34.93, 35.07), (y, y + 2.0), WHITE, 0.8)
    for x in range(8):
        strip(ground, (31.4 + x * 0.95, 31.9 + x * 0.95), (17.8, 20.3), WHITE, 0.75)
    on.ground(ground, (-35, 35), (4, 88))
    _front_row(on, (-22, 22), 86, (3, 5))
    _row(on, -6.2, (23.5, 62), (2, 4))
    _row(on, 6.2, (23.5, 62), (2, 4))
    _front_row(on, (-30, -6.2), 23.5, (2, 4))
    _front_row(on, (6.2, 30), 23.5, (2, 4))
    for left, far, tall in ((-5.4, 33, 4.2), (5.5, 40, 4.4), (-12.5, 22.4, 4.6), (11, 22.5, 4.2)):
        on.tree(left, far, tall)
    for left in (-17.0, -5.4, 6.6, 18.0):
        on.pole(left, 22.7)
    on.wires([(-40, 22.7), (-17.0, 22.7), (-5.4, 22.7), (6.6, 22.7), (18.0, 22.7), (40, 22.7)])


JUNCTION = Place(
    View(1280, 720, height=6.2, pitch=19, focal=900),
    Light((0.45, 0.18)),
    (
        Lane(((-30, 15.1), (30, 15.1)), TRAFFIC, 7, 0.55, spread=0.9),
        Lane(((30, 18.9), (-30, 18.9)), TRAFFIC, 8, 0.55, spread=0.9),
        Lane(((-30, 15.1), (0, 15.3), (1.9, 18), (1.9, 66), (14, 68)), RIDERS, 17, 0.6),
        Lane(((14, 65), (-1.9, 64), (-1.9, 20.5), (-4, 18.9), (-30, 18.9)), TRAFFIC, 13, 0.6),
        Lane(((-24, 11.6), (24, 11.6)), WALKERS, 31, 0.6, spread=0.6),
        Lane(((24, 22.0), (-24, 22.0)), WALKERS, 26, 0.5, spread=0.3),
        Lane(((14, 64), (5.0, 63), (5.0, 23), (24, 22)), WALKERS, 28, 0.6, spread=0.4),
        Lane(((-24, 22), (-3, 21.2), (-3, 10)), WALKERS, 37, 0.6, spread=0.8),
    ),
    _junction,
)


def _alley(on: Backdrop) -> None:
    on.sky((214, 190, 160), (232, 224, 214))
    ground = plan(20, 46, CONCRETE, on.chance)  # x from -10, y from 1.5
    for y in range(0, 46, 3):
        strip(ground, (0, 20), (y, y + 0.06), (112, 118, 122))
    strip(ground, (9.92, 10.08), (0, 46), (118, 122, 124), 0.8)
    for gutter in (7.7, 12.1):
        strip(ground, (gutter, gutter + 0.25), (0, 46), (108, 112, 116))
    on.ground(ground, (-10, 10), (1.5, 47.5))
    _front_row(on, (-9, 9), 44, (2, 3))
    _row(on, -2.3, (3.0, 36), (2, 3))
    _row(on, 2.3, (3.0, 38), (2, 3))
    on.tree(-1.95, 17, 2.3)
    on.tree(1.95, 26, 2.4)
    on.pole(1.9, 12.5, 7.0)
    on.pole(-1.95, 30, 7.0)
    on.wires([(1.9, 5.5), (1.9, 12.5), (-1.95, 30), (-1.9, 43)], 6.4)


ALLEY = Place(
    View(960, 540, height=3.1, pitch=13, focal=640),
    Light((0.15, 0.12), 0.7),
    (
        Lane(((0.8, 0.6), (0.8, 39.5), (9, 41)), RIDERS, 19, 0.6, pace=0.6),
        Lane(((9, 40), (-0.8, 39.5), (-0.8, 0.6)), RIDERS, 23, 0.6, pace=0.6),
        Lane(((1.3, 0.6), (1.3, 40), (9, 41.5)), WALKERS, 33, 0.6, spread=0.2),
        Lane(((-9, 38.5), (-1.3, 38), (-1.2, 0.6)), WALKERS, 29, 0.6, spread=0.2),
    ),
    _alley,
)


def _night_street(on: Backdrop) -> None:
    on.sky((14, 12, 10), (26, 24, 22))
    ground = plan(40, 70, (132, 140, 146), on.chance)  # x from -20, y from 2
    tiles(ground, (0, 16), (0, 70), 0.8)
    tiles(ground, (24, 40), (0, 70), 0.8)
    strip(ground, (16.2, 23.8), (0, 70), (104, 104, 104))
    for y in range(0, 70, 4):
        strip(ground, (19.93, 20.07), (y, y + 2.0), WHITE, 0.9)
    for kerb in (16.0, 23.8):
        strip(ground, (kerb, kerb + 0.2), (0, 70), KERB)
    on.ground(ground, (-20, 20), (2, 72))
    _front_row(on, (-16, 16), 70, (2, 4))
    _row(on, -6.4, (4, 52), (2, 3))
    _row(on, 6.4, (4, 54), (2, 3))
    for x, y in ((-5.2, 18), (5.3, 24), (-5.2, 36), (5.3, 42)):
        on.tree(x, y, 3.8)
    for y in (14, 34):
        on.pole(4.6, y)
    on.wires([(4.6, 7), (4.6, 14), (4.6, 34), (4.6, 60)])


NIGHT = Place(
    View(1280, 720, height=4.6, pitch=15, focal=860),
    Light(infrared=True),
    (
        Lane(((1.9, 2.0), (1.9, 58), (16, 60)), RIDERS, 27, 0.6, spread=0.5),
        Lane(((16, 57), (-1.9, 56), (-1.9, 2.0)), TRAFFIC, 31, 0.6, spread=0.5),
        Lane(((4.9, 1.5), (4.9, 56), (16, 58)), WALKERS, 61, 0.6),
        Lane(((-16, 54), (-5.0, 53), (-4.6, 1.5)), WALKERS, 53, 0.6),
        Lane(((6.3, 12.5), (3.2, 13), (-6.2, 16)), WALKERS, 83, 0.6),
    ),
    _night_street,
)


def _market_gate(on: Backdrop) -> None:
    on.sky((206, 178, 146), (230, 222, 210))
    ground = plan(50, 58, PAVING, on.chance)  # x from -25, y from 3
    tiles(ground, (0, 50), (0, 5.4), 0.9)
    tiles(ground, (0, 50), (11, 58), 0.9)
    strip(ground, (0, 50), (5.5, 11), ASPHALT)
    strip(ground, (21, 29), (11, 58), CONCRETE)
    for x in range(0, 50, 4):
        strip(ground, (x, x + 2.0), (8.2, 8.34), WHITE, 0.8)
    on.ground(ground, (-25, 25), (3, 61))
    _front_row(on, (-16, 16), 60, (2, 3))
    for far in (44.0, 38.0, 32.0, 27.0):
        on.umbrella(-3.6, far, on.chance.choice([(60, 60, 190), (150, 90, 40)]))
        on.umbrella(3.6, far + 1.5, on.chance.choice([(60, 130, 60), (40, 140, 210)]))
    _front_row(on, (-24, -4.6), 21.5, (1, 3))
    _front_row(on, (4.6, 24), 21.5, (1, 3))
    for side in (-4.2, 4.2):
        pillar = plan(0.8, 4.6, (120, 150, 205), Random(1))
        on.wall(pillar, (side - 0.4, 20.5), (side + 0.4, 20.5), 4.6)
    _sign(on)
    on.umbrella(-8.5, 17.4, (60, 60, 190))
    on.umbrella(9.2, 17.0, (60, 130, 60))
    on.tree(12.5, 18.5, 4.0)
    on.pole(-12.5, 19.0)
    on.wires([(-40, 19.0), (-12.5, 19.0), (40, 19.0)])


def _sign(on: Backdrop) -> None:
    board = plan(9.6, 1.2, (60, 60, 180), Random(2))
    cv2.rectangle(board, (3, 3), (board.shape[1] - 4, board.shape[0] - 4), (60, 190, 235), 1)
    cv2.putText(
        board, "CHO", (66, 17), cv2.FONT_HERSHEY_DUPLEX, 0.62, (90, 215, 250), 1, cv2.LINE_AA
    )
    left, top = on.view.project([(-4.8, 20.5, 5.6), (4.8, 20.5, 4.4)])[:, :2].astype(int)
    size = (int(top[0] - left[0]), int(top[1] - left[1]))
    laid = cv2.resize(board, size, interpolation=cv2.INTER_CUBIC)
    on.picture[left[1] : top[1], left[0] : top[0]] = laid
    on.distance[left[1] : top[1], left[0] : top[0]] = on.view.depth(0, 20.5)


GATE = Place(
    View(1280, 720, height=4.4, pitch=14, focal=880),
    Light((-0.4, 0.15)),
    (
        Lane(((-22, 10.2), (22, 10.2)), TRAFFIC, 43, 0.7, spread=0.5),
        Lane(((22, 12.6), (-22, 12.6)), RIDERS, 53, 0.7, spread=0.5),
        Lane(((-2, 4), (-1.0, 20), (-0.8, 50), (-14, 54)), WALKERS, 157, 0.8, pace=1.3),
        Lane(((24, 16.0), (2, 16.5), (1.0, 22), (1.0, 30), (9, 31)), WALKERS, 191, 0.7, pace=1.2),
    ),
    _market_gate,
)

PLACES: dict[str, Place] = {"junction": JUNCTION, "alley": ALLEY, "night": NIGHT, "gate": GATE}
