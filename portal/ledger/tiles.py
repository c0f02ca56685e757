"""Hash tiles in a folder, laid out as C2SP tlog-tiles; no Django.

Tile (level, index) holds up to 256 hashes: at level 0 leaf hashes, above it the roots of full
tiles below. A full tile never changes; a partial one is a file of its own per width. What others
copied from here can name the very row that was altered in the database.
"""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from . import tree

WIDTH = 256
_BITS = 8


class Damaged(Exception):  # noqa: N818 -- a state of the folder, named as it reads
    """The published files do not hold what they must, or would have to change."""


class Tiles:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def extend(self, old: int, leaves: Sequence[bytes]) -> None:
        """Publish the leaf hashes that follow the first `old` ones, and the tiles above them."""
        level, hashes = 0, list(leaves)
        new = old + len(leaves)
        while new >> (_BITS * level):
            self._extend_level(level, old >> (_BITS * level), hashes)
            above = range(old >> (_BITS * (level + 1)), new >> (_BITS * (level + 1)))
            hashes = [tree.root(self.read(level, index, WIDTH)) for index in above]
            level += 1

    def read(self, level: int, index: int, width: int) -> list[bytes]:
        """The first `width` hashes of a tile, from the narrowest file that holds them."""
        for path in self._candidates(level, index, width):
            data = path.read_bytes()
            if len(data) >= width * tree.HASH_BYTES and len(data) % tree.HASH_BYTES == 0:
                return [
                    data[start : start + tree.HASH_BYTES]
                    for start in range(0, width * tree.HASH_BYTES, tree.HASH_BYTES)
                ]
        raise Damaged(f"tile {level}/{index} with {width} hashes is missing or too short")

    def leaves(self, size: int) -> Iterator[bytes]:
        """The published leaf hashes in order."""
        for index in range(-(-size // WIDTH)):
            yield from self.read(0, index, min(WIDTH, size - index * WIDTH))

    def node(self, level: int, index: int) -> bytes:
        """A `tree.Node`: the root of a perfect subtree, out of the one tile that covers it."""
        row, rest = divmod(level, _BITS)
        tile, start = divmod(index << rest, WIDTH)
        stop = start + (1 << rest)
        return tree.root(self.read(row, tile, stop)[start:stop])

    def frontier(self, size: int) -> bytes:
        return b"".join(self.node(level, index) for level, index in tree.subtrees(0, size))

    def path(self, level: int, index: int, width: int = WIDTH) -> Path:
        path = self.folder / "tile" / str(level) / index_path(index)
        return path if width == WIDTH else path.with_name(path.name + ".p") / str(width)

    def _extend_level(self, level: int, old: int, hashes: list[bytes]) -> None:
        index, filled = divmod(old, WIDTH)
        row = (self.read(level, index, filled) if filled else []) + hashes
        for start in range(0, len(row), WIDTH):
            self._write(level, index + start // WIDTH, row[start : start + WIDTH])

    def _write(self, level: int, index: int, hashes: list[bytes]) -> None:
        path = self.path(level, index, len(hashes))
        data = b"".join(hashes)
        if path.exists():
            if path.read_bytes() != data:
                raise Damaged(f"{path.relative_to(self.folder)} was published with other hashes")
            return
        write_whole(path, data)

    def _candidates(self, level: int, index: int, width: int) -> list[Path]:
        full = self.path(level, index)
        partials = full.with_name(full.name + ".p")
        found = []
        if partials.is_dir():
            widths = sorted(int(p.name) for p in partials.iterdir() if p.name.isdecimal())
            found = [partials / str(w) for w in widths if w >= width]
        return [*found, full] if full.exists() else found


def index_path(index: int) -> str:
    """Groups of three digits, all but the last marked with x: 1234067 -> x001/x234/067."""
    digits = str(index)
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    groups = [digits[start : start + 3] for start in range(0, len(digits), 3)]
    return "/".join([f"x{group}" for group in groups[:-1]] + groups[-1:])


def write_whole(path: Path, data: bytes) -> None:
    """All of the file or nothing, on the disk before it has its name."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.part")
    with aside.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)
