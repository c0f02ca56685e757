"""The two detectors: a YOLOX network when one is installed, motion and HOG when none is."""

import math
from collections.abc import Sequence

import cv2
import numpy as np
import onnxruntime as ort

from .detect import MOVING_OBJECT, PERSON, Box, Detection, Floats, overlap, thinned
from .frames import Frame, Pixels
from .motion import Blob, Motion

# COCO's numbers for the kinds we speak of; what is left out is not for this product's eyes.
COCO_KINDS = {
    0: PERSON,
    1: "bicycle",
    2: "car",
    3: "motorbike",
    5: "bus",
    7: "truck",
} | dict.fromkeys(range(15, 24), "animal")
COCO_CLASSES = 80
STRIDES = (8, 16, 32)
PAD = 114
SAME = 0.45  # overlap above which two boxes of one kind are one thing


class NotAModel(Exception):  # noqa: N818 -- an answer about a file
    """The bytes are no YOLOX network that this engine can run."""


class Yolox:
    """A YOLOX network in ONNX, undecoded output [1, N, 85], run on the processor."""

    def __init__(
        self, data: bytes, *, name: str = "yolox", threshold: float = 0.35, threads: int = 1
    ) -> None:
        options = ort.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 4
        try:
            self._session = ort.InferenceSession(data, options, providers=["CPUExecutionProvider"])
            [given] = self._session.get_inputs()
            [_output] = self._session.get_outputs()
            _batch, channels, self._height, self._width = (int(size) for size in given.shape)
        except Exception as error:  # onnxruntime raises a dozen unrelated classes
            raise NotAModel(f"got bytes that do not load as a network: {error}") from error
        self._input = str(given.name)
        self._threshold = threshold
        self._grid, self._stride = _grid(self._height, self._width)
        self._name = name
        blank = np.zeros((1, 3, self._height, self._width), np.float32)
        shape = self._run(blank).shape
        if channels != 3 or shape != (len(self._grid), 5 + COCO_CLASSES):  # noqa: PLR2004 -- BGR
            raise NotAModel(f"got {channels} channels and output {shape}, want 3 and (N, 85)")

    @property
    def name(self) -> str:
        return self._name

    @property
    def reads_stills(self) -> bool:
        return True

    def detect(self, frame: Frame) -> tuple[Detection, ...]:
        blob, scale = self._letterboxed(frame.pixels)
        rows = self._run(blob)
        classes = rows[:, 5:]
        best = classes.argmax(axis=1)
        score = rows[:, 4] * classes[np.arange(len(rows)), best]
        keep = np.flatnonzero(score >= self._threshold)
        boxes = self._decoded(rows[keep, :4], keep) / scale
        found = [
            Detection(
                COCO_KINDS[int(best[row])],
                Box(*(float(value) for value in box)).clipped(frame.width, frame.height),
                min(float(score[row]), 1.0),
            )
            for row, box in zip(keep, boxes, strict=True)
            if int(best[row]) in COCO_KINDS
        ]
        return thinned([seen for seen in found if seen.box.area > 0], SAME)

    def _run(self, blob: Floats) -> Floats:
        [output] = self._session.run(None, {self._input: blob})
        rows: Floats = np.asarray(output, np.float32)[0]
        return rows

    def _letterboxed(self, pixels: Pixels) -> tuple[Floats, float]:
        """(1, 3, H, W) float32 0..255 in BGR, picture in the top left corner, and its scale."""
        height, width = pixels.shape[:2]
        scale = min(self._width / width, self._height / height)
        inner = (max(round(width * scale), 1), max(round(height * scale), 1))
        canvas = np.full((self._height, self._width, 3), PAD, np.uint8)
        canvas[: inner[1], : inner[0]] = cv2.resize(pixels, inner, interpolation=cv2.INTER_LINEAR)
        return np.ascontiguousarray(canvas.transpose(2, 0, 1)[None], np.float32), scale

    def _decoded(self, raw: Floats, rows: np.ndarray) -> Floats:
        """(n, 4) centre offset and log size per cell -> left, top, width, height in px."""
        stride = self._stride[rows]
        centre = (raw[:, :2] + self._grid[rows]) * stride
        size = np.exp(np.minimum(raw[:, 2:], 12.0)) * stride
        return np.concatenate([centre - size / 2, size], axis=1)


