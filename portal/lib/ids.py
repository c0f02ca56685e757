"""Public ids: random, short enough to read out, never a primary key."""

import re
import secrets

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32, in lower case
LENGTH = 16  # 80 bits

_SUBJECT = re.compile(rf"[a-z][a-z-]*:[{ALPHABET}]{{{LENGTH}}}")


def new_id() -> str:
    """A new random public id of 80 bits, 16 characters."""
    number = int.from_bytes(secrets.token_bytes(LENGTH * 5 // 8), "big")
    return "".join(ALPHABET[(number >> shift) & 31] for shift in range(0, LENGTH * 5, 5))


def subject(noun: str, public_id: str) -> str:
    """How the ledger names a thing: ``camera:7f3k...``. Raises ValueError for a malformed one."""
    name = f"{noun}:{public_id}"
    if not _SUBJECT.fullmatch(name):
        raise ValueError(f"got subject {name!r}, want noun:{LENGTH} characters of base 32")
    return name
