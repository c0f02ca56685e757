"""Signed notes and checkpoints: C2SP signed-note and tlog-checkpoint, with Ed25519.

A note is text that ends in a newline, an empty line, and signature lines. A checkpoint's text is
origin, size and root in base64. Malformed input raises `Malformed`, nothing else.
"""

import base64
import binascii
import hashlib
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from . import tree

MAX_NOTE_BYTES = 1_000_000
MAX_SIGNATURES = 100
_ED25519 = b"\x01"
_DASH = "\u2014 "
_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")


class NoteError(Exception):
    """The family of everything that can be wrong with a note or a key."""


class Malformed(NoteError):  # noqa: N818 -- the same
    """The text is not what the format says."""


class Unsigned(NoteError):  # noqa: N818 -- an outcome, named as it reads
    """No signature by the wanted key, or one that does not fit."""


class KeyUnusable(NoteError):  # noqa: N818 -- the same
    """The signing key is missing, readable by others, or no Ed25519 key."""


@dataclass(frozen=True)
class Verifier:
    """A public key and the name it signs under."""

    name: str
    key: Ed25519PublicKey

    @property
    def key_id(self) -> bytes:
        return hashlib.sha256(self.name.encode() + b"\n" + _ED25519 + self._raw).digest()[:4]

    @property
    def vkey(self) -> str:
        """The text form others configure: name+id+key."""
        packed = base64.b64encode(_ED25519 + self._raw).decode()
        return f"{self.name}+{self.key_id.hex()}+{packed}"

    @property
    def _raw(self) -> bytes:
        return self.key.public_bytes_raw()

    @classmethod
    def from_vkey(cls, text: str) -> "Verifier":
        name, _, rest = text.partition("+")
        key_id, _, packed = rest.partition("+")
        raw = _base64(packed)
        if not _is_name(name) or len(raw) != 33 or raw[:1] != _ED25519:  # noqa: PLR2004 -- 1 + 32
            raise Malformed("the verifier key is not name+id+key of Ed25519")
        verifier = cls(name, Ed25519PublicKey.from_public_bytes(raw[1:]))
        if verifier.key_id.hex() != key_id:
            raise Malformed("the verifier key's id does not fit its key")
        return verifier


@dataclass(frozen=True)
class Signer:
    name: str
    key: Ed25519PrivateKey

    def __post_init__(self) -> None:
        if not _is_name(self.name):
            raise Malformed(f"got key name {self.name!r}, want no spaces and no plus")

    @property
    def verifier(self) -> Verifier:
        return Verifier(self.name, self.key.public_key())

    def sign(self, text: str) -> str:
        """The whole note for `text`, which must end in a newline."""
        if not text.endswith("\n") or "\n\n" in text:
            raise Malformed("a note's text ends in one newline and holds no empty line")
        packed = base64.b64encode(self.verifier.key_id + self.key.sign(text.encode())).decode()
        return f"{text}\n{_DASH}{self.name} {packed}\n"


@dataclass(frozen=True)
class Statement:
    """What a checkpoint says: the log called `origin` had `size` leaves and this root."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


def open_note(note: str, verifier: Verifier) -> str:
    """The text of `note`, once its signature by `verifier` is found to fit. Raises NoteError.

    1. Bounds: size, UTF-8, no control character but newline.
    2. Text and signatures part at the last empty line.
    3. Every signature line has the form of one; those of other keys are passed over.
    4. Exactly one line of the wanted name and key id, and its signature fits the text.
    """
    text, lines = _split(note)
    wanted = []
    for line in lines:
        name, packed = _signature(line)
        if name == verifier.name and packed[:4] == verifier.key_id:
            wanted.append(packed[4:])
    if len(wanted) != 1:
        raise Unsigned(f"got {len(wanted)} signatures by {verifier.name}, want one")
    try:
        verifier.key.verify(wanted[0], text.encode())
    except InvalidSignature:
        raise Unsigned(f"the signature by {verifier.name} does not fit the text") from None
    return text


def parse_statement(text: str) -> Statement:
    """The statement in a checkpoint's text; unknown extension lines are passed over."""
    lines = text.split("\n")
    if len(lines) < 4 or lines[-1] != "" or "" in lines[:-1]:  # noqa: PLR2004 -- 3 lines and the end
        raise Malformed("a checkpoint has at least three lines, none empty")
    origin, size, root = lines[:3]
    if not _SIZE.fullmatch(size):
        raise Malformed(f"got size {size[:30]!r}, want a decimal number")
    packed = _base64(root)
    if len(packed) != tree.HASH_BYTES:
        raise Malformed(f"got a root of {len(packed)} bytes, want {tree.HASH_BYTES}")
    return Statement(origin, int(size), packed)


