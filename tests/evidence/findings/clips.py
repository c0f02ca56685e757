"""Real H.264 clips of the drawn scenes, in fragments as sealed masters are."""

from fractions import Fraction
from functools import cache
from io import BytesIO

import av

from detection.engine.frames import Frame
from tests.detection.engine.scenes import SIZE, STEP_MS, Mover, drawn

MOVER = Mover(2000, 8000, -60, 150, 80, 44, 95, (60, 40, 20))


def encoded(frames: list[Frame]) -> bytes:
    """A fragmented MP4, a key frame every second."""
    out = BytesIO()
    options = {"movflags": "frag_keyframe+empty_moov+default_base_moof"}
    with av.open(out, "w", format="mp4", options=options) as container:
        stream = container.add_stream("libx264", rate=1000 // STEP_MS, options={"crf": "20"})
        stream.height, stream.width = SIZE
        stream.pix_fmt = "yuv420p"
        stream.gop_size = 10
        stream.time_base = Fraction(1, 1000)
        for number, frame in enumerate(frames):
            picture = av.VideoFrame.from_ndarray(frame.pixels, format="bgr24")
            picture.pts, picture.time_base = number * STEP_MS, Fraction(1, 1000)
            container.mux(stream.encode(picture))
        container.mux(stream.encode(None))
    return out.getvalue()


@cache
def crossing() -> bytes:
    """Ten seconds in which one thing crosses."""
    return encoded(drawn(10000, [MOVER]))
