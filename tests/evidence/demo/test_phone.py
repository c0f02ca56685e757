"""A telephone held before a simulated camera is in what it records, and only while it is held."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from cameras.beacon import payload
from cameras.beacon.read import Reader
from evidence.demo import phone
from evidence.demo.recorder import record, spans
from evidence.demo.recorder_ring import Ring
from evidence.demo.scenery import CAMERAS, Scenery
from portal.media.frames import pictures_of

SLOT = 1_795_000_000
KEY = b"a key of the tests"
GATE = next(one for one in CAMERAS if one.kind == "gate")


def hold_up(folder: Path, key: str, from_s: float, until_s: float) -> None:
    first, last = int(from_s * 1000) // 500 * 500 - 500, int(until_s * 1000) + 500
    codes = [
        (at, payload.write(payload.Code("0" * 16, at), KEY))
        for at in range(first, last, payload.CODE_MS)
    ]
    phone.hold(folder, key, codes, from_s, until_s)


@pytest.mark.slow
@pytest.mark.parametrize("camera", CAMERAS, ids=lambda camera: camera.key)
def test_what_is_held_up_is_recorded_at_its_true_time(camera: Scenery, tmp_path: Path) -> None:
    phones = tmp_path / "phones"
    hold_up(phones, camera.key, SLOT + 2, SLOT + 8)
    ring = Ring(tmp_path / "ring", 1 << 30)
    record(camera, ring, SLOT, phones)
    reader = Reader(payload.looks_like_code)
    looked = 0
    right: list[float] = []
    for clip in ring.clips(camera.key):
        with pictures_of(clip.path, every_ms=250) as pictures:
            for picture in pictures:
                at_s = clip.start_s + picture.at_ms / 1000
                grey = np.asarray(cv2.cvtColor(picture.pixels, cv2.COLOR_BGR2GRAY), np.uint8)
                texts = reader.look(grey).texts
                codes = [code for text in texts if (code := payload.read(text, KEY))]
                if SLOT + 2 <= at_s < SLOT + 8:
                    looked += 1
                    right += [at_s for code in codes if 0 <= at_s * 1000 - code.at_ms < 600]
                else:
                    assert codes == []
    assert looked >= 20
    assert len(right) >= 0.7 * looked


def test_a_camera_on_motion_records_whoever_holds_it_up(tmp_path: Path) -> None:
    quiet = next(s for s in range(SLOT, SLOT + 3600, 10) if not spans(GATE, s))
    hold_up(tmp_path, GATE.key, quiet + 3, quiet + 6)
    assert spans(GATE, quiet, phone.held(tmp_path, GATE.key)) == [(quiet + 2, 7)]


def test_nothing_is_held_where_nobody_stands(tmp_path: Path) -> None:
    assert phone.held(None, "x") is None
    assert phone.held(tmp_path, "x") is None
