"""A question as the page draws it: a dot for each colleague, a mark for the officer."""

from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from .models import Question

WIDTH, MARGIN = 300, 12  # units of the drawing across, and kept free on both sides
ROUND_FROM = 0.1
STEPS = ((0.001, 1000), (0.01, 100), (0.05, 20))


@dataclass(frozen=True)
class Drawing:
    """Positions from the left. `band` is how far what colleagues have is called usual."""

    officer: float
    usual: float
    band: float
    colleagues: list[float]


@dataclass(frozen=True)
class Shown:
    question: Question
    drawing: Drawing
    share: str
    usual: str
    days: int
    by_chance: str
    colleagues: int


def shown(question: Question) -> Shown:
    share = question.k / question.n if question.n else 0.0
    return Shown(
        question=question,
        drawing=drawing(question, share),
        share=per_cent(share),
        usual=per_cent(question.usual),
        days=question.days,
        by_chance=by_chance(question.chance),
        colleagues=len(question.colleagues),
    )


def drawing(question: Question, share: float) -> Drawing:
    """The scale ends at the largest share there is, so that small ones can be told apart."""
    most: float = max([share, question.upper, *question.colleagues, 0.01])

    def place(value: float) -> float:
        return round(MARGIN + (WIDTH - 2 * MARGIN) * value / most, 1)

    dots = [place(value) for value in question.colleagues]
    return Drawing(place(share), place(question.usual), place(question.upper) - MARGIN, dots)


def per_cent(share: float) -> str:
    """12 %, and one decimal below ten: 3,4 %."""
    places = 0 if share >= ROUND_FROM else 1
    return _("%(share)s %%") % {"share": number_format(round(100 * share, places), places)}


def by_chance(chance: float) -> str:
    """In round words: nobody should read more into it."""
    for limit, times in STEPS:
        if chance < limit:
            return _("dưới 1 phần %(times)s") % {"times": number_format(times, force_grouping=True)}
    return _("khoảng %(share)s") % {"share": per_cent(chance)}
