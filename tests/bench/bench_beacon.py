"""Reading a beacon in a recording, against bare decoding and detection by OpenCV in the same run.

python -m tests.bench.bench_beacon
"""

import tempfile
import time
from pathlib import Path

import cv2
import numpy as np

SECONDS = 12.0


def main() -> int:
    from cameras.beacon import payload
    from cameras.beacon.read import Reader
    from portal.media.frames import pictures_of
    from tests.cameras.beacon import world
    from tests.cameras.beacon.test_read import EVERY_MS

    held = world.Hold(module_px=3.5, turn_deg=30)
    what = world.Film(hold=held, seconds=SECONDS, from_s=2, until_s=SECONDS - 2)
    with tempfile.TemporaryDirectory() as folder:
        path = world.film(Path(folder) / "a.mp4", what)
        with pictures_of(path, every_ms=EVERY_MS) as pictures:
            greys = [
                np.asarray(cv2.cvtColor(one.pixels, cv2.COLOR_BGR2GRAY), np.uint8)
                for one in pictures
            ]

    def read(text: str) -> bool:
        return payload.read(text, world.KEY) is not None

    bare = cv2.QRCodeDetector()
    reader = Reader(payload.looks_like_code)
    started = time.process_time()
    by_bare = sum(read(bare.detectAndDecode(grey)[0]) for grey in greys)
    between = time.process_time()
    by_us = sum(any(map(read, reader.look(grey).texts)) for grey in greys)
    ended = time.process_time()
    ours, floor = (ended - between) / len(greys), (between - started) / len(greys)
    shown = round((what.until_s - what.from_s) * 1000 / EVERY_MS)
    print(
        f"720p, 3.5 px a module at 30 degrees: {ours * 1000:.0f} ms a picture and {by_us} of "
        f"{shown} codes read; bare OpenCV {floor * 1000:.0f} ms and {by_bare}; "
        f"ratio {ours / floor:.2f}; {EVERY_MS / 1000 / ours:.1f} x real time"
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
