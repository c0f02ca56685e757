"""SHA-256, and commitments to text that may one day have to be forgotten."""

import hashlib
import hmac
import secrets

SALT_BYTES = 16


def sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def new_salt() -> bytes:
    """128 random bits, so that a short text cannot be guessed from its commitment."""
    return secrets.token_bytes(SALT_BYTES)


def commit(salt: bytes, text: str) -> str:
    """SHA-256(salt || text) in hex. Erasing salt and text leaves a number that says nothing."""
    if len(salt) != SALT_BYTES:
        raise ValueError(f"got a salt of {len(salt)} bytes, want {SALT_BYTES}")
    return hashlib.sha256(salt + text.encode()).hexdigest()


def equal(left: str, right: str) -> bool:
    """Compare two hex digests in constant time."""
    return hmac.compare_digest(left.encode(), right.encode())
