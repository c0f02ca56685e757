"""Stream passwords at rest: sealed under a key that is not in the database.

The form, for ever: one byte of version (1), 12 bytes of nonce, AES-256-GCM of the UTF-8 text with
its tag. The context (which row it belongs to) is authenticated, so a sealed password copied into
another row does not open.
"""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

VERSION = b"\x01"
NONCE_BYTES = 12
KEY_PURPOSE = b"ward-camera-portal/registry/stream-password/v1"


class Unsealable(Exception):  # noqa: N818 -- names the state of the bytes
    """Altered, of another row, or sealed under another key."""


def seal(text: str, *, context: str) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return VERSION + nonce + AESGCM(_key()).encrypt(nonce, text.encode(), context.encode())


def unseal(sealed: bytes | memoryview, *, context: str) -> str:
    """The text `seal` was given with the same context; raises Unsealable otherwise."""
    data = bytes(sealed)
    if data[:1] != VERSION:
        raise Unsealable(f"got version {data[:1]!r}, want {VERSION!r}")
    nonce, body = data[1 : 1 + NONCE_BYTES], data[1 + NONCE_BYTES :]
    try:
        return AESGCM(_key()).decrypt(nonce, body, context.encode()).decode()
    except (InvalidTag, ValueError) as error:
        raise Unsealable("altered, of another row, or sealed under another key") from error


def _key() -> bytes:
    if not settings.VAULT_KEY:
        raise Unsealable("got no VAULT_KEY, want one")
    derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=KEY_PURPOSE)
    return derive.derive(settings.VAULT_KEY.encode())