def _grid(height: int, width: int) -> tuple[Floats, Floats]:
    """Cell positions (N, 2) as x, y and strides (N, 1), in the order of the network's rows."""
    cells, strides = [], []
    for stride in STRIDES:
        ys, xs = np.mgrid[0 : height // stride, 0 : width // stride]
        cells.append(np.stack([xs.ravel(), ys.ravel()], axis=1))
        strides.append(np.full((xs.size, 1), stride))
    return (
        np.concatenate(cells).astype(np.float32),
        np.concatenate(strides).astype(np.float32),
    )


PERSON_HEIGHT = 104  # px of a person in the crop: HOG's window is 128 px with a margin around
MARGIN = 24  # px around the patch in the crop
MOST_CROPS = 6  # per frame: the largest patches that could be a person
CROP_SIDES = (420, 300)  # px at most: width, height
HOG_THRESHOLD = 0.25  # distance from the separating plane
EXPLAINED = 0.3  # overlap of a person with a patch of motion that needs no other cause
SLIMMEST, WIDEST = 0.8, 6.0  # height over width a patch may have to hold a standing person


class MovingThings:
    """Needs no download: what moves is an object, and a person where HOG agrees.

    HOG on the frame as it is finds nobody (far people are smaller than its window) and on the
    enlarged frame costs a third of a second; so only enlarged crops around motion are shown to it.
    """

    def __init__(self) -> None:
        self._motion = Motion()
        self._hog = cv2.HOGDescriptor()
        self._hog.setSVMDetector(np.array(cv2.HOGDescriptor.getDefaultPeopleDetector()))

    @property
    def name(self) -> str:
        return "motion-hog"

    @property
    def reads_stills(self) -> bool:
        return False

    def detect(self, frame: Frame) -> tuple[Detection, ...]:
        blobs = self._motion.blobs(frame.pixels)
        upright = [b for b in blobs if SLIMMEST * b.box.w <= b.box.h <= WIDEST * b.box.w]
        people = thinned(
            [seen for blob in upright[:MOST_CROPS] for seen in self._people(frame, blob)], SAME
        )
        things = [
            Detection(MOVING_OBJECT, blob.box.clipped(frame.width, frame.height), blob.fill)
            for blob in blobs
            if not any(_explains(person.box, blob.box) for person in people)
        ]
        return (*people, *things)

    def _people(self, frame: Frame, blob: Blob) -> list[Detection]:
        scale = PERSON_HEIGHT / blob.box.h
        margin = MARGIN / scale
        x0, y0 = max(int(blob.box.x - margin), 0), max(int(blob.box.y - margin), 0)
        x1 = min(math.ceil(blob.box.x + blob.box.w + margin), frame.width)
        y1 = min(math.ceil(blob.box.y + blob.box.h + margin), frame.height)
        size = (
            min(max(round((x1 - x0) * scale), 72), CROP_SIDES[0]),
            min(max(round((y1 - y0) * scale), 136), CROP_SIDES[1]),
        )
        part = frame.pixels[y0:y1, x0:x1]
        crop = cv2.resize(part, size, interpolation=cv2.INTER_LINEAR).astype(np.uint8, copy=False)
        across, down = (x1 - x0) / size[0], (y1 - y0) / size[1]
        return [
            Detection(
                PERSON,
                # HOG's window is wider than the person in it: take off its margins.
                Box(
                    x0 + (x + w * 0.18) * across,
                    y0 + (y + h * 0.09) * down,
                    w * 0.64 * across,
                    h * 0.82 * down,
                ).clipped(frame.width, frame.height),
                1 / (1 + math.exp(-2 * weight)),
            )
            for (x, y, w, h), weight in self._windows(crop)
        ]

    def _windows(self, crop: Pixels) -> Sequence[tuple[tuple[int, int, int, int], float]]:
        """HOG's own windows, ungrouped: its grouping depends on the order threads finish in."""
        windows, weights = self._hog.detectMultiScale(
            crop, hitThreshold=HOG_THRESHOLD, winStride=(8, 8), scale=1.1, groupThreshold=0
        )
        return [
            ((int(x), int(y), int(w), int(h)), float(weight))
            for (x, y, w, h), weight in zip(windows, np.ravel(weights), strict=True)
        ]


def _explains(person: Box, patch: Box) -> bool:
    """Whether a patch of motion is no more than this person."""
    return overlap(person, patch) > EXPLAINED and patch.area < 2 * person.area
