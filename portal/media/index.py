"""A regular MP4 head in front of a fragmented master that stays untouched.

`[ftyp][moov with whole sample tables][mdat header]` + the master's bytes is one ordinary MP4: the
master, fragment headers and all, is the payload of one mdat, and the chunk offsets point at the
samples inside it. So every player can seek in it at once, nothing is encoded again, and no second
copy exists. `Tracker` reads the fragments while the master streams by; `head` writes the tables.
"""

import struct
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, groupby

from .boxes import need, video_track, write, write_full
from .errors import MediaError
from .samples import Fragments, Run, Samples

MAX_KEPT = 64 << 20  # a moov or moof that is larger is no index of ours
MDAT_HEADER = 16  # a 64-bit size, so that the head's length does not hang on the master's
MOVIE_TICKS = 1000
TRACK_ENABLED_IN_MOVIE = 3
TKHD_SHAPE = 44  # rotation matrix, width and height, at the end of tkhd
UNDETERMINED = 0x55C4  # the language "und" in three packed letters
UNIT_MATRIX = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
FTYP = write(b"ftyp", b"isom", struct.pack(">I", 0x200), b"isomiso2avc1mp41")


@dataclass(frozen=True, slots=True)
class Track:
    """The master's one video track: how it is described, its samples, and where runs lie."""

    moov: bytes
    samples: Samples
    runs: tuple[Run, ...]  # offsets from the start of the master
    size: int


@dataclass(slots=True)
class Tracker:
    """Follows a fragmented MP4 as it streams by in pieces of any size."""

    at: int = 0
    runs: list[Run] = field(default_factory=list)
    _moov: bytes = b""
    _fragments: Fragments | None = None
    _kept: bytearray = field(default_factory=bytearray)
    _need: int = 8
    _skip: int = 0

    def feed(self, piece: memoryview | bytes) -> None:
        """Take the next bytes. Only box headers and index boxes are copied."""
        view = memoryview(piece)
        while view:
            if self._skip:
                step = min(self._skip, len(view))
                self._skip -= step
                self.at += step
            else:
                step = min(self._need - len(self._kept), len(view))
                self._kept += view[:step]
                self.at += step
                if len(self._kept) == self._need:
                    self._whole()
            view = view[step:]

    def finish(self) -> Track:
        """What was seen. Raises MediaError when the stream stopped inside a box."""
        if self._skip or self._kept or self._fragments is None:
            raise MediaError("damaged", "the clip ends inside a box")
        return Track(self._moov, self._fragments.samples, tuple(self.runs), self.at)

    def _whole(self) -> None:
        """`_kept` holds a box header, or a whole moov or moof."""
        size, kind = struct.unpack_from(">I4s", self._kept)
        header = 16 if size == 1 else 8
        if len(self._kept) < header:
            self._need = header
            return
        if size == 1:
            size = struct.unpack_from(">Q", self._kept, 8)[0]
        if size < header:
            raise MediaError("damaged", f"got a box of {size} bytes")
        if kind not in {b"moov", b"moof"}:
            self._skip = size - header
        elif size > MAX_KEPT:
            raise MediaError("damaged", f"got an index of {size} bytes")
        elif len(self._kept) < size:
            self._need = size
            return
        else:
            self._take(kind, bytes(self._kept[header:]), size)
        self._kept = bytearray()
        self._need = 8

    def _take(self, kind: bytes, body: bytes, size: int) -> None:
        if kind == b"moov":
            self._moov, self._fragments = body, Fragments(body)
            return
        if self._fragments is None:
            raise MediaError("damaged", "a fragment before its moov")
        start = self.at - size
        self.runs += [
            Run(run.first, run.count, start + run.offset)
            for run in self._fragments.add(body)
            if run.count
        ]


def head(track: Track) -> bytes:
    """The bytes that make `head(track) + master` one ordinary MP4.

    Raises MediaError("damaged") for a master without samples or with samples outside it.
    """
    _check(track)
    shift = len(FTYP) + len(_moov(track, track.runs, 0)) + MDAT_HEADER
    return FTYP + _moov(track, track.runs, shift) + _mdat(track.size)


