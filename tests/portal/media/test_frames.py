"""Pictures for the engine and for people, decoded in a child."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.media import cut as media_cut
from portal.media import index
from portal.media.cut import Window
from portal.media.errors import MediaError
from portal.media.frames import pictures_of
from portal.media.thumbnails import thumbnails

from . import clips
from .clips import at


@pytest.fixture(scope="module")
def master(
    plain: list[Path], tmp_path_factory: pytest.TempPathFactory
) -> tuple[bytes, index.Track]:
    data = bytearray()
    folder = tmp_path_factory.mktemp("master")
    made = media_cut.cut(clips.segments(plain), Window(at(0), at(40)), data.extend, folder=folder)
    return bytes(data), made.track


def test_key_frames_alone(master: tuple[bytes, index.Track]) -> None:
    with pictures_of([master[0]], keys_only=True) as pictures:
        found = [(picture.at_ms, picture.is_key) for picture in pictures]
    assert found == [(2000 * place, True) for place in range(20)]


def test_a_sample_of_frames_with_the_key_frames(master: tuple[bytes, index.Track]) -> None:
    with pictures_of([master[0]], every_ms=500, keys_every_ms=1000) as pictures:
        found = [picture.at_ms for picture in pictures]
    assert found == [500 * place for place in range(80)]


def test_pictures_are_the_frames(plain: list[Path]) -> None:
    with pictures_of(plain[0], every_ms=1) as pictures:
        rows = [picture.pixels[16, 8::16, 0] > 128 for picture in pictures]
    assert [sum(1 << bit for bit in range(16) if row[bit]) for row in rows] == list(range(100))


def test_pictures_are_made_smaller(plain: list[Path]) -> None:
    with pictures_of(plain[0], every_ms=5000, max_side=128) as pictures:
        assert {picture.pixels.shape for picture in pictures} == {(16, 128, 3)}


def test_too_many_frames_are_an_error(plain: list[Path]) -> None:
    with (
        pytest.raises(MediaError, match="not_video"),
        pictures_of(plain[0], every_ms=1, max_frames=20) as pictures,
    ):
        list(pictures)


def test_thumbnails_read_only_their_own_bytes(master: tuple[bytes, index.Track]) -> None:
    data, track = master
    reads: list[tuple[int, int]] = []

    def read(start: int, stop: int) -> Iterator[bytes]:
        reads.append((start, stop))
        yield data[start:stop]

    found = thumbnails(track, read, count=5)
    assert [picture.at_ms for picture in found] == [0, 8000, 16000, 24000, 32000]
    assert all(picture.jpeg.startswith(b"\xff\xd8") for picture in found)
    keys = sorted(track.samples.keys)
    assert sum(stop - start for start, stop in reads) == sum(
        track.samples.sizes[keys[place * 4]] for place in range(5)
    )
