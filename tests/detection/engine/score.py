"""Average precision of a detector on PETS 2009 S2.L1, as the clip's figures are stated."""

import csv
from collections import defaultdict
from pathlib import Path

import av
import numpy as np

from detection.engine.detect import PERSON, Box, Detector, overlap
from detection.engine.frames import Frame

EVERY = 5  # frames
SCALE = 0.625  # the clip is 480 px wide, its annotation 768
SAME = 0.5


def truth(path: Path) -> dict[int, list[Box]]:
    boxes: dict[int, list[Box]] = defaultdict(list)
    with path.open() as file:
        for row in csv.reader(file):
            x, y, w, h = (float(value) * SCALE for value in row[2:6])
            boxes[int(row[0]) - 1].append(Box(x, y, w, h))
    return boxes


def average_precision(detector: Detector, data: Path) -> float:
    """Area under the precision-recall curve for people, IoU 0.5, every fifth frame."""
    wanted = truth(data / "gt" / "PETS09-S2L1.gt.txt")
    scored: list[tuple[float, bool]] = []
    total = 0
    with av.open(str(data / "videos" / "vtest_480x360.mp4")) as container:
        for number, picture in enumerate(container.decode(video=0)):
            frame = Frame(number * 100, picture.to_ndarray(format="bgr24").astype(np.uint8))
            found = detector.detect(frame) if number % EVERY == 0 or _needs_all(detector) else ()
            if number % EVERY:
                continue
            left = list(wanted[number])
            total += len(left)
            for seen in sorted(found, key=lambda d: -d.confidence):
                if seen.kind != PERSON:
                    continue
                best = max(left, key=lambda box: overlap(box, seen.box), default=None)
                hit = best is not None and overlap(best, seen.box) >= SAME
                if hit and best is not None:
                    left.remove(best)
                scored.append((seen.confidence, hit))
    return _area(scored, total)


def _needs_all(detector: Detector) -> bool:
    return not detector.reads_stills


def _area(scored: list[tuple[float, bool]], total: int) -> float:
    scored.sort(key=lambda pair: -pair[0])
    hits = np.cumsum([hit for _confidence, hit in scored])
    recall = hits / total
    precision = hits / np.arange(1, len(scored) + 1)
    envelope = np.maximum.accumulate(precision[::-1])[::-1]
    return float(np.sum(np.diff(recall, prepend=0.0) * envelope))
