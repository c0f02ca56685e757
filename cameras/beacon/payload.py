"""What a beacon's code says: one session's token and the true time, checked. Pure.

29 characters of QR's alphanumeric set, so that error level Q fits into version 2 (25 x 25 modules)
and each module stays large on a telephone's screen::

    C1  <token: 16>  <true time: 7>  <check: 4>

The token names the session: 80 bits, each character five of them. The time is Unix time in tenths
of a second. The check is 20 bits of HMAC-SHA-256 under a key of the portal's: nobody makes codes of
other times or sessions without the portal.
"""

import hmac
from dataclasses import dataclass

VERSION = "C1"
TOKEN_CHARS, TIME_CHARS, CHECK_CHARS = 16, 7, 4
LENGTH = len(VERSION) + TOKEN_CHARS + TIME_CHARS + CHECK_CHARS
CODE_MS = 500  # each code is shown for so long, from the time it carries
TICK_MS = 100
LATEST_MS = 32**TIME_CHARS * TICK_MS - TICK_MS  # in the year 2078

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32
_VALUES = {letter: value for value, letter in enumerate(_ALPHABET)}


@dataclass(frozen=True)
class Code:
    """`at_ms` is true Unix time in milliseconds, a multiple of 100: when the code comes up."""

    token: str
    at_ms: int


def new_token(seed: bytes) -> str:
    """A token of the first 80 bits of `seed`."""
    if len(seed) * 8 < TOKEN_CHARS * 5:
        raise ValueError(f"got {len(seed)} bytes, want at least {TOKEN_CHARS * 5 // 8}")
    return _letters(int.from_bytes(seed[: TOKEN_CHARS * 5 // 8], "big"), TOKEN_CHARS)


def write(code: Code, key: bytes) -> str:
    """The code's text. Raises ValueError for a token or a time that it cannot carry."""
    if len(code.token) != TOKEN_CHARS or not set(code.token) <= set(_ALPHABET):
        raise ValueError(f"got token {code.token!r}, want {TOKEN_CHARS} characters of base 32")
    if not 0 <= code.at_ms <= LATEST_MS or code.at_ms % TICK_MS:
        raise ValueError(f"got {code.at_ms} ms, want a multiple of {TICK_MS} up to {LATEST_MS}")
    body = VERSION + code.token + _letters(code.at_ms // TICK_MS, TIME_CHARS)
    return body + _check(body, key)


def read(text: str, key: bytes) -> Code | None:
    """The code, or None for a text that this portal did not write."""
    if not looks_like_code(text):
        return None
    body, check = text[:-CHECK_CHARS], text[-CHECK_CHARS:]
    if not hmac.compare_digest(_check(body, key), check):
        return None
    start = len(VERSION) + TOKEN_CHARS
    return Code(body[len(VERSION) : start], _number(body[start:]) * TICK_MS)


def looks_like_code(text: str) -> bool:
    """Whether it has the form of a code, whoever wrote it; other QR codes in view have not."""
    form = len(text) == LENGTH and text.startswith(VERSION)
    return form and set(text[len(VERSION) :]) <= set(_ALPHABET)


def first_code_ms(from_ms: int) -> int:
    """The first instant at or after `from_ms` at which a code comes up: all lie on one raster."""
    return -(-from_ms // CODE_MS) * CODE_MS


def _check(body: str, key: bytes) -> str:
    digest = hmac.digest(key, body.encode("ascii"), "sha256")
    return _letters(int.from_bytes(digest[:4], "big") >> (32 - CHECK_CHARS * 5), CHECK_CHARS)


def _letters(number: int, count: int) -> str:
    return "".join(_ALPHABET[(number >> shift) & 31] for shift in range(5 * (count - 1), -1, -5))


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number << 5 | _VALUES[letter]
    return number
