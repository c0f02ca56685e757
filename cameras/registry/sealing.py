"""Stream passwords at rest: readable by nobody who holds only the database."""

from portal.files.sealing import Seal, Unsealable

__all__ = ["Unsealable", "seal", "unseal"]

_PASSWORDS = Seal("ward-camera-portal/registry/stream-password/v1")

seal, unseal = _PASSWORDS.seal, _PASSWORDS.unseal
