"""A complaint and a sign in plain words. Nothing here names a person."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from .models import Complaint, Sign
from .states import Side, State
from .vocabulary import SIDE_WORDS, STATE_TONES, STATE_WORDS, Shown


@dataclass(frozen=True)
class Line:
    complaint: Complaint
    state: str
    tone: str
    overdue: bool


@dataclass(frozen=True)
class Said:
    who: str
    state: str
    text: str
    at: datetime


def line(row: Complaint, at: datetime) -> Line:
    state = State(row.state)
    return Line(row, str(STATE_WORDS[state]), STATE_TONES[state], row.is_overdue(at))


def said(row: Complaint) -> list[Said]:
    return [
        Said(
            str(SIDE_WORDS[Side(word.side)]), str(STATE_WORDS[State(word.then)]), word.text, word.at
        )
        for word in row.words.order_by("at", "pk")
    ]


def operator(row: Sign) -> str:
    """Who operates the camera, in the words its owner chose to hang out."""
    camera = row.camera
    if row.shown == Shown.NAME:
        return camera.owner.name
    return _("%(kind)s tại nơi đặt camera") % {"kind": camera.get_ownership_display()}
