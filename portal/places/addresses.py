"""Addresses as people write them: '1806/127/2/6/15/48/2A Huỳnh Tấn Phát'. No Django.

The number is a path: house or main alley at the street, then each alley off the one before it. The
pin on the map is the truth; the parts serve to compare, to sort, and to say where to turn in.
"""

import re
from dataclasses import dataclass

from portal.lib.words import clean, folded

MAX_LENGTH = 200
_NUMBER = re.compile(
    r"(?:số(?: nhà)?|nhà)?\s*([0-9]+[a-z]{0,2}(?:\s*[/-]\s*[0-9]+[a-z]{0,2})*)\b",
    re.IGNORECASE,
)
_PART = re.compile(r"([0-9]+)([a-z]*)", re.IGNORECASE)
_ALLEYS = ("hẻm", "ngõ", "kiệt", "ngách", "hẽm")


@dataclass(frozen=True)
class Address:
    """`number` from the street inwards: ('1806', '127', '2A'). Empty when none was written."""

    number: tuple[str, ...]
    street: str
    rest: str  # what follows the first comma: neighbourhood, unit, province

    @property
    def text(self) -> str:
        first = " ".join(part for part in ("/".join(self.number), self.street) if part)
        return ", ".join(part for part in (first, self.rest) if part)

    @property
    def alleys(self) -> tuple[str, ...]:
        """The numbers of the alleys one turns into, without the house's own."""
        return self.number[:-1]

    @property
    def key(self) -> tuple[str, tuple[tuple[int, str], ...]]:
        """For comparing and sorting: street without accents, then 2 < 2A < 10."""
        parts = (_PART.fullmatch(part) for part in self.number)
        return folded(self.street), tuple((int(m[1]), m[2].upper()) for m in parts if m)


def parse(text: str) -> Address:
    """Take an address apart. Whatever is written comes back in `text`, nothing is refused.

    Raises ValueError for a text longer than `MAX_LENGTH`.
    """
    if len(text) > MAX_LENGTH:
        raise ValueError(f"got {len(text)} characters, want at most {MAX_LENGTH}")
    first, _, rest = (part.strip() for part in clean(text).partition(","))
    for alley in _ALLEYS:
        if first.casefold().startswith(f"{alley} "):
            first = first[len(alley) + 1 :]
            break
    match = _NUMBER.match(first)
    if match is None:
        return Address((), first, rest)
    number = tuple(part.strip().upper() for part in re.split(r"[/-]", match[1]))
    return Address(number, first[match.end() :].strip(), rest)
