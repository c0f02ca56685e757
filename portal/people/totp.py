"""Codes of an authenticator app (RFC 6238: SHA-1, 30 seconds, 6 digits), for demo and tests."""

import base64
import hmac
import struct
from datetime import datetime

PERIOD_SECONDS = 30
DIGITS = 6


def current_code(secret: str, at: datetime) -> str:
    """What an app with this base-32 secret shows at that instant."""
    counter = struct.pack(">Q", int(at.timestamp()) // PERIOD_SECONDS)
    mac = hmac.digest(base64.b32decode(secret, casefold=True), counter, "sha1")
    start = mac[-1] & 0x0F
    number = int.from_bytes(mac[start : start + 4], "big") & 0x7FFF_FFFF
    return f"{number % 10**DIGITS:0{DIGITS}}"
