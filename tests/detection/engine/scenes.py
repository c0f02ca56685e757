"""Small scenes drawn for these tests, with the truth known because the test drew them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import cv2
import numpy as np

from detection.engine.detect import Box
from detection.engine.frames import Choice, Frame, Pixels, Source, Want

SIZE = (270, 480)  # height, width
STEP_MS = 100
KEY_EVERY = 10  # frames


@dataclass(frozen=True)
class Mover:
    """A textured rectangle that starts at `start_ms` and crosses at `speed` px a second."""

    start_ms: int
    stop_ms: int
    x: float
    y: float
    w: int
    h: int
    speed: float
    colour: tuple[int, int, int]

    def box(self, t_ms: int) -> Box | None:
        if not self.start_ms <= t_ms < self.stop_ms:
            return None
        here = Box(self.x + self.speed * (t_ms - self.start_ms) / 1000, self.y, self.w, self.h)
        inside = here.clipped(SIZE[1], SIZE[0])
        return inside if inside.area > 0.5 * here.area else None


def ground(seed: int = 7) -> Pixels:
    """A background with coarse and fine texture."""
    rng = np.random.default_rng(seed)
    coarse = cv2.resize(rng.integers(70, 150, (9, 16, 3), dtype=np.uint8), SIZE[::-1])
    fine = rng.integers(0, 20, (*SIZE, 3), dtype=np.uint8)
    return (coarse + fine).astype(np.uint8)


Weather = Callable[[Pixels, int, np.random.Generator], Pixels]


# Drawn once and shifted about: fresh noise for every frame would be most of the tests' time.
NOISE = np.random.default_rng(1).normal(0, 100, (SIZE[0] + 64, SIZE[1] + 64, 3)).astype(np.int16)


def noisy(pixels: Pixels, strength: int, rng: np.random.Generator) -> Pixels:
    """With sensor noise whose standard deviation is `strength` grey levels."""
    down, across = rng.integers(0, 64, 2)
    noise = NOISE[down : down + SIZE[0], across : across + SIZE[1]] * strength // 100
    shaken: Pixels = np.clip(pixels + noise, 0, 255).astype(np.uint8)
    return shaken


def calm(pixels: Pixels, _t_ms: int, rng: np.random.Generator) -> Pixels:
    return noisy(pixels, 3, rng)


def drawn(
    duration_ms: int, movers: Iterable[Mover] = (), weather: Weather = calm, seed: int = 7
) -> list[Frame]:
    """Every frame of the scene, ten a second, the same for the same arguments."""
    rng = np.random.default_rng(seed)
    back, frames = ground(seed), []
    crowd = list(movers)
    for number, t_ms in enumerate(range(0, duration_ms, STEP_MS)):
        picture = back.copy()
        for mover in crowd:
            box = mover.box(t_ms)
            if box is not None:
                x, y, w, h = (round(value) for value in (box.x, box.y, box.w, box.h))
                cv2.rectangle(picture, (x, y), (x + w, y + h), mover.colour, -1)
        picture = weather(picture, t_ms, rng)
        frames.append(Frame(t_ms, picture, is_key=number % KEY_EVERY == 0))
    return frames


def source_of(frames: list[Frame]) -> Source:
    """What a decoder would give: the frames each pass wants."""

    def source(want: Want) -> Iterator[Frame]:
        choice = Choice(want)
        return (frame for frame in frames if choice.takes(frame.t_ms, is_key=frame.is_key))

    return source
