"""Ground seen from above and fronts of houses: flat pictures that a backdrop bends into place."""

from random import Random

import cv2
import numpy as np

from .scene_figures import Colour
from .scene_painter import Picture

_FACADE_PX = 44  # pixels a metre
_GROUND_PX = 18
_WITH_SHUTTER = 0.6  # share of ground floors
_JOINT: Colour = (120, 128, 136)
WALLS: tuple[Colour, ...] = (
    *((175, 205, 222), (190, 214, 190), (214, 205, 180), (168, 190, 228), (205, 205, 210)),
    *((150, 200, 225), (210, 190, 200), (185, 180, 170)),
)
AWNINGS: tuple[Colour, ...] = ((70, 70, 175), (150, 95, 45), (70, 120, 55), (45, 140, 205))


def plan(width_m: float, depth_m: float, colour: Colour, chance: Random) -> Picture:
    """Ground of one colour with grain and patches, seen from above."""
    size = (int(depth_m * _GROUND_PX), int(width_m * _GROUND_PX))
    grain = np.random.default_rng(chance.getrandbits(32))
    coarse = cv2.resize(
        grain.normal(0, 5, (size[0] // 24 + 2, size[1] // 24 + 2)).astype(np.float32), size[::-1]
    )
    fine = grain.normal(0, 4, size)
    base = np.array(colour)[None, None, :] + (coarse + fine)[..., None]
    return np.clip(base, 0, 255).astype(np.uint8)


def strip(
    on: Picture, x: tuple[float, float], y: tuple[float, float], colour: Colour, share: float = 1.0
) -> None:
    """Paint a rectangle of the plan; metres from its left and its near edge."""
    height = on.shape[0]
    rows = slice(max(0, height - int(y[1] * _GROUND_PX)), height - int(y[0] * _GROUND_PX))
    columns = slice(int(x[0] * _GROUND_PX), int(x[1] * _GROUND_PX))
    part = on[rows, columns].astype(np.float64)
    shift = part - part.mean(axis=(0, 1)) if part.size else part
    on[rows, columns] = np.clip(
        np.array(colour) * share + part * (1 - share) + shift * share, 0, 255
    )


def tiles(on: Picture, x: tuple[float, float], y: tuple[float, float], step: float) -> None:
    """Joints of a pavement."""
    height = on.shape[0]
    left, right = (int(edge * _GROUND_PX) for edge in x)
    low, high = (height - int(edge * _GROUND_PX) for edge in y)
    for at in np.arange(x[0], x[1], step):
        column = int(at * _GROUND_PX)
        cv2.line(on, (column, low), (column, high), _JOINT, 1)
    for at in np.arange(y[0], y[1], step):
        row = height - int(at * _GROUND_PX)
        cv2.line(on, (left, row), (right, row), _JOINT, 1)


def facade(width_m: float, floors: int, chance: Random) -> Picture:
    """The front of a narrow town house: shutter and awning below, balcony and windows above."""
    floor_px = int(3.3 * _FACADE_PX)
    wide = int(width_m * _FACADE_PX)
    front = np.zeros((floor_px * floors, wide, 3), np.uint8)
    front[:] = chance.choice(WALLS)
    stains = np.random.default_rng(chance.getrandbits(32)).normal(0, 5, front.shape[:2])
    for floor in range(1, floors):
        _storey(front, floor_px * (floors - 1 - floor), floor_px, chance)
    _ground_floor(front, floor_px * (floors - 1), floor_px, chance)
    grey = cv2.GaussianBlur(stains.astype(np.float32), (0, 0), 9)[..., None] * 6
    cv2.rectangle(front, (0, 0), (wide - 1, front.shape[0]), (110, 118, 124), 4)
    return np.asarray(np.clip(front + grey, 0, 255), np.uint8)


def _storey(front: Picture, top: int, tall: int, chance: Random) -> None:
    wide = front.shape[1]
    doors = chance.choice([1, 2])
    for number in range(doors):
        middle = wide * (2 * number + 1) // (2 * doors)
        half = int(wide * 0.32 / doors)
        left, right = middle - half, middle + half
        upper, lower = top + int(tall * 0.22), top + int(tall * 0.86)
        cv2.rectangle(front, (left, upper), (right, lower), (92, 96, 98), -1)
        pane = chance.choice([(78, 66, 52), (98, 84, 62), (60, 58, 56)])
        cv2.rectangle(front, (left + 4, upper + 4), (right - 4, lower), pane, -1)
        cv2.line(front, (middle, upper), (middle, lower), (140, 140, 140), 3)
    rail = top + int(tall * 0.66)
    colour = chance.choice([(70, 72, 76), (225, 225, 225), (90, 120, 150)])
    cv2.rectangle(front, (3, top + int(tall * 0.92)), (wide - 4, top + tall), (150, 156, 160), -1)
    cv2.line(front, (4, rail), (wide - 5, rail), colour, 5)
    for x in range(8, wide - 6, 13):
        cv2.line(front, (x, rail), (x, top + int(tall * 0.92)), colour, 2)


def _ground_floor(front: Picture, top: int, tall: int, chance: Random) -> None:
    wide = front.shape[1]
    upper, bottom = top + int(tall * 0.3), top + tall
    if chance.random() < _WITH_SHUTTER:
        cv2.rectangle(front, (10, upper), (wide - 11, bottom), (150, 150, 148), -1)
        for y in range(upper, bottom, 7):
            cv2.line(front, (10, y), (wide - 11, y), (126, 126, 124), 1)
    else:
        cv2.rectangle(front, (10, upper), (wide - 11, bottom), (56, 58, 62), -1)
        for x in (10, wide // 3, 2 * wide // 3, wide - 11):
            cv2.line(front, (x, upper), (x, bottom), (120, 110, 96), 6)
    colour = chance.choice(AWNINGS)
    for number, x in enumerate(range(0, wide, 16)):
        tint = colour if number % 2 else (226, 228, 230)
        cv2.rectangle(front, (x, top + int(tall * 0.2)), (x + 15, upper + 8), tint, -1)
    cv2.rectangle(
        front, (14, top + 6), (wide - 15, top + int(tall * 0.18)), chance.choice(AWNINGS), -1
    )
    for x in range(26, wide - 30, 18):
        letter = x + chance.randint(6, 13)
        low = top + int(tall * 0.14)
        cv2.rectangle(front, (x, top + 12), (letter, low), (235, 238, 240), -1)


def shaded(picture: Picture, share: float) -> Picture:
    return np.asarray(cv2.convertScaleAbs(picture, alpha=share), np.uint8)
