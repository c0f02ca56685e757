"""Sentences for refusals, and text made comparable.

Each package with rules has a ``words.py`` that registers its sentences here; the low floors carry
only codes, so a pure rule needs no translation machinery.
"""

import unicodedata
from collections.abc import Mapping

from .errors import Refused

_SENTENCES: dict[str, object] = {}
_UNWANTED = {"Cc", "Cf", "Co", "Cs"}  # controls, direction marks, private use, surrogates


def register(sentences: Mapping[str, object]) -> None:
    """Add sentences by refusal code; values are texts or lazy translations with %(name)s."""
    _SENTENCES.update(sentences)


def sentence(refused: Refused) -> str:
    """The refusal in the reader's language. A code without a sentence is a defect: KeyError."""
    return str(_SENTENCES[refused.code]) % refused.facts


def known_codes() -> frozenset[str]:
    return frozenset(_SENTENCES)


def clean(text: str) -> str:
    """NFC, without control and direction characters, white space folded to single spaces."""
    normal = unicodedata.normalize("NFC", text)
    if normal.isprintable():  # as nearly all text is; then none of it is unwanted
        return " ".join(normal.split())
    kept = "".join(c if unicodedata.category(c) not in _UNWANTED else " " for c in normal)
    return " ".join(kept.split())


def clean_lines(text: str) -> str:
    """As `clean`, line by line, for longer text."""
    return "\n".join(clean(line) for line in text.splitlines()).strip()


def count_words(text: str) -> int:
    """Words with a letter in them: '...' and '123' say nothing."""
    return sum(any(c.isalpha() for c in word) for word in text.split())


def folded(text: str) -> str:
    """For comparing and searching: lower case, without accents, đ as d, single spaces."""
    plain = unicodedata.normalize("NFD", clean(text).casefold().replace("đ", "d"))
    if plain.isascii():
        return plain
    return "".join(c for c in plain if unicodedata.category(c) != "Mn")
