"""One cell read as what it should be. Pure; raises `Wrong` with the reason's code."""

import re
from collections.abc import Mapping
from difflib import get_close_matches

from portal.lib.words import clean, folded

from .columns import BEARINGS, UNKNOWN, YES_NO

FULL_CIRCLE = 360
_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+")
_NUMBER = re.compile(r"(-?\d[\d.,]*)\s*(?:°|độ|do|m|mét|met|ngày|ngay|days?)?", re.IGNORECASE)
_ONE = r"-?\d{1,3}(?:[.,]\d{1,12})?"
_PAIR = re.compile(rf"\(?\s*({_ONE})\s*[;,/\s]\s*({_ONE})\s*\)?")
_DMS = re.compile(
    r"(?P<d>\d{1,3})\s*[°ºd\s]\s*"
    r"(?:(?P<m>\d{1,2}(?:[.,]\d+)?)\s*['’′m\s]\s*)?"
    r"(?:(?P<s>\d{1,2}(?:[.,]\d+)?)\s*(?:\"|”|″|''|s)?\s*)?"
    r"(?P<side>[a-zđ]*)",
    re.IGNORECASE,
)
# Of this country: B is Bắc, Đ is Đông. South and west are read too, and then lie elsewhere.
_SIDES = {"": 1, "n": 1, "b": 1, "bac": 1, "north": 1, "e": 1, "d": 1, "dong": 1, "east": 1,
          "s": -1, "nam": -1, "south": -1, "w": -1, "t": -1, "tay": -1, "west": -1}  # fmt: skip
_FORMULA = re.compile(r"\s*(?:=|[+\-@]\s*[A-Za-z_.]+\(|[+\-@].*[|!])")
_NINE_DIGITS = re.compile(r"[35789]\d{8}")  # a mobile number that lost its 0 to a number format


class Wrong(Exception):  # noqa: N818 -- what is said of a cell
    """The cell cannot be that. `near` is the word that was probably meant."""

    def __init__(self, code: str, near: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.near = near


def is_unknown(text: str) -> bool:
    """Nothing, or words for 'I do not know'."""
    return not text or folded(text) in UNKNOWN


def is_formula(text: str) -> bool:
    """What a spreadsheet would run. '+84 901...' and '- không có -' are words."""
    return _FORMULA.match(text) is not None


def number(text: str) -> float:
    """'1.234,5', '1,234.5', '10,3621', '15 ngày' as people in Việt Nam write them."""
    match = _NUMBER.fullmatch(clean(text))
    if match is None:
        raise Wrong("number")
    digits = match[1]
    if "," in digits and "." in digits:
        decimal = max(digits.rfind(","), digits.rfind("."))
        whole = digits[:decimal].replace(",", "").replace(".", "")
        digits = f"{whole}.{digits[decimal + 1 :]}"
    digits = digits.replace(",", ".")
    try:
        return float(digits)
    except ValueError as error:
        raise Wrong("number") from error


def whole(text: str, least: int, most: int) -> int:
    """A whole number within bounds; '1.000' is a thousand."""
    text = clean(text)
    match = _NUMBER.fullmatch(text)
    if match is not None and _GROUPED.fullmatch(match[1]):
        text = match[1].replace(".", "")
    value = number(text)
    if value != int(value):
        raise Wrong("whole")
    if not least <= value <= most:
        raise Wrong("bounds")
    return int(value)


def coordinate(text: str) -> float:
    """Degrees as a decimal number or as degrees, minutes and seconds."""
    text = clean(text)
    try:
        value = number(text)
    except Wrong:
        value = _sexagesimal(text)
    if not -180 <= value <= 180:  # noqa: PLR2004 -- degrees
        # 10.362 typed where the dot groups thousands comes out as 10362.
        raise Wrong("scale" if value == int(value) else "coordinate")
    return value


def _sexagesimal(text: str) -> float:
    match = _DMS.fullmatch(text)
    side = _SIDES.get(folded(match["side"])) if match else None
    if match is None or side is None:
        raise Wrong("coordinate")
    minutes, seconds = (float((match[part] or "0").replace(",", ".")) for part in ("m", "s"))
    if minutes >= 60 or seconds >= 60:  # noqa: PLR2004 -- minutes and seconds of arc
        raise Wrong("coordinate")
    return side * (int(match["d"]) + minutes / 60 + seconds / 3600)


def pair(text: str) -> tuple[str, str]:
    """Both numbers of a cell such as '10.36214, 107.08531', as they were written."""
    text = clean(text)
    if match := _PAIR.fullmatch(text):
        return match[1], match[2]
    for split in (";", ","):
        left, found, right = text.partition(split)
        if found and "°" in left and "°" in right:
            return left.strip(), right.strip()
    # Two times degrees without anything between them: after the first letter of a side.
    if halves := re.fullmatch(r"(.+?[NBSbns])\s+(\d.+)", text):
        return halves[1], halves[2]
    raise Wrong("pair")


def decimals(text: str) -> int:
    """How many digits stand behind the point; many for degrees with minutes."""
    match = re.fullmatch(r"-?\d+(?:[.,](\d+))?", clean(text))
    return len(match[1] or "") if match else 12


def bearing(text: str) -> int | None:
    """Degrees from north, below 360; None when it is not known."""
    if is_unknown(text):
        return None
    named = BEARINGS.get(folded(text).removeprefix("huong ").replace("-", " "))
    if named is not None:
        return named
    try:
        return whole(text, 0, FULL_CIRCLE) % FULL_CIRCLE
    except Wrong as wrong:
        raise Wrong("bearing") from wrong


def choice(text: str, values: Mapping[str, str]) -> str:
    """The value that these words mean. `Wrong.near` holds the words that were probably meant."""
    words = folded(text)
    if words in values:
        return values[words]
    near = get_close_matches(words, values, n=1, cutoff=0.75)
    raise Wrong("choice", near[0] if near else "")


def yes_no(text: str) -> bool | None:
    """None when it is not known."""
    return None if is_unknown(text) else choice(text, YES_NO) == "yes"


def phone(text: str) -> str:
    """The number as typed; a mobile one that a number format robbed of its 0 gets it back."""
    digits = text.replace(" ", "").replace(".", "")
    return f"0{digits}" if _NINE_DIGITS.fullmatch(digits) else text
