"""Which column of a file is which: by its heading, whatever its accents, case and Unicode form."""

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher

from portal.lib.words import folded

from .columns import COLUMNS, IGNORED

NEAR = 0.72  # of 1: a heading that differs by a slip or a word
SKIP = "-"  # the person said: this column is not for you


def plain(heading: str) -> str:
    """For comparing: without accents, case, stars, colons and doubled spaces."""
    text = folded(heading).replace("*", " ").replace(":", " ").replace("_", " ")
    return " ".join(text.split())


_KNOWN: dict[str, str] = {
    plain(text): column.name
    for column in COLUMNS
    for text in (column.heading, column.name, *column.also)
}


def known(heading: str) -> str | None:
    """The column's name, SKIP for one that is read over, None for an unknown heading."""
    text = plain(heading)
    if not text or text in IGNORED:
        return SKIP
    return _KNOWN.get(text)


def suggestion(heading: str, free: Sequence[str]) -> str | None:
    """The nearest of the columns that are still free, if any is near."""
    text = plain(heading)
    scored = (
        (SequenceMatcher(None, text, words).ratio(), name)
        for words, name in _KNOWN.items()
        if name in free
    )
    score, name = max(scored, default=(0.0, ""))
    return name if score >= NEAR else None


def settle(headings: Sequence[str], chosen: Mapping[str, str]) -> dict[int, str]:
    """Column by its place in the file. `chosen` is what the person said, by heading.

    The first of two columns with the same meaning counts; the second is unknown again.
    """
    found: dict[int, str] = {}
    for place, heading in enumerate(headings):
        name = chosen.get(plain(heading)) or known(heading)
        if name is not None and (name == SKIP or name not in found.values()):
            found[place] = name
    return found


def unknown(headings: Sequence[str], settled: Mapping[int, str]) -> list[int]:
    """Places of the columns somebody has to name or to set aside."""
    return [place for place in range(len(headings)) if place not in settled]


def score(headings: Sequence[str]) -> int:
    """How much a row looks like the row of headings: recognised columns, each once."""
    names = {known(heading) for heading in headings if heading}
    return len(names - {None, SKIP})
