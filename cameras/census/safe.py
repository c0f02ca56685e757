"""Text on its way into a spreadsheet. No cell may begin as something that a program would run.

OWASP ASVS 5.0, 1.2.10: a leading = + - @ or tab is quoted with '; CR and LF likewise, as older
advice has it, and the full-width forms that some programs fold. NUL and its kin are left out
altogether. Numbers stay numbers.
"""

from datetime import date

_STARTS = frozenset("=+-@\t\r\n＝＋－＠")
_SPACES = " \u00a0\u3000"  # they hide nothing: programs read over them
_CONTROLS = dict.fromkeys(code for code in (*range(32), 127) if code not in (9, 10, 13))
_LONGEST = 32_767  # characters in a cell of a spreadsheet


def text(words: object) -> str:
    """What the cell shall hold."""
    plain = str(words).translate(_CONTROLS)
    return f"'{plain}"[:_LONGEST] if is_obeyed(plain) else plain[:_LONGEST]


def is_obeyed(words: str) -> bool:
    """Whether a spreadsheet would take the text for more than text."""
    return words.lstrip(_SPACES)[:1] in _STARTS


def unquoted(words: str) -> str:
    """The text as it was before `text` quoted it."""
    return words[1:] if words[:1] == "'" and is_obeyed(words[1:]) else words


def cell(value: object) -> object:
    """Numbers, truth values, dates and nothing as they are; everything else as safe text."""
    if value is None or isinstance(value, int | float | date):
        return value
    return text(value)
