"""What can go wrong with a video, as one family."""

from typing import Literal

Kind = Literal[
    "not_video",  # no decoder that we allow sees a picture in it
    "damaged",  # a container whose own tables contradict each other
    "no_footage",  # nothing recorded inside the window
    "frames_outside",  # more frames came out than the window holds: never sealed
    "codec",  # a codec that the container or the browsers cannot carry
    "timeout",  # wall time or processor time used up, the group was killed
    "too_large",  # more bytes or frames than the limits allow
    "crashed",  # the child ended with an error or a signal
]


class MediaError(Exception):
    """`kind` is for the program, `detail` for the log; neither is shown to a person."""

    def __init__(self, kind: Kind, detail: str = "") -> None:
        super().__init__(f"{kind}: {detail}" if detail else kind)
        self.kind: Kind = kind
        self.detail = detail
