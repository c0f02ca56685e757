"""Keys of objects, wrapped by keys that live outside the database. Pure: no Django.

Each object has 32 random bytes of its own. They are kept as

    nonce (12 random bytes) || AES-256-GCM(key-encryption key, nonce, object key, associated data)

with the associated data ``ward vault object key v1|<key id>|<object id>``, so that a wrapped key
moved to another row does not open. A key-encryption key and its id are derived from one secret by
HKDF-SHA-256; the id (8 bytes in hex) stands in the row, so that secrets can be rotated.
"""

import os
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from .format import KEY_BYTES, Damaged

SECRET_LENGTH = 32  # characters at least; the production check asks for a random one
_NONCE_BYTES = 12


class UnknownKey(Exception):  # noqa: N818 -- named as the fact the operator must mend
    """The object was sealed under a key this portal has not been given."""


class KeyRing:
    """The secret in use first, then the retired ones that still open older objects."""

    def __init__(self, secrets: Sequence[str]) -> None:
        if not secrets or any(len(secret) < SECRET_LENGTH for secret in secrets):
            raise ValueError(f"want vault keys of at least {SECRET_LENGTH} characters")
        self._ciphers = {_id(secret): AESGCM(_derive(secret, "kek", 32)) for secret in secrets}
        self.current = _id(secrets[0])

    def wrap(self, key: bytes, object_id: str, nonce: bytes | None = None) -> bytes:
        """The object key, sealed under the current key. Tests alone fix the nonce."""
        nonce = nonce or os.urandom(_NONCE_BYTES)
        bound = _bound(self.current, object_id)
        return nonce + self._ciphers[self.current].encrypt(nonce, key, bound)

    def unwrap(self, wrapped: bytes, object_id: str, key_id: str) -> bytes:
        cipher = self._ciphers.get(key_id)
        if cipher is None:
            raise UnknownKey(f"no vault key {key_id} is configured")
        try:
            key = cipher.decrypt(
                wrapped[:_NONCE_BYTES], wrapped[_NONCE_BYTES:], _bound(key_id, object_id)
            )
        except (InvalidTag, ValueError) as error:  # ValueError: too short to hold a nonce
            raise Damaged(f"the wrapped key of {object_id} does not open") from error
        if len(key) != KEY_BYTES:
            raise Damaged(f"the key of {object_id} has {len(key)} bytes, want {KEY_BYTES}")
        return key


def _bound(key_id: str, object_id: str) -> bytes:
    return f"ward vault object key v1|{key_id}|{object_id}".encode()


def _id(secret: str) -> str:
    return _derive(secret, "id", 8).hex()


def _derive(secret: str, purpose: str, length: int) -> bytes:
    info = f"ward vault {purpose} v1".encode()
    return HKDF(SHA256(), length, salt=None, info=info).derive(secret.encode())
