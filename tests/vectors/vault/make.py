"""Writes format-v1.json. It was run once: the vectors are the format, so a difference is a defect.

python -m tests.vectors.vault.make > tests/vectors/vault/format-v1.json
"""

import hashlib
import json
import sys
from typing import Any

from portal.files.format import CHUNK_BYTES, HEADER_BYTES, TAG_BYTES, Chunks, Header, chunk_count
from portal.files.keys import KeyRing

KEY = bytes(range(32))
SMALL = 16


def sealed(plain: bytes, header: Header) -> bytes:
    chunks, width = Chunks(header, KEY), header.chunk_bytes
    out = bytearray(width + TAG_BYTES)
    count = chunk_count(len(plain), width)
    return header.encode() + b"".join(
        bytes(chunks.seal_into(i, plain[i * width : (i + 1) * width], out, last=i == count - 1))
        for i in range(count)
    )


def vector(name: str, pattern: bytes, repeat: int, chunk_bytes: int) -> dict[str, Any]:
    header = Header("0123456789abcdef", b"prefix7", chunk_bytes)
    data = sealed(pattern * repeat, header)
    result: dict[str, Any] = {
        "name": name,
        "object_id": header.object_id,
        "key_hex": KEY.hex(),
        "prefix_hex": header.prefix.hex(),
        "chunk_bytes": chunk_bytes,
        "pattern_hex": pattern.hex(),
        "repeat": repeat,
        "header_hex": header.encode().hex(),
        "sealed_bytes": len(data),
        "sealed_sha256": hashlib.sha256(data).hexdigest(),
    }
    if len(data) < 1000:
        result["sealed_hex"] = data.hex()
    return result


def damaged() -> list[dict[str, Any]]:
    """One named alteration each, of an object of 40 bytes in chunks of 16."""
    plain = bytes(range(40))
    good = sealed(plain, Header("0123456789abcdef", b"prefix7", SMALL))
    head, width = HEADER_BYTES, SMALL + TAG_BYTES
    one, two, rest = good[head : head + width], good[head + width : head + 2 * width], good[-24:]
    start = good[:head]
    other = sealed(plain, Header("0123456789abcdef", b"PREFIX7", SMALL))
    cases = {
        "empty file": b"",
        "header alone": start,
        "magic": b"\x88" + good[1:],
        "version 2": good[:8] + b"\x02" + good[9:],
        "algorithm 2": good[:9] + b"\x02" + good[10:],
        "header length": good[:11] + b"\x31" + good[12:],
        "chunk size": good[:15] + b"\x11" + good[16:],
        "chunk size zero": good[:12] + bytes(4) + good[16:],
        "nonce prefix": good[:16] + b"q" + good[17:],
        "reserved byte": good[:23] + b"\x01" + good[24:],
        "object id": good[:39] + b"g" + good[40:],
        "object id outside the alphabet": good[:39] + b"l" + good[40:],
        "reserved tail": good[:47] + b"\x01" + good[48:],
        "first ciphertext byte": good[:48] + bytes([good[48] ^ 1]) + good[49:],
        "last tag byte": good[:-1] + bytes([good[-1] ^ 128]),
        "one byte short": good[:-1],
        "one byte more": good + b"\x00",
        "last chunk dropped": start + one + two,
        "first chunk dropped": start + two + rest,
        "middle chunk dropped": start + one + rest,
        "first two chunks swapped": start + two + one + rest,
        "first chunk twice": start + one + one + rest,
        "a chunk of another object": start + other[head : head + width] + two + rest,
        "chunks of another object": start + other[head:],
    }
    return [
        {"name": name, "size": len(plain), "sealed_hex": data.hex()} for name, data in cases.items()
    ]


def wrapped_key() -> dict[str, str]:
    secret, nonce = "a secret of the vectors, never used", bytes(range(12))
    ring = KeyRing([secret])
    return {
        "secret": secret,
        "key_id": ring.current,
        "object_id": "0123456789abcdef",
        "key_hex": KEY.hex(),
        "nonce_hex": nonce.hex(),
        "wrapped_hex": ring.wrap(KEY, "0123456789abcdef", nonce).hex(),
    }


if __name__ == "__main__":
    vectors = {
        "objects": [
            vector("empty", b"x", 0, SMALL),
            vector("one byte", b"x", 1, SMALL),
            vector("exactly one chunk", b"x", 16, SMALL),
            vector("one byte over a chunk", b"x", 17, SMALL),
            vector("exactly two chunks", b"0123456789abcdef", 2, SMALL),
            vector("three chunks", b"0123456789", 4, SMALL),
            vector("a megabyte chunk and a half", bytes(range(256)), 6144, CHUNK_BYTES),
        ],
        "damaged": damaged(),
        "wrapped_key": wrapped_key(),
    }
    json.dump(vectors, sys.stdout, indent=1)
    sys.stdout.write("\n")
