"""A telephone's photo comes out as pixels and nothing else, or is refused."""

import struct
import zlib

import cv2
import numpy as np
import pytest

from portal.media import stills
from portal.media.errors import MediaError
from portal.media.stills import redrawn

GPS = b"Exif\0\0MM\0*\0\0\0\x08" + b"GPSLatitude 10.3621 N; serial 0815"


def picture(width: int = 320, height: int = 200, kind: str = ".jpg") -> bytes:
    pixels = np.zeros((height, width, 3), np.uint8)
    pixels[:, : width // 2] = (0, 0, 255)  # red on the left
    return bytes(cv2.imencode(kind, pixels)[1].tobytes())


def with_position(jpeg: bytes, body: bytes = GPS) -> bytes:
    """The same photo as a telephone keeps it: an APP1 part right after its beginning."""
    return jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body + jpeg[2:]


def turned(jpeg: bytes) -> bytes:
    """Held upright: the camera says 'turn by a quarter' (orientation 6)."""
    entry = struct.pack(">HHIHH", 0x0112, 3, 1, 6, 0)
    body = b"Exif\0\0MM\0*" + struct.pack(">IH", 8, 1) + entry + struct.pack(">I", 0)
    return with_position(jpeg, body)


@pytest.mark.parametrize("kind", [".jpg", ".png", ".webp"])
def test_each_kind_that_telephones_make_comes_out_as_a_jpeg(kind: str) -> None:
    still = redrawn([picture(kind=kind)])
    assert (still.width, still.height) == (320, 200)
    assert still.jpeg[:3] == b"\xff\xd8\xff"


def test_position_and_everything_else_is_gone() -> None:
    original = with_position(picture())
    assert b"GPSLatitude" in original
    still = redrawn([original])
    assert b"GPS" not in still.jpeg
    assert b"Exif" not in still.jpeg


def test_a_photo_held_upright_stands_upright() -> None:
    still = redrawn([turned(picture())])
    assert (still.width, still.height) == (200, 320)


def test_a_large_photo_becomes_a_small_one() -> None:
    still = redrawn([picture(4000, 3000)])
    assert (still.width, still.height) == (1600, 1200)


def huge_png() -> bytes:
    """Says that it has 100,000 x 100,000 pixels, in a hundred bytes."""

    def part(name: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    head = struct.pack(">IIBBBBB", 100_000, 100_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", b"") + part(b"IEND", b"")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"GIF89a" + bytes(100),
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"\xff\xd8\xff" + bytes(200),
        huge_png(),
        picture(20, 20),
        picture(kind=".bmp"),  # the library could read it, and many stranger ones
    ],
    ids=["empty", "gif", "svg", "torn", "a bomb", "too small", "bitmap"],
)
def test_what_is_no_photo_is_refused(data: bytes) -> None:
    with pytest.raises(MediaError):
        redrawn([data])


def test_a_file_without_end_is_not_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stills, "MAX_BYTES", 1000)
    with pytest.raises(MediaError, match="too many bytes"):
        redrawn([picture(2000, 2000)])
