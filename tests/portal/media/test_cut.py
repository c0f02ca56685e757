"""The clip holds the frames of its window and the rest of one key-frame group at each edge."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.media import cut as media_cut
from portal.media import index
from portal.media.cut import Cut, Gap, Segment, Window
from portal.media.errors import MediaError
from portal.media.probe import probe
from portal.media.samples import read
from portal.media.timeline import Piece
from tests.machine import need_data

from . import clips
from .clips import RATE, at


@dataclass
class Clip:
    cut: Cut
    path: Path

    @property
    def numbers(self) -> list[int]:
        return clips.numbers(self.path)


def make(segments: list[Segment], start: float, stop: float, folder: Path) -> Clip:
    path = folder / "clip.mp4"
    with path.open("wb") as file:
        made = media_cut.cut(segments, Window(at(start), at(stop)), file.write, folder=folder)
    return Clip(made, path)


def frames(start: float, stop: float) -> list[int]:
    return list(range(round(start * RATE), round(stop * RATE)))


def test_it_holds_the_window_widened_to_key_frames(plain: list[Path], tmp_path: Path) -> None:
    clip = make(clips.segments(plain), 13, 31, tmp_path)
    assert clip.numbers == frames(12, 32)
    assert clip.cut.frames == 200
    assert clip.cut.first_frame_at == at(12)
    assert clip.cut.last_frame_at == at(31.9)
    assert (clip.cut.extra_before, clip.cut.extra_after) == (timedelta(seconds=1),) * 2
    assert clip.cut.gaps == ()
    assert not clip.cut.partial


def test_it_holds_nothing_else_when_the_window_lies_on_key_frames(
    plain: list[Path], tmp_path: Path
) -> None:
    clip = make(clips.segments(plain), 12, 32, tmp_path)
    assert clip.numbers == frames(12, 32)
    assert clip.cut.extra_before == clip.cut.extra_after == timedelta()


def test_it_cuts_inside_one_segment(plain: list[Path], tmp_path: Path) -> None:
    assert make(clips.segments(plain), 3, 5, tmp_path).numbers == frames(2, 6)


@pytest.mark.slow
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(start=st.integers(-30, 410), length=st.integers(1, 300))
def test_no_frame_lies_outside_whatever_the_window(
    reordered: list[Path], tmp_path: Path, start: int, length: int
) -> None:
    begin, end = start / RATE, (start + length) / RATE
    segments = clips.segments(reordered)
    if begin >= 40 or end <= 0:
        with pytest.raises(MediaError, match="no_footage"):
            make(segments, begin, end, tmp_path)
        return
    found = make(segments, begin, end, tmp_path).numbers
    assert found == frames(max(begin // 2 * 2, 0), min(-(-end // 2) * 2, 40))


def test_frames_keep_their_distance_with_b_frames(reordered: list[Path], tmp_path: Path) -> None:
    clip = make(clips.segments(reordered), 13, 31, tmp_path)
    times = clips.times_ms(clip.path)
    assert {later - one for one, later in pairwise(times)} == {100}


def test_samples_pass_byte_for_byte(plain: list[Path], tmp_path: Path) -> None:
    clip = make(clips.segments(plain), 0, 40, tmp_path)
    assert clip.cut.byte_exact
    recorded = b"".join(path.read_bytes() for path in plain)
    master = clip.path.read_bytes()
    places = index._places(clip.cut.track)
    sizes = clip.cut.track.samples.sizes
    assert all(
        master[place : place + size] in recorded
        for place, size in zip(places[::37], sizes[::37], strict=True)
    )


def test_the_same_recordings_give_the_same_bytes(plain: list[Path], tmp_path: Path) -> None:
    hashes = set()
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        clip = make(clips.segments(plain), 13, 31, folder)
        hashes.add(hashlib.sha256(clip.path.read_bytes()).hexdigest())
    assert len(hashes) == 1


def test_gaps_are_listed_and_true_time_is_kept(plain: list[Path], tmp_path: Path) -> None:
    segments = [segment for segment in clips.segments(plain) if segment.start != at(10)]
    clip = make(segments, 3, 35, tmp_path)
    assert clip.numbers == frames(2, 10) + frames(20, 36)
    assert clip.cut.gaps == (Gap(at(10), at(20)),)
    assert [(span.media_ms, span.at) for span in clip.cut.spans] == [(0, at(2)), (8000, at(20))]


def test_a_window_that_begins_before_the_footage_names_the_gap(
    plain: list[Path], tmp_path: Path
) -> None:
    clip = make(clips.segments(plain), -20, 5, tmp_path)
    assert clip.numbers == frames(0, 6)
    assert clip.cut.gaps == (Gap(at(-20), at(0)),)


def test_recorders_that_tell_whole_seconds_make_no_gaps(plain: list[Path], tmp_path: Path) -> None:
    jitter = (0, 0.6, -0.7, 0.4)
    segments = [
        Segment(one.path, one.start + timedelta(seconds=late))
        for one, late in zip(clips.segments(plain), jitter, strict=True)
    ]
    clip = make(segments, 0, 40, tmp_path)
    assert clip.numbers == frames(0, 40)
    assert clip.cut.gaps == ()
    assert len(clip.cut.spans) == 1


def test_minutes_that_come_twice_are_kept_once(plain: list[Path], tmp_path: Path) -> None:
    segments = clips.segments(plain)
    clip = make([*segments, segments[1]], 0, 40, tmp_path)
    assert clip.numbers == frames(0, 40)


def test_it_cuts_transport_streams(tmp_path: Path) -> None:
    paths = clips.record(tmp_path / "ts", seconds=20, suffix="ts", b_frames=2)
    assert make(clips.segments(paths), 3, 15, tmp_path).numbers == frames(2, 16)


def test_it_cuts_fragmented_recordings(tmp_path: Path) -> None:
    flags = ["-segment_format_options", "movflags=frag_keyframe+empty_moov"]
    paths = clips.record(tmp_path / "fragmented", seconds=20, more=flags)
    assert make(clips.segments(paths), 3, 15, tmp_path).numbers == frames(2, 16)


def test_cameras_that_changed_their_settings_are_joined(
    plain: list[Path], reordered: list[Path], tmp_path: Path
) -> None:
    segments = [clips.segments(plain)[0], clips.segments(reordered)[1]]
    clip = make(segments, 3, 15, tmp_path)
    assert not clip.cut.byte_exact
    assert clip.numbers == frames(2, 16)


def test_a_recording_cut_short_makes_the_clip_partial(plain: list[Path], tmp_path: Path) -> None:
    flags = ["-segment_format_options", "movflags=faststart"]
    paths = clips.record(tmp_path / "short", seconds=20, more=flags)
    data = paths[1].read_bytes()
    paths[1].write_bytes(data[: len(data) * 6 // 10])
    clip = make(clips.segments(paths), 0, 20, tmp_path)
    assert clip.cut.partial
    assert 100 < clip.cut.frames < 200


def test_a_recording_without_its_index_makes_the_clip_partial(
    plain: list[Path], tmp_path: Path
) -> None:
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(plain[1].read_bytes()[:2000])
    segments = clips.segments([plain[0], broken])
    clip = make(segments, 0, 20, tmp_path)
    assert clip.cut.partial
    assert clip.cut.gaps == (Gap(at(10), at(20)),)


def test_more_frames_than_allowed_are_never_a_result(
    plain: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The over-disclosure that joining with `-ss` makes: the count finds it."""
    entry = media_cut._entry

    def without_outpoint(piece: Piece) -> str:
        lines = entry(piece).splitlines()
        return "\n".join(line for line in lines if not line.startswith("outpoint")) + "\n"

    monkeypatch.setattr(media_cut, "_entry", without_outpoint)
    with pytest.raises(MediaError, match="frames_outside"):
        make(clips.segments(plain), 13, 31, tmp_path)


def test_a_path_is_no_directive(plain: list[Path], tmp_path: Path) -> None:
    odd = tmp_path / "it's a\ttab.mp4"
    odd.write_bytes(plain[0].read_bytes())
    assert make([Segment(odd, at(0))], 3, 5, tmp_path).numbers == frames(2, 6)


@pytest.mark.parametrize("name", ["vtest_480x360.mp4", "one-by-one-person-detection.mp4"])
def test_real_recordings_are_cut_on_their_key_frames(name: str, tmp_path: Path) -> None:
    source = need_data("videos", name)
    movie = read(source)
    assert movie is not None
    times = movie.samples.present_times()
    scale = movie.samples.timescale
    keys = sorted(times[key] / scale for key in movie.samples.keys)
    start, stop = 21.3, 52.7
    first = max(key for key in keys if key <= start)
    last = min((key for key in keys if key >= stop), default=1e9)
    wanted = sum(first <= time / scale < last for time in times)
    clip = make([Segment(source, at(0))], start, stop, tmp_path)
    assert clip.cut.frames == wanted == probe(clip.path).frames
    assert not clip.cut.partial
