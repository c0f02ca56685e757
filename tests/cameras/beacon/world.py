"""A telephone with the animated code before a camera, as video: drawn here, for tests only.

The screen is turned in space, lit, blurred by motion and grained; the background is a drawn street
or a real recording. ffmpeg encodes what comes out, as a recorder would.
"""

import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from cameras.beacon import draw, payload
from portal.media import runner

Picture = NDArray[np.uint8]
KEY = b"a key of the tests"
TOKEN = "0123456789ABCDEF"
BEGAN_MS = 1_795_000_000_000  # true time of the first frame
QUIET = 5
GRAINS = 5  # pictures of grain, in turn


@dataclass(frozen=True)
class Hold:
    """How somebody holds the telephone. `module_px` is one module seen from the front."""

    module_px: float = 5.0
    turn_deg: float = 0.0  # about the upright axis
    roll_deg: float = 0.0
    blur_px: int = 0  # of motion, sideways
    sway_px: float = 4.0  # how far the hand wanders


@dataclass(frozen=True)
class Film:
    width: int = 1280
    height: int = 720
    fps: int = 10
    seconds: float = 5.0
    from_s: float = 1.0  # when the telephone comes into view, and goes
    until_s: float = 4.6
    noise: float = 3.0
    hold: Hold = field(default_factory=Hold)
    token: str = TOKEN
    key: bytes = KEY
    began_ms: int = BEGAN_MS
    lag_ms: int = 40  # the screen's
    background: Path | None = None


def text_at(film: Film, true_ms: float) -> str:
    shown = int(true_ms - film.lag_ms) // payload.CODE_MS * payload.CODE_MS
    return payload.write(payload.Code(film.token, shown), film.key)


def screen(text: str, module_px: int = 12) -> Picture:
    """The telephone's screen: the code in white, with a dark rim."""
    rows = np.array([[255 * (bit == "0") for bit in row] for row in draw.rows(text)], np.uint8)
    around = cv2.copyMakeBorder(rows, *(QUIET,) * 4, cv2.BORDER_CONSTANT, value=(255,))
    drawn = np.kron(around, np.ones((module_px, module_px), np.uint8))
    rim = (module_px * 3,) * 4
    return np.asarray(cv2.copyMakeBorder(drawn, *rim, cv2.BORDER_CONSTANT, value=(12,)), np.uint8)


def frames(film: Film) -> Iterator[Picture]:
    """Grey pictures, one for each frame."""
    chance = np.random.default_rng(film.width)
    behind = _background(film, chance)
    grains = chance.normal(0, film.noise, (GRAINS, film.height, film.width)).astype(np.float32)
    for number in range(round(film.seconds * film.fps)):
        at_s = number / film.fps
        picture = next(behind)
        if film.from_s <= at_s < film.until_s:
            held = screen(text_at(film, film.began_ms + at_s * 1000))
            picture = put(picture, held, film.hold, at_s)
        yield np.clip(picture + grains[number % GRAINS], 0, 255).astype(np.uint8)


def put(picture: Picture, held: Picture, hold: Hold, at_s: float) -> Picture:
    """The screen into the picture: turned, swaying, its white at three quarters."""
    height, width = picture.shape
    size = held.shape[0]
    modules = size / 12
    half = hold.module_px * modules / 2
    sway = hold.sway_px * np.array([np.sin(2.1 * at_s), np.cos(1.7 * at_s)])
    corners = _turned(hold) * half + np.array([width * 0.53, height * 0.47]) + sway
    pad = 2 + hold.blur_px
    left, top = np.maximum(corners.min(axis=0) - pad, 0).astype(int)
    right, bottom = (corners.max(axis=0) + pad).astype(int)
    part = picture[top:bottom, left:right].astype(np.float32)
    size_of_part = (part.shape[1], part.shape[0])
    fine = 2  # drawn twice as large, so that edges fall between pixels
    square = np.array([[0, 0], [size, 0], [size, size], [0, size]], np.float32)
    turn = cv2.getPerspectiveTransform(square, ((corners - (left, top)) * fine).astype(np.float32))
    large = (size_of_part[0] * fine, size_of_part[1] * fine)
    shown = cv2.warpPerspective(held, turn, large, flags=cv2.INTER_AREA)
    mask = cv2.warpPerspective(np.full_like(held, 255), turn, large)
    shown = cv2.resize(shown, size_of_part, interpolation=cv2.INTER_AREA)
    share = cv2.resize(mask, size_of_part, interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    mixed = part * (1 - share) + (25 + shown * 0.75) * share
    if hold.blur_px > 1:
        along = np.full((1, hold.blur_px), 1 / hold.blur_px)
        mixed = np.asarray(cv2.filter2D(mixed, -1, along), np.float64)
    whole = picture.copy()
    whole[top:bottom, left:right] = np.clip(mixed, 0, 255)
    return whole


def film(
    path: Path, what: Film, *, quality: Sequence[str] = ("-crf", "28"), more: Sequence[str] = ()
) -> Path:
    """Encoded as H.264 with a key frame every two seconds."""
    command = [
        runner.ffmpeg_path(), "-nostdin", "-y", "-loglevel", "error",
        "-f", "rawvideo", "-pix_fmt", "gray", "-s", f"{what.width}x{what.height}",
        "-r", str(what.fps), "-i", "pipe:0", "-c:v", "libx264", "-preset", "ultrafast",
        "-pix_fmt", "yuv420p", "-g", str(2 * what.fps), *quality, *more, str(path),
    ]  # fmt: skip
    data = b"".join(picture.tobytes() for picture in frames(what))
    subprocess.run(command, input=data, check=True)
    return path


def _turned(hold: Hold) -> NDArray[np.float64]:
    """The corners of a unit square, turned and seen from three widths away."""
    turn, roll = np.radians(hold.turn_deg), np.radians(hold.roll_deg)
    flat = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]], float)
    x, depth = flat[:, 0] * np.cos(turn), flat[:, 0] * np.sin(turn)
    seen = np.stack([x, flat[:, 1]], axis=1) * (6 / (6 + depth))[:, None]
    around = np.array([[np.cos(roll), -np.sin(roll)], [np.sin(roll), np.cos(roll)]])
    return np.asarray(seen @ around.T)


def _background(film: Film, chance: np.random.Generator) -> Iterator[Picture]:
    if film.background is None:
        coarse = chance.integers(40, 200, (film.height // 16, film.width // 16)).astype(np.uint8)
        size = (film.width, film.height)
        street = np.asarray(cv2.resize(coarse, size, interpolation=cv2.INTER_CUBIC), np.uint8)
        while True:
            yield street
    while True:
        with av.open(str(film.background)) as container:
            for frame in container.decode(video=0):
                grey = frame.to_ndarray(format="gray", width=film.width, height=film.height)
                yield np.asarray(grey, np.uint8)
