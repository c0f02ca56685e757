"""What a file is, found out in a child; what is no video is refused."""

import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from portal.media import runner
from portal.media.errors import MediaError
from portal.media.placement import track_of_file
from portal.media.probe import Probe, probe
from portal.media.transcode import working_copy
from tests.machine import need_data

from . import clips

REAL = {
    "vtest_480x360.mp4": (795, "h264", True),
    "car-detection.mp4": (377, "h264", True),
    "highway_mpeg4.avi": (750, "mpeg4", False),
    "highway_msmpeg4.avi": (374, "msmpeg4v2", False),
}
SOME = Probe(
    codec="h264", profile=None, pixels=None, container="mov", width=2, height=2, frames=1,
    promised=1, key_frames=1, start_ms=0, duration_ms=1, promised_ms=1, corrupt=False,
    decodes=True, sound=False,
)  # fmt: skip


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


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("2026-11-21T01:02:03Z", datetime(2026, 11, 21, 1, 2, 3, tzinfo=UTC)),
        ("2026-11-21T01:02:03+07:00", datetime(2026, 11, 20, 18, 2, 3, tzinfo=UTC)),
        ("", None),
    ],
)
def test_it_tells_when_the_container_says_it_begins(
    plain: list[Path], tmp_path: Path, written: str, told: datetime | None
) -> None:
    dated = tmp_path / "dated.mp4"
    command = [runner.ffmpeg_path(), "-nostdin", "-loglevel", "error", "-i", str(plain[0])]
    more = ["-c", "copy", "-metadata", f"creation_time={written}"]
    subprocess.run([*command, *more, str(dated)], check=True)
    assert probe(dated).began_at == told


def test_a_nonsense_beginning_is_none() -> None:
    def said(text: str) -> Probe:
        return replace(SOME, created=text)

    for text in ("yesterday", "2026-13-45", "9" * 40, "\x00"):
        assert said(text).began_at is None


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
