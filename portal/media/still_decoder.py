"""Runs in a child process only (see `runner`): opens a stranger's picture and draws it anew.

Called as ``python still_decoder.py <settings as JSON>`` with the file on standard input. What comes
out is a JPEG made of pixels alone behind a `SIZE` header: position, maker, time, thumbnails and
whatever else lay in the file stay behind. What it cannot accept it says on standard error as
``refused: ...``.
"""

import json
import os
import struct
import sys
from typing import Any

SIZE = struct.Struct("<HH")  # width, height
REFUSED = 3


class Refusal(Exception):  # noqa: N818 -- an answer, not a fault
    pass


def is_picture(data: bytes) -> bool:
    """JPEG, PNG or WebP by the first bytes: only these three of the many decoders are asked."""
    webp = data[:4] == b"RIFF" and data[8:12] == b"WEBP"
    return webp or data[:3] == b"\xff\xd8\xff" or data[:8] == b"\x89PNG\r\n\x1a\n"


def redraw(data: bytes, settings: dict[str, Any]) -> bytes:
    """The picture, turned as its camera held it, no side longer than `max_side`."""
    if len(data) > settings["max_bytes"]:
        raise Refusal("too many bytes")
    if not is_picture(data):
        raise Refusal("neither JPEG nor PNG nor WebP")
    os.environ["OPENCV_IO_MAX_IMAGE_PIXELS"] = str(settings["max_pixels"])  # read on import
    import cv2  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    cv2.setNumThreads(1)
    try:
        pixels = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    except cv2.error as error:
        raise Refusal("the decoder gave up") from error
    if pixels is None:
        raise Refusal("no picture can be decoded")
    height, width = pixels.shape[:2]
    if min(width, height) < settings["min_side"]:
        raise Refusal(f"a picture of {width} x {height}")
    scale = settings["max_side"] / max(width, height)
    if scale < 1:
        size = (max(1, round(width * scale)), max(1, round(height * scale)))
        pixels = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
    height, width = pixels.shape[:2]
    done, jpeg = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, settings["quality"]])
    if not done:
        raise Refusal("it cannot be drawn anew")
    return SIZE.pack(width, height) + jpeg.tobytes()


def main() -> int:
    settings = json.loads(sys.argv[1])
    try:
        answer = redraw(sys.stdin.buffer.read(settings["max_bytes"] + 1), settings)
    except (Refusal, MemoryError) as error:
        sys.stderr.write(f"refused: {error}")
        return REFUSED
    sys.stdout.buffer.write(answer)
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
