"""What a file is, found out in a child; what is no video is refused."""

import subprocess
from pathlib import Path

import pytest

from portal.media import runner
from portal.media.errors import MediaError
from portal.media.placement import track_of_file
from portal.media.probe import probe
from portal.media.transcode import working_copy
from tests.machine import need_data

from . import clips

REAL = {
    "vtest_480x360.mp4": (795, "h264", True),
    "car-detection.mp4": (377, "h264", True),
    "highway_mpeg4.avi": (750, "mpeg4", False),
    "highway_msmpeg4.avi": (374, "msmpeg4v2", False),
}


def test_it_tells_codec_size_and_frames(reordered: list[Path]) -> None:
    found = probe(reordered[0])
    assert (found.codec, found.width, found.height) == ("h264", 256, 32)
    assert (found.frames, found.key_frames, found.duration_ms) == (100, 5, 10_000)
    assert found.plays_in_browsers
    assert not found.partial


def test_frames_behind_an_edit_list_are_counted(plain: list[Path], tmp_path: Path) -> None:
    hidden = tmp_path / "hidden.mp4"
    command = [runner.ffmpeg_path(), "-nostdin", "-loglevel", "error", "-ss", "3"]
    subprocess.run([*command, "-i", str(plain[0]), "-c", "copy", str(hidden)], check=True)
    assert probe(hidden).frames == 80  # from the key frame at 2 s, not from 3 s


def test_a_file_cut_short_is_partial(tmp_path: Path) -> None:
    flags = ["-segment_format_options", "movflags=faststart"]
    [path] = clips.record(tmp_path / "short", seconds=10, more=flags)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) * 6 // 10])
    assert probe(path).partial


@pytest.mark.parametrize(
    "content", [b"", b"hello", b"%PDF-1.7\n%", b"\x89PNG\r\n\x1a\n", b"\0" * 5000, b"PK\x03\x04"]
)
def test_what_is_no_video_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    path.write_bytes(content)
    with pytest.raises(MediaError) as caught:
        probe(path)
    assert caught.value.kind == "not_video"


def test_bytes_that_stream_by_are_probed(plain: list[Path], tmp_path: Path) -> None:
    flags = ["-segment_format_options", "movflags=frag_keyframe+empty_moov"]
    [path] = clips.record(tmp_path / "fragmented", seconds=10, more=flags)
    assert probe([path.read_bytes()]).frames == 100


def test_an_old_codec_gets_a_working_copy(tmp_path: Path) -> None:
    [path] = clips.record(tmp_path / "old", seconds=10, suffix="avi", codec="mpeg4")
    found = probe(path)
    assert not found.plays_in_browsers
    copy, copied = working_copy(path, tmp_path / "copy.mp4", found)
    assert not copied
    again = probe(copy)
    assert (again.plays_in_browsers, again.frames) == (True, 100)


def test_a_known_codec_in_another_container_is_copied(tmp_path: Path) -> None:
    [path] = clips.record(tmp_path / "matroska", seconds=10, suffix="mkv", b_frames=2)
    copy, copied = working_copy(path, tmp_path / "copy.mp4", probe(path))
    assert copied
    assert clips.numbers(copy) == list(range(100))
    assert track_of_file(copy) is not None


@pytest.mark.parametrize("name", sorted(REAL))
def test_real_recordings(name: str) -> None:
    found = probe(need_data("videos", name))
    assert (found.frames, found.codec, found.plays_in_browsers) == REAL[name]
