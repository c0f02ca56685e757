"""A tally as a bar of shares, drawn on the server."""

from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format

from .tally import ANSWERED, Answer, Tally
from .words import ANSWERS

WIDTH = 300  # units of the drawing


@dataclass(frozen=True)
class Piece:
    answer: str
    words: Any
    count: int
    share: str  # 85,7 %
    x: int
    width: int


@dataclass(frozen=True)
class Drawn:
    name: str
    tally: Tally
    pieces: tuple[Piece, ...]
    away: int


def drawn(name: str, tally: Tally) -> Drawn:
    """Pieces begin where rounded running sums end: together they fill the bar exactly."""
    pieces, before = [], 0
    for answer in ANSWERED:
        count = tally.count(answer)
        x, end = _at(before, tally.answered), _at(before + count, tally.answered)
        piece = Piece(answer.value, ANSWERS[answer], count, _share(tally, answer), x, end - x)
        pieces.append(piece)
        before += count
    return Drawn(name, tally, tuple(pieces), tally.away)


def _at(count: int, answered: int) -> int:
    return WIDTH * count // answered if answered else 0


def _share(tally: Tally, answer: Answer) -> str:
    return f"{number_format(tally.permille(answer) / 10, 1)} %"
