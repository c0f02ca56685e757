"""A head in front of the untouched master is one ordinary, seekable MP4."""

import os
from pathlib import Path

import av
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.media import cut as media_cut
from portal.media import index
from portal.media.cut import Window
from portal.media.errors import MediaError
from portal.media.placement import track_of_file
from portal.media.samples import read

from . import clips
from .clips import RATE, at


def master(paths: list[Path], folder: Path) -> tuple[bytes, index.Track]:
    data = bytearray()
    window = Window(at(3), at(37))
    made = media_cut.cut(clips.segments(paths), window, data.extend, folder=folder)
    return bytes(data), made.track


@pytest.mark.parametrize("kind", ["plain", "reordered"])
def test_head_and_master_show_the_master_frame_by_frame(
    kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    data, track = master(request.getfixturevalue(kind), tmp_path)
    (tmp_path / "master.mp4").write_bytes(data)
    whole = tmp_path / "whole.mp4"
    whole.write_bytes(index.head(track) + data)
    movie = read(whole)
    assert movie is not None
    assert movie.ordinary
    assert clips.numbers(whole) == clips.numbers(tmp_path / "master.mp4") == list(range(20, 380))
    assert clips.times_ms(whole) == [100 * place for place in range(360)]


@pytest.mark.parametrize("kind", ["plain", "reordered"])
def test_seeking_reaches_the_exact_frame(
    kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    data, track = master(request.getfixturevalue(kind), tmp_path)
    whole = tmp_path / "whole.mp4"
    whole.write_bytes(index.head(track) + data)
    with av.open(str(whole)) as container:
        video = container.streams.video[0]
        assert video.time_base is not None
        for second in (30, 7, 21):
            container.seek(round(second / video.time_base), stream=video)
            wanted = next(
                frame
                for frame in container.decode(video)
                if frame.pts is not None and frame.pts * video.time_base >= second
            )
            assert clips._number(wanted) == (second + 2) * RATE


def test_the_stream_may_come_in_pieces_of_any_size(plain: list[Path], tmp_path: Path) -> None:
    data, track = master(plain, tmp_path)
    for size in (1, 7, 4096):
        tracker = index.Tracker()
        for start in range(0, len(data), size):
            tracker.feed(data[start : start + size])
        assert index.head(tracker.finish()) == index.head(track)


def test_a_master_that_ends_inside_a_box_has_no_index(plain: list[Path], tmp_path: Path) -> None:
    data, _ = master(plain, tmp_path)
    tracker = index.Tracker()
    tracker.feed(data[:-1])
    with pytest.raises(MediaError, match="damaged"):
        tracker.finish()


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    def tracked() -> None:
        tracker = index.Tracker()
        tracker.feed(data)
        tracker.finish()

    with pytest.raises(MediaError):
        tracked()


@given(position=st.integers(0, 1500), value=st.integers(0, 255))
def test_a_changed_index_is_read_or_refused(
    plain: list[Path], position: int, value: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    data = bytearray(plain[0].read_bytes())
    moov = data.index(b"moov")
    data[(moov + position) % len(data)] = value
    path = tmp_path_factory.getbasetemp() / f"changed-{os.getpid()}.mp4"
    path.write_bytes(data)
    try:
        track = track_of_file(path)
        if track is not None:
            index.head(track)
    except MediaError:
        pass


def test_an_ordinary_upload_gets_a_head_of_its_own(reordered: list[Path], tmp_path: Path) -> None:
    track = track_of_file(reordered[0])
    assert track is not None
    whole = tmp_path / "whole.mp4"
    whole.write_bytes(index.head(track) + reordered[0].read_bytes())
    assert clips.numbers(whole) == list(range(100))


def test_an_excerpt_holds_only_the_chosen_frames(plain: list[Path], tmp_path: Path) -> None:
    data, track = master(plain, tmp_path)
    chosen = list(track.samples.keys)[1::5]
    head, spans = index.excerpt(track, chosen)
    small = tmp_path / "small.mp4"
    small.write_bytes(head + b"".join(data[start:stop] for start, stop in spans))
    assert clips.numbers(small) == [20 + sample for sample in chosen]
