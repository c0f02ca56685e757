"""Runs in a child process only (see `runner`): opens a stranger's video and tells about it.

Called as ``python decoder.py probe|frames|pictures <path or -> <settings as JSON>``; a dash reads
the video from standard input. It imports nothing of the portal, so that the child holds neither
its settings nor its keys. What it cannot accept it says on standard error as ``refused: ...``.
"""

import json
import struct
import sys
from collections.abc import Iterator
from fractions import Fraction
from typing import Any, BinaryIO

import av
import numpy as np
from av.container import InputContainer
from av.error import FFmpegError
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from numpy.typing import NDArray

MAX_SIDE = 8192
JPEG_QUALITY = 5  # of mjpeg's 2 (best) to 31
FRAME = struct.Struct("<qHHB")  # instant in ms, width, height, is it a key frame
REFUSED = 3
WHOLE = 1000  # corners of masks are thousandths of the picture's sides
COVER = (63, 63, 63)  # BGR: dark grey, and no colour of its own
STEPS_A_PIXEL = 4  # along the edges of a mask

Polygon = list[tuple[int, int]]


class Refusal(Exception):  # noqa: N818 -- an answer, not a fault
    pass


def opened(source: str, settings: dict[str, Any]) -> tuple[InputContainer, VideoStream]:
    """The container and its first video track, limited to our formats and protocols."""
    options = {
        "protocol_whitelist": settings["protocols"],
        "format_whitelist": settings["demuxers"],
        "ignore_editlist": "1",
    }
    target: str | BinaryIO = sys.stdin.buffer if source == "-" else f"file:{source}"
    try:
        container = av.open(target, mode="r", options=options)
    except (FFmpegError, ValueError) as error:
        raise Refusal(f"cannot be opened: {error}") from error
    tracks = [
        track for track in container.streams.video if "attached_pic" not in str(track.disposition)
    ]
    if not tracks:
        raise Refusal("no video track")
    track = tracks[0]
    if not 1 <= min(track.width, track.height) <= max(track.width, track.height) <= MAX_SIDE:
        raise Refusal(f"a picture of {track.width} x {track.height}")
    track.thread_count = 2
    return container, track


def probe(source: str, settings: dict[str, Any]) -> None:
    """Count packets and decode the first picture: the facts as one JSON object."""
    container, track = opened(source, settings)
    packets = keys = size = 0
    corrupt = False
    first = last = None
    for packet in container.demux(track):
        if packet.size == 0:
            continue
        packets += 1
        keys += packet.is_keyframe
        size += packet.size
        corrupt = corrupt or packet.is_corrupt
        instant = packet.pts if packet.pts is not None else packet.dts
        if instant is not None:
            first = instant if first is None else min(first, instant)
            last = max(instant + (packet.duration or 0), last or instant)
        if packets > settings["max_frames"]:
            raise Refusal(f"more than {settings['max_frames']} frames")
    decoded = _decodes(source, settings)
    base = track.time_base
    facts = {
        "codec": track.codec_context.name,
        "profile": track.codec_context.profile,
        "pixels": track.codec_context.pix_fmt,
        "container": container.format.name,
        "width": track.width,
        "height": track.height,
        "frames": packets,
        "promised": track.frames,
        "key_frames": keys,
        "start_ms": _ms(first, base),
        "duration_ms": None if first is None or last is None else _ms(last - first, base),
        "promised_ms": _ms(track.duration, base),
        "corrupt": corrupt,
        "decodes": decoded,
        "sound": bool(container.streams.audio),
        "created": _created(container, track),
    }
    sys.stdout.write(json.dumps(facts))


def _created(container: InputContainer, track: VideoStream) -> str:
    """When the container says that it begins, in its own words; it is a stranger's text."""
    said = track.metadata.get("creation_time") or container.metadata.get("creation_time") or ""
    return str(said)[:40]


def _decodes(source: str, settings: dict[str, Any]) -> bool:
    """Whether a first picture comes out; a stream from standard input is not read twice."""
    if source == "-":
        return True
    container, track = opened(source, settings)
    try:
        return next(container.decode(track), None) is not None
    except FFmpegError:
        return False


def _ms(ticks: int | None, base: Any) -> int | None:
    return None if ticks is None or base is None else round(ticks * base * 1000)


class Grid:
    """The first frame in each step of `every_ms`; none for zero."""

    def __init__(self, every_ms: int) -> None:
        self._every_ms = every_ms
        self._last = -1

    def takes(self, at_ms: int) -> bool:
        step = at_ms // self._every_ms if self._every_ms else -1
        if step <= self._last:
            return False
        self._last = step
        return True


def decoded(container: InputContainer, track: VideoStream) -> Iterator[tuple[int, VideoFrame]]:
    """Frames with their instant from the first one on; a damaged packet is passed over."""
    start: int | None = None
    for packet in container.demux(track):
        try:
            frames = packet.decode()
        except FFmpegError:
            continue
        for frame in frames:
            assert isinstance(frame, VideoFrame)
            if frame.pts is None or frame.time_base is None:
                continue
            start = frame.pts if start is None else start
            yield round((frame.pts - start) * frame.time_base * 1000), frame


