"""Checking proofs about the record; pure, so that anybody can run or rewrite it.

Every function returns or raises `NotProven` (or its sibling `note.NoteError` for the checkpoint):
never ValueError, KeyError or IndexError, whatever the input.
"""

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass

from . import note, tree

HEADER = "c2sp.org/tlog-proof@v1"
MAX_PATH = 63
_INDEX = re.compile(r"index (0|[1-9][0-9]{0,18})")


class NotProven(Exception):  # noqa: N818 -- the outcome of a check, named as it reads
    """The proof does not show what it claims, or is no proof at all."""


@dataclass(frozen=True)
class Proof:
    """A parsed proof: leaf `index` (from 0), its audit path, and the signed checkpoint."""

    index: int
    path: tuple[bytes, ...]
    checkpoint: str
    extra: bytes = b""

    def text(self) -> str:
        lines = [HEADER]
        if self.extra:
            lines.append(f"extra {base64.b64encode(self.extra).decode()}")
        lines.append(f"index {self.index}")
        lines += [base64.b64encode(node).decode() for node in self.path]
        return "\n".join(lines) + "\n\n" + self.checkpoint


def verify_proof(text: str, body: bytes, verifier: note.Verifier) -> note.Statement:
    """Show that `body` stands in the log of `verifier`; returns what the log signed.

    1. The text parses as a proof.
    2. The checkpoint in it is signed by `verifier` and names its log.
    3. The audit path leads from the leaf hash of `body`, at the proof's index, to the signed root.

    What the caller must still do: know the verifier's key from elsewhere than the proof, and read
    `seq` in the body (index + 1).
    """
    proof = parse_proof(text)
    statement = note.open_checkpoint(proof.checkpoint, verifier)
    verify_inclusion(
        index=proof.index,
        size=statement.size,
        leaf=tree.hash_leaf(body),
        path=proof.path,
        root=statement.root,
    )
    return statement


def verify_inclusion(
    *, index: int, size: int, leaf: bytes, path: tuple[bytes, ...], root: bytes
) -> None:
    """RFC 9162, 2.1.3.2: the leaf hash stands at `index` in the tree of `size` with this root.

    1. Domain: 0 <= index < size, every hash of 32 bytes.
    2. Climb from the leaf; at each step the index says on which side the sibling stands.
    3. The path is used up exactly at the top, and the result is the root.
    """
    if not 0 <= index < size:
        raise NotProven(f"got index {index} for size {size}, want 0 <= index < size")
    _check_hashes((leaf, root, *path))
    result = leaf
    for sibling, on_left in zip(path, _sides(index, size - 1, len(path)), strict=True):
        result = tree.hash_node(sibling, result) if on_left else tree.hash_node(result, sibling)
    if result != root:
        raise NotProven("the path leads to another root")


def verify_consistency(
    *, old: int, new: int, old_root: bytes, new_root: bytes, path: tuple[bytes, ...]
) -> None:
    """RFC 9162, 2.1.4.2: the tree of `old` leaves is a prefix of the tree of `new`.

    1. Domain: 0 <= old <= new. Equal sizes need equal roots, no path; old = 0 needs no path.
    2. A perfect old tree is its own first node; it stands in front of the path.
    3. Climb with two results at once: one rebuilds the old root, one the new.
    4. The path is used up exactly at the top, and both roots come out.
    """
    if not 0 <= old <= new:
        raise NotProven(f"got sizes {old} and {new}, want 0 <= old <= new")
    _check_hashes((old_root, new_root, *path))
    if old in (0, new):
        _check_trivial(old, new, old_root, new_root, path)
        return
    nodes = list(path) if old & (old - 1) else [old_root, *path]
    if not nodes:
        raise NotProven("the path is too short")
    position, last = old - 1, new - 1
    while position & 1:
        position, last = position >> 1, last >> 1
    old_result = new_result = nodes[0]
    for sibling, on_left in zip(nodes[1:], _sides(position, last, len(nodes) - 1), strict=True):
        if on_left:
            old_result = tree.hash_node(sibling, old_result)
            new_result = tree.hash_node(sibling, new_result)
        else:
            new_result = tree.hash_node(new_result, sibling)
    if old_result != old_root or new_result != new_root:
        raise NotProven("the path leads to other roots")


def parse_proof(text: str) -> Proof:
    """The proof in `text` (c2sp.org/tlog-proof@v1). Raises NotProven."""
    if len(text) > note.MAX_NOTE_BYTES:
        raise NotProven("a proof is at most a megabyte")
    head, gap, checkpoint = text.partition("\n\n")
    lines = head.split("\n")
    if not gap or lines.pop(0) != HEADER or not lines:
        raise NotProven(f"a proof starts with {HEADER} and holds a checkpoint")
    extra = b""
    if lines[0].startswith("extra "):
        extra = _base64(lines.pop(0).removeprefix("extra "))
    match = _INDEX.fullmatch(lines.pop(0)) if lines else None
    if match is None:
        raise NotProven("a proof has a line with the index")
    if len(lines) > MAX_PATH:
        raise NotProven(f"got a path of {len(lines)} hashes, want at most {MAX_PATH}")
    path = tuple(_base64(line) for line in lines)
    _check_hashes(path)
    return Proof(int(match[1]), path, checkpoint, extra)


def _sides(position: int, last: int, steps: int) -> Iterator[bool]:
    """For each step of a climb: does the sibling stand on the left? Raises NotProven on misfit."""
    for _ in range(steps):
        if last == 0:
            raise NotProven("the path is too long")
        on_left = bool(position & 1) or position == last
        if on_left:
            while position and not position & 1:
                position, last = position >> 1, last >> 1
        yield on_left
        position, last = position >> 1, last >> 1
    if last != 0:
        raise NotProven("the path is too short")


def _check_trivial(
    old: int, new: int, old_root: bytes, new_root: bytes, path: tuple[bytes, ...]
) -> None:
    if path:
        raise NotProven("the path is too long")
    if old == new and old_root != new_root:
        raise NotProven("two roots for one size")
    if old == 0 and old_root != tree.EMPTY_ROOT:
        raise NotProven("the empty tree has another root")


def _check_hashes(hashes: tuple[bytes, ...]) -> None:
    for item in hashes:
        if len(item) != tree.HASH_BYTES:
            raise NotProven(f"got a hash of {len(item)} bytes, want {tree.HASH_BYTES}")


def _base64(text: str) -> bytes:
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise NotProven("got text that is no base64") from None
    if base64.b64encode(raw).decode() != text:
        raise NotProven("got base64 with stray bits")
    return raw
