"""What only the portal can write into a code: derived, so that no row holds it."""

from django.utils.crypto import salted_hmac

from portal.lib.digest import sha256

from . import payload


def key() -> bytes:
    """The key of the codes' check."""
    return salted_hmac("cameras.beacon.codes", "v1", algorithm="sha256").digest()


def token_of(public_id: str) -> str:
    """The token that the codes of a session carry; its address does not tell it."""
    seed = salted_hmac("cameras.beacon.token", public_id, algorithm="sha256").digest()
    return payload.new_token(seed)


def fingerprint(token: str) -> str:
    return sha256(token.encode()).hex()
