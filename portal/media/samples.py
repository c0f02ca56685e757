"""The samples of one MP4 video track, as its tables tell them, edit lists ignored.

An edit list only hides frames from a player; they are in the file all the same. So what counts
here is every sample that the tables or the fragments name.
"""

import os
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path
from typing import BinaryIO

from .boxes import (
    MAX_SAMPLES,
    Box,
    Description,
    description,
    find,
    need,
    number,
    video_track,
    walk,
    words,
)
from .errors import MediaError

MAX_MOOV = 256 << 20
FIRST_BOXES = {b"ftyp", b"styp", b"moov", b"free", b"skip", b"wide"}


@dataclass(slots=True)
class Samples:
    """Parallel tables in decode order, in the track's time scale."""

    timescale: int
    durations: "array[int]" = field(default_factory=lambda: array("I"))
    shifts: "array[int]" = field(default_factory=lambda: array("i"))  # presentation minus decode
    sizes: "array[int]" = field(default_factory=lambda: array("I"))
    keys: "array[int]" = field(default_factory=lambda: array("I"))  # numbers of the key frames

    def __len__(self) -> int:
        return len(self.sizes)

    def decode_times(self) -> list[int]:
        """One more than there are samples: the last is the end."""
        return list(accumulate(self.durations, initial=0))

    def present_times(self) -> list[int]:
        """In the order of decoding, the earliest being zero."""
        decode = self.decode_times()
        times = [time + shift for time, shift in zip(decode, self.shifts, strict=False)]
        first = min(times, default=0)
        return [time - first for time in times]


@dataclass(frozen=True, slots=True)
class Movie:
    """A whole MP4 file: how to decode it and its samples."""

    moov: bytes
    description: Description
    samples: Samples
    ordinary: bool  # indexed by one moov, not in fragments


def read(path: Path) -> Movie | None:
    """The video track of an MP4 file; None when the file is no MP4 at all."""
    with path.open("rb") as file:
        boxes = list(_top(file))
        if not boxes or boxes[0].kind not in FIRST_BOXES:
            return None
        moov = next((_body(file, box) for box in boxes if box.kind == b"moov"), None)
        if moov is None:
            raise MediaError("damaged", "no moov: the file was cut short")
        track = video_track(moov)
        described = description(moov, track)
        samples = _tables(moov, track)
        if len(samples):
            return Movie(moov, described, samples, ordinary=True)
        fragments = Fragments(moov)
        for box in boxes:
            if box.kind == b"moof":
                fragments.add(_body(file, box))
        return Movie(moov, described, fragments.samples, ordinary=False)


def _top(file: BinaryIO) -> Iterator[Box]:
    """Top-level boxes, of which the last may reach past the end of a file that was cut short."""
    end = os.fstat(file.fileno()).st_size
    at = 0
    while at + 8 <= end:
        file.seek(at)
        head = file.read(16)
        size, body = number(head, 0), at + 8
        if size == 1:
            size, body = number(head, 8, ">Q"), at + 16
        elif size == 0:
            size = end - at
        if size < body - at:
            return
        yield Box(head[4:8], at, body, at + size)
        at += size


def _body(file: BinaryIO, box: Box) -> bytes:
    if box.stop - box.body > MAX_MOOV:
        raise MediaError("damaged", f"got an index of {box.stop - box.body} bytes")
    file.seek(box.body)
    body = file.read(box.stop - box.body)
    if len(body) != box.stop - box.body:
        raise MediaError("damaged", "the index was cut short")
    return body


def timescale_of(moov: bytes, track: Box) -> int:
    """Ticks a second, from mdhd."""
    mdhd = need(moov, "mdia/mdhd", track.body, track.stop)
    wide = number(moov, mdhd.body, ">B") == 1
    scale = number(moov, mdhd.body + (20 if wide else 12))
    if scale == 0:
        raise MediaError("damaged", "a time scale of zero")
    return scale


def _tables(moov: bytes, track: Box) -> Samples:
    stbl = need(moov, "mdia/minf/stbl", track.body, track.stop)
    samples = Samples(timescale_of(moov, track))
    stsz = need(moov, "stsz", stbl.body, stbl.stop)
    uniform, count = number(moov, stsz.body + 4), number(moov, stsz.body + 8)
    if count > MAX_SAMPLES:
        raise MediaError("too_large", f"got {count} frames, want at most {MAX_SAMPLES}")
    samples.sizes = (
        array("I", [uniform]) * count if uniform else words(moov, stsz.body + 12, count, stsz.stop)
    )
    samples.durations = _runs(moov, need(moov, "stts", stbl.body, stbl.stop), count, "I")
    ctts = find(moov, "ctts", stbl.body, stbl.stop)
    samples.shifts = _runs(moov, ctts, count, "i") if ctts else array("i", [0]) * count
    stss = find(moov, "stss", stbl.body, stbl.stop)
    if stss is None:  # no table: every sample is a key frame
        samples.keys = array("I", range(count))
    else:
        rows = words(moov, stss.body + 8, number(moov, stss.body + 4), stss.stop)
        samples.keys = array("I", (row - 1 for row in rows if 0 < row <= count))
    return samples


