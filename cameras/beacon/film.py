"""Goes through footage picture by picture: which codes of the session it shows, and how well."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from statistics import median

import cv2
import numpy as np
from numpy.typing import NDArray

from portal.media.frames import pictures_of
from portal.media.runner import Limits
from portal.media.stills import Still

from . import payload
from .footage import Piece
from .measure import Reading, Sight
from .read import LARGEST_SIDE, Look, Reader

EVERY_MS = 200
MOST_PICTURES = 3_500  # looked at: ten minutes and more
MOST_DECODED = 60_000  # of one recording
ENOUGH_READINGS, ENOUGH_SPAN_MS = 24, 6_000
PICTURE_SIDE, JPEG_QUALITY = 1280, 85
LIMITS = Limits(wall_s=900, cpu_s=900, output=1 << 40)

Pixels = NDArray[np.uint8]
Pulse = Callable[[int], object]  # called with the number of pictures looked at


@dataclass(frozen=True)
class Session:
    """What a code of this session may say. Instants in milliseconds of true time."""

    token: str
    from_ms: int
    until_ms: int
    key: bytes


@dataclass
class Seen:
    """`view_ms` is the recorder's time of the picture kept, as `Reading.shown_ms`."""

    readings: list[Reading] = field(default_factory=list)
    looks: list[Look] = field(default_factory=list)
    other_codes: int = 0
    other_times: int = 0
    view: Pixels | None = None
    view_ms: float = 0.0
    view_is_free: bool = False  # no code hides a part of it

    @property
    def is_enough(self) -> bool:
        times = [reading.true_ms for reading in self.readings]
        enough = len(times) >= ENOUGH_READINGS
        return enough and max(times) - min(times) >= ENOUGH_SPAN_MS

    def sight(self) -> Sight:
        symbols = [look for look in self.looks if look.symbol]
        burnt = [look.burnt for look in self.looks]
        return Sight(
            frames=len(self.looks),
            symbols=len(symbols),
            module_px=median(look.module_px for look in symbols) if symbols else 0.0,
            sharpness=median(look.sharpness for look in symbols) if symbols else 1.0,
            glare=max(burnt) - min(burnt) if burnt else 0.0,
            other_codes=self.other_codes,
            other_times=self.other_times,
        )

    def still(self) -> Still | None:
        """The picture kept, no side longer than 1280 px."""
        if self.view is None:
            return None
        height, width = self.view.shape[:2]
        factor = min(1.0, PICTURE_SIDE / max(height, width))
        size = (max(1, round(width * factor)), max(1, round(height * factor)))
        small = cv2.resize(self.view, size, interpolation=cv2.INTER_AREA)
        _, data = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])
        return Still(*size, data.tobytes())


def watch(pieces: Iterable[Piece], session: Session, pulse: Pulse) -> Seen:
    """All pieces in order until enough was read. Times of a piece whose beginning nobody told count
    from its first picture. Raises MediaError, and what pulling the pieces raises.
    """
    seen = Seen()
    reader = Reader(payload.looks_like_code)
    for piece in pieces:
        began_ms = _ms(piece.began) if piece.began else 0.0
        with pictures_of(
            piece.path,
            every_ms=EVERY_MS,
            max_side=LARGEST_SIDE,
            max_frames=MOST_DECODED,
            limits=LIMITS,
        ) as pictures:
            for picture in pictures:
                grey = cv2.cvtColor(picture.pixels, cv2.COLOR_BGR2GRAY)
                look = reader.look(np.asarray(grey, np.uint8))
                _note(seen, look, began_ms + picture.at_ms, session)
                _keep_view(seen, look, picture.pixels, began_ms + picture.at_ms)
                pulse(len(seen.looks))
                if seen.is_enough or len(seen.looks) >= MOST_PICTURES:
                    return seen
    return seen


def _note(seen: Seen, look: Look, shown_ms: float, session: Session) -> None:
    seen.looks.append(look)
    for text in filter(payload.looks_like_code, look.texts):
        code = payload.read(text, session.key)
        if code is not None and not session.from_ms <= code.at_ms <= session.until_ms:
            seen.other_times += 1
        elif code is None or code.token != session.token:
            seen.other_codes += 1
        else:
            seen.readings.append(Reading(shown_ms, code.at_ms))


def _keep_view(seen: Seen, look: Look, pixels: Pixels, shown_ms: float) -> None:
    """The latest picture before the code came, else the first after it went, else any."""
    free = not look.symbol
    if seen.view is None or (free and not (seen.view_is_free and seen.readings)):
        seen.view, seen.view_ms, seen.view_is_free = pixels, shown_ms, free


def _ms(instant: datetime) -> float:
    return instant.timestamp() * 1000
