"""A code's text as the rows of its QR symbol. Pure.

Drawn by the server, since the page's script has no library and is given none.
"""

from functools import lru_cache

import segno

MODULES = 25  # version 2
QUIET = 4  # modules of white around it, as the standard asks; the page and the world add more


@lru_cache(maxsize=4096)
def rows(text: str) -> tuple[str, ...]:
    """25 strings of 25 characters, "1" for a dark module. ValueError when it does not fit."""
    code = segno.make(text, version=2, error="q", mode="alphanumeric", boost_error=False)
    return tuple("".join("1" if module else "0" for module in row) for row in code.matrix)