def _runs(moov: bytes, box: Box, count: int, code: str) -> "array[int]":
    """A run-length table (stts, ctts) written out to `count` rows."""
    rows = number(moov, box.body + 4)
    counts = words(moov, box.body + 8, 2 * rows, box.stop)[0::2]
    values = words(moov, box.body + 8, 2 * rows, box.stop, code)[1::2]
    if sum(counts) != count:
        raise MediaError("damaged", f"got times for {sum(counts)} frames of {count}")
    table = array(code)
    for times, value in zip(counts, values, strict=True):
        table.extend(array(code, [value]) * times)
    return table


# Flag bits of tfhd and trun (ISO/IEC 14496-12, 8.8.7 and 8.8.8), each with the words it adds.
TFHD_BASE, TFHD_FIELDS = (
    0x1,
    ((0x2, "description"), (0x8, "duration"), (0x10, "size"), (0x20, "flags")),
)
TRUN_OFFSET, TRUN_FIRST = 0x1, 0x4
TRUN_COLUMNS = ((0x100, "duration"), (0x200, "size"), (0x400, "flags"), (0x800, "shift"))
NOT_KEY = 0x10000


@dataclass(frozen=True, slots=True)
class Run:
    """Samples that lie one behind the other."""

    first: int  # number of its first sample
    count: int
    offset: int  # of its first byte, from the start of the moof box


class Fragments:
    """Collects the samples that moof boxes announce, for the one video track of a moov."""

    def __init__(self, moov: bytes) -> None:
        track = video_track(moov)
        tkhd = need(moov, "tkhd", track.body, track.stop)
        wide = number(moov, tkhd.body, ">B") == 1
        self.samples = Samples(timescale_of(moov, track))
        self._track_id = number(moov, tkhd.body + (20 if wide else 12))
        self._defaults = {"description": 1, "duration": 0, "size": 0, "flags": 0}
        mvex = find(moov, "mvex")
        for box in walk(moov, mvex.body, mvex.stop) if mvex else ():
            if box.kind == b"trex" and number(moov, box.body + 4) == self._track_id:
                for place, name in enumerate(self._defaults):
                    self._defaults[name] = number(moov, box.body + 8 + 4 * place)

    def add(self, moof: bytes) -> list[Run]:
        """Take the body of a moof box; the runs of our track in it."""
        runs: list[Run] = []
        for box in walk(moof):
            if box.kind == b"traf":
                runs += self._take_fragment(moof, box)
        if len(self.samples) > MAX_SAMPLES:
            raise MediaError("too_large", f"got more than {MAX_SAMPLES} frames")
        return runs

    def _take_fragment(self, moof: bytes, traf: Box) -> list[Run]:
        tfhd = need(moof, "tfhd", traf.body, traf.stop)
        if number(moof, tfhd.body + 4) != self._track_id:
            return []
        flags = number(moof, tfhd.body)
        at = tfhd.body + 8 + (8 if flags & TFHD_BASE else 0)
        defaults = dict(self._defaults)
        for bit, name in TFHD_FIELDS:
            if flags & bit:
                defaults[name] = number(moof, at)
                at += 4
        return [
            self._take_run(moof, box, defaults)
            for box in walk(moof, traf.body, traf.stop)
            if box.kind == b"trun"
        ]

    def _take_run(self, moof: bytes, trun: Box, defaults: dict[str, int]) -> Run:
        flags, count = number(moof, trun.body), number(moof, trun.body + 4)
        at = trun.body + 8
        offset = first_flags = None
        if flags & TRUN_OFFSET:
            offset, at = number(moof, at, ">i"), at + 4
        if flags & TRUN_FIRST:
            first_flags, at = number(moof, at), at + 4
        names = [name for bit, name in TRUN_COLUMNS if flags & bit]
        table = words(moof, at, count * len(names), trun.stop)
        columns = {name: table[place :: len(names)] for place, name in enumerate(names)}
        if offset is None:
            raise MediaError("damaged", "a run of samples without its place")
        run = Run(len(self.samples), count, offset)
        self._extend(count, columns, defaults, first_flags)
        return run

    def _extend(
        self,
        count: int,
        columns: dict[str, "array[int]"],
        defaults: dict[str, int],
        first_flags: int | None,
    ) -> None:
        def column(name: str) -> "array[int]":
            return columns.get(name) or array("I", [defaults[name]]) * count

        flags = column("flags")
        if first_flags is not None and count:
            flags[0] = first_flags
        first = len(self.samples)
        self.samples.keys.extend(
            first + place for place, value in enumerate(flags) if not value & NOT_KEY
        )
        self.samples.durations.extend(column("duration"))
        self.samples.sizes.extend(column("size"))
        shifts = columns.get("shift") or array("I", bytes(4 * count))
        self.samples.shifts.frombytes(shifts.tobytes())  # the same bits, read as signed
