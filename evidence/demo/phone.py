"""Somebody holds a telephone with a time beacon before a simulated camera.

This is the world, not the portal: what the telephone shows comes through a file in the demo's
folder (`phones/<camera>.json`), written by whoever looks at the open sessions, as a person's eyes
would; the recorder process draws the telephone into what it records and knows nothing else.
"""

import json
import math
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from cameras.beacon import draw
from cameras.beacon.payload import CODE_MS

Planes = NDArray[np.uint8]

LAG_MS = 60  # of its screen
_NEUTRAL = 128
_MODULE = 10  # pixels of the drawn screen
_QUIET = 6
_TALL = 1.9  # a telephone's height, in widths
_SHARE = 0.42  # of the picture's height that its screen is wide
_TURN, _ROLL = math.radians(24), math.radians(7)
_AWAY = 3.0  # widths from the lens
_WHITE = 225  # of a screen by day


@dataclass(frozen=True)
class Held:
    """Codes by when they come up (ms of true time), and the seconds during which it is held."""

    codes: dict[int, str]
    from_s: float
    until_s: float

    def text_at(self, instant: float) -> str | None:
        if not self.from_s <= instant < self.until_s:
            return None
        return self.codes.get(int(instant * 1000 - LAG_MS) // CODE_MS * CODE_MS)


def hold(
    folder: Path, key: str, codes: Iterable[tuple[int, str]], from_s: float, until_s: float
) -> None:
    """Have a telephone with these codes held before the camera."""
    folder.mkdir(parents=True, exist_ok=True)
    whole = {"codes": dict(codes), "from_s": from_s, "until_s": until_s}
    part = folder / f"{key}.part"
    part.write_text(json.dumps(whole))
    part.rename(folder / f"{key}.json")


def held(folder: Path | None, key: str) -> Held | None:
    """What is held before the camera, if anything is or lately was."""
    if folder is None:
        return None
    with suppress(FileNotFoundError):
        told = json.loads((folder / f"{key}.json").read_text())
        codes = {int(at): str(text) for at, text in told["codes"].items()}
        return Held(codes, float(told["from_s"]), float(told["until_s"]))
    return None


def draw_into(planes: Planes, width: int, height: int, text: str, instant: float) -> None:
    """The telephone, at an angle and in a hand that is never quite still, into I420 planes."""
    screen = _screen(text)
    corners = _corners(width, height, screen.shape[1] / screen.shape[0], instant)
    tall, wide = screen.shape
    square = np.array([[0, 0], [wide, 0], [wide, tall], [0, tall]], np.float32)
    turn = cv2.getPerspectiveTransform(square, corners)
    shown = cv2.warpPerspective(screen, turn, (width, height), flags=cv2.INTER_LINEAR)
    mask = cv2.warpPerspective(np.full_like(screen, 255), turn, (width, height))
    cv2.copyTo(np.asarray(shown, np.uint8), np.asarray(mask, np.uint8), planes[:height])
    small = cv2.resize(mask, (width // 2, height // 2), interpolation=cv2.INTER_AREA)
    for colour in planes[height:].reshape(2, height // 2, width // 2):
        colour[small > 0] = _NEUTRAL


def _corners(width: int, height: int, ratio: float, instant: float) -> NDArray[np.float32]:
    """Where the telephone's corners are: turned about its height, rolled, swaying."""
    half = np.array([[-ratio, -1.0], [ratio, -1.0], [ratio, 1.0], [-ratio, 1.0]])
    across = half[:, 0] * math.cos(_TURN)
    depth = half[:, 0] * math.sin(_TURN)
    seen = np.stack([across, half[:, 1]], axis=1) * (_AWAY / (_AWAY + depth))[:, None]
    turn = np.array([[math.cos(_ROLL), -math.sin(_ROLL)], [math.sin(_ROLL), math.cos(_ROLL)]])
    scale = height * _SHARE / ratio / 2
    sway = np.array([math.sin(instant * 2.3), math.cos(instant * 1.7)]) * height / 180
    centre = np.array([width * 0.52, height * 0.55]) + sway
    return np.asarray(seen @ turn.T * scale + centre, np.float32)


@lru_cache(maxsize=8)
def _screen(text: str) -> Planes:
    """A telephone upright: dark rim, white page, the code in the middle of it."""
    rows = np.array([[_WHITE * (bit == "0") for bit in row] for row in draw.rows(text)], np.uint8)
    page = cv2.copyMakeBorder(rows, *(_QUIET,) * 4, cv2.BORDER_CONSTANT, value=(_WHITE,))
    drawn = np.kron(page, np.ones((_MODULE, _MODULE), np.uint8))
    side = drawn.shape[0]
    more = round(side * (_TALL - 1) / 2)
    tall = cv2.copyMakeBorder(drawn, more, more, 0, 0, cv2.BORDER_CONSTANT, value=(_WHITE,))
    rim = side // 16
    whole = cv2.copyMakeBorder(tall, *(rim,) * 4, cv2.BORDER_CONSTANT, value=(18,))
    return np.asarray(whole, np.uint8)
