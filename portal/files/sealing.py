"""Short texts at rest: sealed under a key that is not in the database.

The form, for ever: one byte of version (1), 12 bytes of nonce, AES-256-GCM of the UTF-8 text with
its tag. Each purpose has a key of its own; the context (which row it belongs to) is authenticated,
so a sealed text copied into another row does not open. Sealed with the key in use, opened with it
or a retired one.
"""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

VERSION = b"\x01"
NONCE_BYTES = 12


class Unsealable(Exception):  # noqa: N818 -- names the state of the bytes
    """Altered, of another row, or sealed under another key."""


class Seal:
    """Seals texts of one purpose, which is written as ``ward-camera-portal/package/what/v1``."""

    def __init__(self, purpose: str) -> None:
        self._purpose = purpose.encode()

    def seal(self, text: str, *, context: str) -> bytes:
        nonce = secrets.token_bytes(NONCE_BYTES)
        cipher = self._cipher(settings.VAULT_KEY)
        return VERSION + nonce + cipher.encrypt(nonce, text.encode(), context.encode())

    def unseal(self, sealed: bytes | memoryview, *, context: str) -> str:
        """The text `seal` was given with the same context; raises Unsealable otherwise."""
        data = bytes(sealed)
        if data[:1] != VERSION:
            raise Unsealable(f"got version {data[:1]!r}, want {VERSION!r}")
        nonce, body = data[1 : 1 + NONCE_BYTES], data[1 + NONCE_BYTES :]
        for key in (settings.VAULT_KEY, *settings.VAULT_OLD_KEYS):
            try:
                return self._cipher(key).decrypt(nonce, body, context.encode()).decode()
            except (InvalidTag, ValueError):
                continue
        raise Unsealable("altered, of another row, or sealed under another key")

    def _cipher(self, secret: str) -> AESGCM:
        if not secret:
            raise Unsealable("got no VAULT_KEY, want one")
        derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=self._purpose)
        return AESGCM(derive.derive(secret.encode()))
