"""A few small pictures of a clip, decoded from its key frames only, in a child.

The clip is not read for them: a small MP4 of just the chosen key frames is put together from the
index and those frames' own bytes, so the cost does not grow with the length of the clip.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from . import runner
from .errors import MediaError
from .frames import HEADER_BYTES
from .index import Track, excerpt
from .probe import DECODER, Polygons, decoder_settings
from .runner import Limits

LIMITS = Limits(wall_s=60, cpu_s=60, output=32 << 20)
COUNT = 12
MAX_SIDE = 320

Reader = Callable[[int, int], Iterable[bytes]]  # the master's bytes [start, stop)


@dataclass(frozen=True)
class Thumbnail:
    """One JPEG, and where it stands in the clip."""

    at_ms: int
    width: int
    height: int
    jpeg: bytes


def thumbnails(
    track: Track,
    read: Reader,
    *,
    count: int = COUNT,
    max_side: int = MAX_SIDE,
    masks: Polygons = (),
) -> list[Thumbnail]:
    """At most `count` pictures, spread evenly, the polygons of `masks` filled in each.

    MediaError when the decoder fails.
    """
    keys = list(track.samples.keys)
    if not keys or count < 1:
        return []
    wanted = min(count, len(keys))
    chosen = [keys[place * len(keys) // wanted] for place in range(wanted)]
    small_head, spans = excerpt(track, chosen)
    times = track.samples.present_times()

    def feed() -> Iterator[bytes]:
        yield small_head
        for start, stop in spans:
            yield from read(start, stop)

    settings = decoder_settings(wanted, max_side=max_side, masks=masks)
    output, _ = runner.run_python(DECODER, ["pictures", "-", settings], LIMITS, feed())
    found = list(_split(output))
    if not found:
        raise MediaError("not_video", "no key frame can be decoded")
    scale = track.samples.timescale
    first = times[chosen[0]] * 1000 // scale
    return [
        Thumbnail(picture.at_ms + first, picture.width, picture.height, picture.jpeg)
        for picture in found
    ]


def _split(output: bytes) -> Iterator[Thumbnail]:
    at = 0
    while at + HEADER_BYTES + 4 <= len(output):
        at_ms = int.from_bytes(output[at : at + 8], "little", signed=True)
        width = int.from_bytes(output[at + 8 : at + 10], "little")
        height = int.from_bytes(output[at + 10 : at + 12], "little")
        at += HEADER_BYTES
        size = int.from_bytes(output[at : at + 4], "little")
        at += 4
        if at + size > len(output):
            raise MediaError("crashed", "the decoder stopped inside a picture")
        yield Thumbnail(at_ms, width, height, output[at : at + size])
        at += size
