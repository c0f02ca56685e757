"""The Merkle tree of RFC 6962 and RFC 9162 (section 2.1), on plain bytes.

Leaves are counted from 0 here. `Range` is the compact form of a whole tree: the roots of its
perfect subtrees, largest first, one per set bit of the size. A `Node` function gives the root of
the perfect subtree of 2**level leaves that starts at leaf index * 2**level.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence

HASH_BYTES = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()

Node = Callable[[int, int], bytes]


def hash_leaf(body: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + body).digest()


def hash_node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


class Range:
    """A tree that can grow, in space logarithmic in its size."""

    def __init__(self, size: int = 0, frontier: bytes = b"") -> None:
        """`frontier` is the subtree roots, largest first, joined. Raises ValueError on misfit."""
        want = size.bit_count() * HASH_BYTES if size >= 0 else -1
        if len(frontier) != want:
            raise ValueError(
                f"got a frontier of {len(frontier)} bytes for size {size}, want {want}"
            )
        self.size = size
        self._nodes = [
            frontier[start : start + HASH_BYTES] for start in range(0, len(frontier), HASH_BYTES)
        ]

    def append(self, leaf: bytes) -> None:
        """Add one leaf hash: carry while the last subtree is as large as the new one."""
        if len(leaf) != HASH_BYTES:
            raise ValueError(f"got a leaf hash of {len(leaf)} bytes, want {HASH_BYTES}")
        carry = self.size
        while carry & 1:
            leaf = hash_node(self._nodes.pop(), leaf)
            carry >>= 1
        self._nodes.append(leaf)
        self.size += 1

    def extend(self, leaves: Iterable[bytes]) -> None:
        for leaf in leaves:
            self.append(leaf)

    @property
    def frontier(self) -> bytes:
        return b"".join(self._nodes)

    def root(self) -> bytes:
        if not self._nodes:
            return EMPTY_ROOT
        result = self._nodes[-1]
        for node in reversed(self._nodes[:-1]):
            result = hash_node(node, result)
        return result


def root(leaves: Iterable[bytes]) -> bytes:
    """The root over leaf hashes."""
    tree = Range()
    tree.extend(leaves)
    return tree.root()


def node_of(leaves: Sequence[bytes]) -> Node:
    """A `Node` function over leaf hashes in memory; for small trees and for tests."""

    def node(level: int, index: int) -> bytes:
        return root(leaves[index << level : (index + 1) << level])

    return node


def inclusion_proof(index: int, size: int, node: Node) -> list[bytes]:
    """The audit path of leaf `index` in the tree of `size` leaves, from the leaf up.

    Domain: 0 <= index < size; else ValueError.
    """
    if not 0 <= index < size:
        raise ValueError(f"got index {index} for size {size}, want 0 <= index < size")
    low, high = 0, size
    path = []
    while high - low > 1:
        middle = low + _split(high - low)
        if index < middle:
            path.append(_span(middle, high, node))
            high = middle
        else:
            path.append(_span(low, middle, node))
            low = middle
    return path[::-1]


def consistency_proof(old: int, new: int, node: Node) -> list[bytes]:
    """Proof that the tree of `old` leaves is a prefix of the tree of `new` (RFC 9162, 2.1.4.1).

    Domain: 0 <= old <= new; else ValueError. Empty for old = 0 and for old = new.
    """
    if not 0 <= old <= new:
        raise ValueError(f"got sizes {old} and {new}, want 0 <= old <= new")
    if old in (0, new):
        return []
    low, high, whole = 0, new, True
    path = []
    while old != high:
        middle = low + _split(high - low)
        if old <= middle:
            path.append(_span(middle, high, node))
            high = middle
        else:
            path.append(_span(low, middle, node))
            low, whole = middle, False
    if not whole:
        path.append(_span(low, high, node))
    return path[::-1]


def subtrees(low: int, high: int) -> Iterator[tuple[int, int]]:
    """(level, index) of the perfect subtrees, largest first, that cover leaves low..high-1.

    Domain: `low` is a multiple of a power of two that is at least high - low.
    """
    while low < high:
        level = (high - low).bit_length() - 1
        yield level, low >> level
        low += 1 << level


def _span(low: int, high: int, node: Node) -> bytes:
    parts = [node(level, index) for level, index in subtrees(low, high)]
    result = parts.pop()
    while parts:
        result = hash_node(parts.pop(), result)
    return result


def _split(count: int) -> int:
    """The largest power of two below `count` (2 or more)."""
    return 1 << ((count - 1).bit_length() - 1)
