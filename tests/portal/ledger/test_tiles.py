import itertools
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.ledger import tiles, tree

LEAVES = [tree.hash_leaf(str(number).encode()) for number in range(70_000)]


@pytest.mark.parametrize(
    ("index", "path"),
    [(0, "000"), (67, "067"), (999, "999"), (1000, "x001/000"), (1234067, "x001/x234/067")],
)
def test_tiles_lie_where_the_format_says(index: int, path: str) -> None:
    assert tiles.index_path(index) == path


def test_a_tree_published_in_steps_can_be_read_back(tmp_path: Path) -> None:
    published = tiles.Tiles(tmp_path)
    steps = [0, 1, 5, 255, 256, 257, 700, 66_000, 66_000]
    for old, new in itertools.pairwise(steps):
        published.extend(old, LEAVES[old:new])
        assert list(published.leaves(new)) == LEAVES[:new]
        assert tree.Range(new, published.frontier(new)).root() == tree.root(LEAVES[:new])
    assert (tmp_path / "tile/1/000").stat().st_size == 256 * 32
    assert (tmp_path / "tile/2/000.p/1").read_bytes() == tree.root(LEAVES[:65_536])


def test_proofs_come_out_of_tiles(tmp_path: Path) -> None:
    size = 66_000
    published = tiles.Tiles(tmp_path)
    published.extend(0, LEAVES[:size])
    by_hand = tree.node_of(LEAVES[:size])
    for index in (0, 255, 256, 65_535, 65_536, size - 1):
        assert tree.inclusion_proof(index, size, published.node) == tree.inclusion_proof(
            index, size, by_hand
        )


@settings(max_examples=20)
@given(st.integers(0, 600), st.integers(0, 600))
def test_publishing_again_changes_nothing(one: int, two: int) -> None:
    old, new = sorted((one, two))
    with tempfile.TemporaryDirectory() as folder:
        published = tiles.Tiles(Path(folder))
        published.extend(0, LEAVES[:old])
        published.extend(old, LEAVES[old:new])
        published.extend(old, LEAVES[old:new])
        assert list(published.leaves(new)) == LEAVES[:new]


def test_a_published_tile_is_never_overwritten(tmp_path: Path) -> None:
    published = tiles.Tiles(tmp_path)
    published.extend(0, LEAVES[:300])
    with pytest.raises(tiles.Damaged, match="other hashes"):
        published.extend(0, [bytes(32), *LEAVES[1:300]])
    assert list(published.leaves(300)) == LEAVES[:300]


def test_a_missing_or_cut_tile_is_named(tmp_path: Path) -> None:
    published = tiles.Tiles(tmp_path)
    published.extend(0, LEAVES[:300])
    (tmp_path / "tile/0/000").write_bytes(b"short")
    with pytest.raises(tiles.Damaged, match="0/0"):
        list(published.leaves(300))
