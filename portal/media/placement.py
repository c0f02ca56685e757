"""Where the samples of a whole MP4 file lie, so that a head can be put in front of any MP4."""

from pathlib import Path

from .boxes import Box, find, need, number, video_track, words
from .errors import MediaError
from .index import Track, Tracker
from .runner import PIECE
from .samples import Run, Samples, read


def track_of_file(path: Path) -> Track | None:
    """The video track with the place of each sample; None when the file is no MP4.

    The whole file counts as the master: `index.head(track)` + the file is an ordinary MP4.
    """
    movie = read(path)
    if movie is None:
        return None
    size = path.stat().st_size
    if movie.ordinary:
        trak = video_track(movie.moov)
        runs = _runs(movie.moov, trak, movie.samples)
        return Track(movie.moov, movie.samples, tuple(runs), size)
    tracker = Tracker()
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            tracker.feed(piece)
    return tracker.finish()


def _runs(moov: bytes, trak: Box, samples: Samples) -> list[Run]:
    stbl = need(moov, "mdia/minf/stbl", trak.body, trak.stop)
    offsets = _offsets(moov, stbl)
    stsc = need(moov, "stsc", stbl.body, stbl.stop)
    rows = words(moov, stsc.body + 8, 3 * number(moov, stsc.body + 4), stsc.stop)
    starts = [*rows[0::3], len(offsets) + 1]
    runs: list[Run] = []
    first = 0
    for place, count in enumerate(rows[1::3]):
        for chunk in range(starts[place], starts[place + 1]):
            taken = min(count, len(samples) - first)
            if taken <= 0 or not 1 <= chunk <= len(offsets):
                break
            runs.append(Run(first, taken, offsets[chunk - 1]))
            first += taken
    if first != len(samples):
        raise MediaError("damaged", f"got places for {first} frames of {len(samples)}")
    return runs


def _offsets(moov: bytes, stbl: Box) -> list[int]:
    stco = find(moov, "stco", stbl.body, stbl.stop)
    if stco is not None:
        return list(words(moov, stco.body + 8, number(moov, stco.body + 4), stco.stop))
    co64 = need(moov, "co64", stbl.body, stbl.stop)
    halves = words(moov, co64.body + 8, 2 * number(moov, co64.body + 4), co64.stop)
    return [high << 32 | low for high, low in zip(halves[0::2], halves[1::2], strict=True)]