def excerpt(track: Track, chosen: Sequence[int]) -> tuple[bytes, list[tuple[int, int]]]:
    """The head of a small MP4 that holds only the `chosen` samples, in order, and where the bytes
    of each lie in the master as [start, stop): head plus those bytes is the file.

    Each keeps its instant: it is shown until the next one's.
    """
    places = _places(track)
    times, all_times = [], track.samples.present_times()
    small = Samples(track.samples.timescale)
    for place, sample in enumerate(chosen):
        times.append(all_times[sample])
        small.sizes.append(track.samples.sizes[sample])
        small.keys.append(place)
    ends = [*times[1:], times[-1] + small.timescale]
    small.durations.extend(end - time for time, end in zip(times, ends, strict=True))
    small.shifts.extend(0 for _ in chosen)
    size = sum(small.sizes)
    part = Track(track.moov, small, (Run(0, len(small), 0),), size)
    spans = [(places[sample], places[sample] + track.samples.sizes[sample]) for sample in chosen]
    return head(part), spans


def _check(track: Track) -> None:
    if not len(track.samples):
        raise MediaError("no_footage", "no frame in the clip")
    places = _places(track)
    if any(
        place < 0 or place + size > track.size
        for place, size in zip(places, track.samples.sizes, strict=True)
    ):
        raise MediaError("damaged", "a frame outside the clip")


def _places(track: Track) -> list[int]:
    """Where each sample's first byte lies in the master."""
    places: list[int] = []
    for run in track.runs:
        sizes = track.samples.sizes[run.first : run.first + run.count - 1]
        places += accumulate(sizes, initial=run.offset)
    return places


def _mdat(size: int) -> bytes:
    return struct.pack(">I4sQ", 1, b"mdat", MDAT_HEADER + size)


def _moov(track: Track, runs: Sequence[Run], shift: int) -> bytes:
    source = track.moov
    trak = video_track(source)
    samples = track.samples
    total = sum(samples.durations)
    movie_total = total * MOVIE_TICKS // samples.timescale

    def kept(path: str) -> bytes:
        box = need(source, path, trak.body, trak.stop)
        return source[box.start : box.stop]

    mdhd = write_full(
        b"mdhd", 1, 0, struct.pack(">QQIQHH", 0, 0, samples.timescale, total, UNDETERMINED, 0)
    )
    stbl = write(b"stbl", kept("mdia/minf/stbl/stsd"), *_tables(samples, runs, shift))
    minf = write(b"minf", kept("mdia/minf/vmhd"), kept("mdia/minf/dinf"), stbl)
    mdia = write(b"mdia", mdhd, kept("mdia/hdlr"), minf)
    tkhd = need(source, "tkhd", trak.body, trak.stop)
    shape = source[tkhd.stop - TKHD_SHAPE : tkhd.stop]
    track_head = write_full(
        b"tkhd",
        1,
        TRACK_ENABLED_IN_MOVIE,
        struct.pack(">QQIIQ8xhhhh", 0, 0, 1, 0, movie_total, 0, 0, 0, 0),
        shape,
    )
    movie_head = write_full(
        b"mvhd",
        1,
        0,
        struct.pack(">QQIQIH10x", 0, 0, MOVIE_TICKS, movie_total, 0x10000, 0x100),
        UNIT_MATRIX,
        bytes(24),
        struct.pack(">I", 2),
    )
    return write(b"moov", movie_head, write(b"trak", track_head, mdia))


def _tables(samples: Samples, runs: Sequence[Run], shift: int) -> Iterator[bytes]:
    yield _run_length(b"stts", 0, samples.durations)
    if any(samples.shifts):
        yield _run_length(b"ctts", 1, samples.shifts)
    yield write_full(b"stss", 0, 0, _rows(array("I", (key + 1 for key in samples.keys))))
    sizes = array("I", samples.sizes)
    sizes.byteswap()
    yield write_full(b"stsz", 0, 0, struct.pack(">II", 0, len(sizes)), sizes.tobytes())
    chunks: list[int] = []
    for place, run in enumerate(runs):
        if not chunks or chunks[-2] != run.count:
            chunks += [place + 1, run.count, 1]
    yield write_full(b"stsc", 0, 0, struct.pack(f">I{len(chunks)}I", len(chunks) // 3, *chunks))
    offsets = [run.offset + shift for run in runs]
    yield write_full(b"co64", 0, 0, struct.pack(f">I{len(offsets)}Q", len(offsets), *offsets))


def _run_length(kind: bytes, version: int, values: "array[int]") -> bytes:
    pairs = [(sum(1 for _ in group), value & 0xFFFFFFFF) for value, group in groupby(values)]
    flat = [place for pair in pairs for place in pair]
    return write_full(kind, version, 0, struct.pack(f">I{len(flat)}I", len(pairs), *flat))


def _rows(values: "array[int]") -> bytes:
    return struct.pack(f">I{len(values)}I", len(values), *values)
