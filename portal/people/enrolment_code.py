"""The enrolment code as a text: drawn, written down, read back, hashed. Pure."""

import hashlib
import hmac
import secrets
from datetime import timedelta

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # no 0 1 I L O U: it is read out and copied by hand
LENGTH = 10  # 30**10, about 49 bits, against five tries
VALID_FOR = timedelta(days=7)
TRIES = 5
SALT_BYTES = 16


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def spaced(code: str) -> str:
    """As it is shown: ``7KQWM-3XHTA``."""
    return f"{code[: LENGTH // 2]}-{code[LENGTH // 2 :]}"


def as_typed(text: str) -> str | None:
    """The code in what somebody typed, however spaced; None for what cannot be one."""
    code = "".join(text.split()).replace("-", "").upper()
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else None


def digest(*, key: bytes, salt: str, code: str) -> str:
    """HMAC-SHA256 in hex. Without the key, which lies outside the database, nothing is guessed."""
    return hmac.new(key, bytes.fromhex(salt) + code.encode(), hashlib.sha256).hexdigest()


def new_salt() -> str:
    return secrets.token_hex(SALT_BYTES)