def frames(source: str, settings: dict[str, Any]) -> None:
    """The chosen frames as raw BGR, each behind a `FRAME` header."""
    container, track = opened(source, settings)
    masks = Masks(settings["masks"])
    keys, rest = Grid(settings["keys_every_ms"]), Grid(settings["every_ms"])
    if settings["keys_only"]:
        track.codec_context.skip_frame = "NONKEY"
    for count, (at_ms, frame) in enumerate(decoded(container, track)):
        if count >= settings["max_frames"]:
            raise Refusal(f"more than {settings['max_frames']} frames")
        as_key = frame.key_frame and keys.takes(at_ms)
        if not (rest.takes(at_ms) or as_key):
            continue
        width, height = _fitted(frame, settings["max_side"])
        picture = frame.to_ndarray(format="bgr24", width=width, height=height)
        masks.paint(picture)
        sys.stdout.buffer.write(FRAME.pack(at_ms, width, height, frame.key_frame))
        sys.stdout.buffer.write(picture.data.cast("B"))
    sys.stdout.buffer.flush()


def _fitted(frame: VideoFrame, max_side: int) -> tuple[int, int]:
    """The frame's size, no side longer than `max_side` (0: as it is); even, as encoders want."""
    longest = max(frame.width, frame.height)
    if not max_side or longest <= max_side:
        return frame.width, frame.height
    return (
        max(2, frame.width * max_side // longest // 2 * 2),
        max(2, frame.height * max_side // longest // 2 * 2),
    )


def covered(polygons: list[Polygon], width: int, height: int) -> NDArray[np.bool_]:
    """The pixels that a polygon touches: rather one too many than one too few."""
    found = np.zeros((height, width), np.bool_)
    middles_x, middles_y = np.arange(width) + 0.5, np.arange(height) + 0.5
    for polygon in polygons:
        corners = np.array(polygon, float) * (width, height) / WHOLE
        inside = np.zeros_like(found)
        for (x, y), (next_x, next_y) in zip(corners, np.roll(corners, -1, axis=0), strict=True):
            rows = np.flatnonzero((y <= middles_y) != (next_y <= middles_y))
            crossings = x + (middles_y[rows] - y) * (next_x - x) / ((next_y - y) or 1)
            inside[rows] ^= middles_x >= crossings[:, None]
            count = int(max(abs(next_x - x), abs(next_y - y)) * STEPS_A_PIXEL) + 2
            along_x, along_y = np.linspace(x, next_x, count), np.linspace(y, next_y, count)
            found[
                np.clip(along_y.astype(int), 0, height - 1),
                np.clip(along_x.astype(int), 0, width - 1),
            ] = True
        found |= inside
    return found


class Masks:
    """What is filled before a picture leaves this process; drawn once for each size."""

    def __init__(self, polygons: list[Polygon]) -> None:
        self._polygons = polygons
        self._where: dict[tuple[int, int], NDArray[np.bool_]] = {}

    def paint(self, picture: NDArray[Any]) -> None:
        """Fill them in raw BGR, in place."""
        if not self._polygons:
            return
        height, width = picture.shape[:2]
        if (width, height) not in self._where:
            self._where[width, height] = covered(self._polygons, width, height)
        picture[self._where[width, height]] = COVER

    def painted(self, frame: VideoFrame, width: int, height: int) -> VideoFrame:
        """The frame at that size, filled; untouched where there is no mask."""
        if not self._polygons:
            return frame
        picture = frame.to_ndarray(format="bgr24", width=width, height=height)
        self.paint(picture)
        return VideoFrame.from_ndarray(picture, format="bgr24")


def pictures(source: str, settings: dict[str, Any]) -> None:
    """Key frames as JPEGs, each behind a `FRAME` header and its length."""
    container, track = opened(source, settings)
    masks = Masks(settings["masks"])
    track.codec_context.skip_frame = "NONKEY"
    for count, (at_ms, frame) in enumerate(decoded(container, track)):
        if count >= settings["max_frames"]:
            break
        width, height = _fitted(frame, settings["max_side"])
        data = _jpeg(masks.painted(frame, width, height).reformat(width, height, "yuvj420p"))
        sys.stdout.buffer.write(FRAME.pack(at_ms, width, height, True))
        sys.stdout.buffer.write(struct.pack("<I", len(data)) + data)
    sys.stdout.buffer.flush()


def _jpeg(frame: VideoFrame) -> bytes:
    encoder = av.CodecContext.create("mjpeg", "w")
    encoder.width, encoder.height = frame.width, frame.height
    encoder.pix_fmt = "yuvj420p"
    encoder.time_base = Fraction(1, 1000)
    encoder.options = {"qmin": str(JPEG_QUALITY), "qmax": str(JPEG_QUALITY)}
    frame.pict_type = 0
    return b"".join(bytes(packet) for packet in [*encoder.encode(frame), *encoder.encode(None)])


def main() -> int:
    verb, source, settings = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])
    try:
        {"probe": probe, "frames": frames, "pictures": pictures}[verb](source, settings)
    except (Refusal, FFmpegError, MemoryError) as error:
        sys.stderr.write(f"refused: {error}")
        return REFUSED
    return 0


if __name__ == "__main__":
    sys.exit(main())
