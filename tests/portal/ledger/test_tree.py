"""The tree against a second, naive reading of RFC 6962, section 2.1."""

import hashlib
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.ledger import tree, verify

SIZES = st.integers(0, 70)


def naive_root(bodies: Sequence[bytes]) -> bytes:
    """MTH(D[n]) word for word."""
    if not bodies:
        return hashlib.sha256(b"").digest()
    if len(bodies) == 1:
        return hashlib.sha256(b"\0" + bodies[0]).digest()
    k = 1
    while k * 2 < len(bodies):
        k *= 2
    return hashlib.sha256(b"\1" + naive_root(bodies[:k]) + naive_root(bodies[k:])).digest()


def bodies_of(size: int) -> list[bytes]:
    return [f"body {number}".encode() for number in range(size)]


def leaves_of(size: int) -> list[bytes]:
    return [tree.hash_leaf(body) for body in bodies_of(size)]


@given(SIZES)
def test_the_root_is_that_of_the_rfc(size: int) -> None:
    assert tree.root(leaves_of(size)) == naive_root(bodies_of(size))


@given(st.lists(st.integers(0, 20), max_size=8))
def test_growing_in_any_steps_gives_the_same_tree(steps: list[int]) -> None:
    leaves = leaves_of(sum(steps))
    size, frontier, start = 0, b"", 0
    for step in steps:
        part = tree.Range(size, frontier)
        part.extend(leaves[start : start + step])
        size, frontier, start = part.size, part.frontier, start + step
    assert tree.Range(size, frontier).root() == tree.root(leaves)


@given(st.data(), st.integers(1, 70))
def test_every_inclusion_proof_verifies_and_no_other_leaf_does(data: st.DataObject, n: int) -> None:
    index = data.draw(st.integers(0, n - 1))
    leaves = leaves_of(n)
    path = tuple(tree.inclusion_proof(index, n, tree.node_of(leaves)))
    root = tree.root(leaves)
    verify.verify_inclusion(index=index, size=n, leaf=leaves[index], path=path, root=root)
    other = data.draw(st.integers(0, n - 1).filter(lambda i: i != index)) if n > 1 else None
    if other is not None:
        with pytest.raises(verify.NotProven):
            verify.verify_inclusion(index=index, size=n, leaf=leaves[other], path=path, root=root)
        with pytest.raises(verify.NotProven):
            verify.verify_inclusion(index=other, size=n, leaf=leaves[index], path=path, root=root)


@given(st.data(), st.integers(0, 70))
def test_every_consistency_proof_verifies_and_no_forked_tree_does(
    data: st.DataObject, new: int
) -> None:
    old = data.draw(st.integers(0, new))
    leaves = leaves_of(new)
    path = tuple(tree.consistency_proof(old, new, tree.node_of(leaves)))
    old_root, new_root = tree.root(leaves[:old]), tree.root(leaves)
    verify.verify_consistency(old=old, new=new, old_root=old_root, new_root=new_root, path=path)
    if old:
        forked = [bytes(32), *leaves[1:old]]
        with pytest.raises(verify.NotProven):
            verify.verify_consistency(
                old=old, new=new, old_root=tree.root(forked), new_root=new_root, path=path
            )


@given(
    index=st.integers(-5, 80),
    size=st.integers(-5, 80),
    path=st.lists(st.binary(max_size=40), max_size=10),
    leaf=st.binary(max_size=40),
)
def test_nonsense_is_not_proven_and_never_another_error(
    index: int, size: int, path: list[bytes], leaf: bytes
) -> None:
    with pytest.raises(verify.NotProven):
        verify.verify_inclusion(index=index, size=size, leaf=leaf, path=tuple(path), root=bytes(32))
    if not 0 < index == size:
        with pytest.raises(verify.NotProven):
            verify.verify_consistency(
                old=index, new=size, old_root=leaf, new_root=b"", path=tuple(path)
            )


@pytest.mark.parametrize(("size", "frontier"), [(-1, b""), (1, b""), (3, bytes(32)), (0, b"x")])
def test_a_frontier_must_fit_its_size(size: int, frontier: bytes) -> None:
    with pytest.raises(ValueError, match="frontier"):
        tree.Range(size, frontier)


def test_a_leaf_hash_must_have_its_length() -> None:
    with pytest.raises(ValueError, match="leaf hash"):
        tree.Range().append(b"short")


@pytest.mark.parametrize(("index", "size"), [(0, 0), (5, 5), (-1, 3)])
def test_proofs_are_made_inside_the_tree_only(index: int, size: int) -> None:
    with pytest.raises(ValueError, match="index"):
        tree.inclusion_proof(index, size, tree.node_of([]))
    with pytest.raises(ValueError, match="sizes"):
        tree.consistency_proof(size + 1, size, tree.node_of([]))