def open_checkpoint(note: str, verifier: Verifier) -> Statement:
    """`open_note` and `parse_statement`, and the origin is the key's name. Raises NoteError."""
    statement = parse_statement(open_note(note, verifier))
    if statement.origin != verifier.name:
        raise Malformed(f"got origin {statement.origin[:80]!r}, want {verifier.name!r}")
    return statement


def load_key(path: Path, *, create: bool) -> Ed25519PrivateKey:
    """The signing key in PEM. Made on first use only where `create` says so.

    Raises KeyUnusable, also for a file that others than its owner can read or write.
    """
    if create and not path.exists():
        _make_key(path)
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
        pem = path.read_bytes()
    except OSError as error:
        raise KeyUnusable(f"cannot read {path}: {error.strerror}") from None
    if mode & 0o077:
        raise KeyUnusable(f"{path} has mode {mode:04o}: others can reach it, want 0600 or 0400")
    try:
        key = serialization.load_pem_private_key(pem, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise KeyUnusable(f"{path} holds no private key in PEM") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyUnusable(f"{path} holds a {type(key).__name__}, want Ed25519")
    return key


def _make_key(path: Path) -> None:
    """Written aside and linked into place: two processes at once end with one whole key."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    aside = path.with_name(f"{path.name}.{os.getpid()}.part")
    pem = Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    try:
        with open(os.open(aside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:  # noqa: PTH123 -- Path.open takes no mode
            file.write(pem)
            file.flush()
            os.fsync(file.fileno())
        os.link(aside, path)
    except FileExistsError:
        return
    finally:
        aside.unlink(missing_ok=True)


def _split(note: str) -> tuple[str, list[str]]:
    try:
        size = len(note.encode())
    except UnicodeEncodeError:
        raise Malformed("a note is UTF-8") from None
    if size > MAX_NOTE_BYTES or any(c < " " and c != "\n" for c in note):
        raise Malformed("a note is at most a megabyte, without control characters")
    head, gap, tail = note.rpartition("\n\n")
    if not gap or not head or not tail.endswith("\n"):
        raise Malformed("a note is text, an empty line, and signature lines")
    lines = tail[:-1].split("\n")
    if len(lines) > MAX_SIGNATURES:
        raise Malformed(f"got {len(lines)} signature lines, want at most {MAX_SIGNATURES}")
    return head + "\n", lines


def _signature(line: str) -> tuple[str, bytes]:
    if not line.startswith(_DASH):
        raise Malformed("a signature line starts with a dash")
    name, _, packed = line[len(_DASH) :].partition(" ")
    raw = _base64(packed)
    if not _is_name(name) or len(raw) < 5:  # noqa: PLR2004 -- key id and something
        raise Malformed("a signature line is a dash, a name, and base64")
    return name, raw


def _is_name(name: str) -> bool:
    return bool(name) and "+" not in name and not any(c.isspace() for c in name)


def _base64(text: str) -> bytes:
    """Strict: what decodes must encode to the same text again."""
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise Malformed("got text that is no base64") from None
    if base64.b64encode(raw).decode() != text:
        raise Malformed("got base64 with stray bits")
    return raw
