"""What stands outside the entries and vouches for them: signed checkpoints, published tiles."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from portal.lib import clock
from portal.lib.errors import Refused

from . import feed, note, tiles, tree
from .models import Checkpoint, Head
from .report import Report


@dataclass
class Witness:
    """Published leaf hashes, joined, and signed roots by size."""

    leaves: bytes = b""
    roots: dict[int, list[bytes]] = field(default_factory=dict)

    @property
    def size(self) -> int:
        return len(self.leaves) // tree.HASH_BYTES

    def leaf(self, seq: int) -> bytes | None:
        start = (seq - 1) * tree.HASH_BYTES
        return self.leaves[start : start + tree.HASH_BYTES] or None


def summon(head: Head, report: Report) -> Witness:
    """Everything that can be held against the rows; what is wrong with it goes into `report`."""
    try:
        verifiers = {epoch: feed.signer(epoch).verifier for epoch in range(1, head.epoch + 1)}
    except Refused as error:
        report.add("key", reason=error.facts["reason"])
        return Witness()
    witness = Witness(_published_leaves(head, verifiers[head.epoch], report))
    _add_rows(witness, head, verifiers, report)
    return witness


def _published_leaves(head: Head, verifier: note.Verifier, report: Report) -> bytes:
    """The leaf hashes the world has seen, if they give the root that was signed for them."""
    try:
        epoch, size = feed.newest()
    except Refused:
        report.add("feed_damaged", reason="newest")
        return b""
    if (head.epoch, head.size) < (epoch, size):
        report.add("older_than_published", size=head.size, published=size)
    if epoch != head.epoch:
        return b""
    try:
        leaves = b"".join(tiles.Tiles(feed.folder(epoch)).leaves(size))
        statement = note.open_checkpoint(feed.latest_note(epoch), verifier)
    except (tiles.Damaged, note.NoteError, OSError) as error:
        report.add("feed_damaged", reason=str(error))
        return b""
    if (statement.size, statement.root) != (size, tree.root(_hashes(leaves))):
        report.add("feed_damaged", reason="tile")
        return b""
    return leaves


def _hashes(joined: bytes) -> Iterator[bytes]:
    for start in range(0, len(joined), tree.HASH_BYTES):
        yield joined[start : start + tree.HASH_BYTES]


def _add_rows(
    witness: Witness, head: Head, verifiers: dict[int, note.Verifier], report: Report
) -> None:
    """Each row's signature fits and says what its columns say; each published note has its row."""
    known: dict[str, str | None] = {}
    for row in Checkpoint.objects.defer("at").order_by("epoch", "size"):
        known[row.note] = _instant(row)
        try:
            statement = note.open_checkpoint(row.note, verifiers[row.epoch])
        except (note.NoteError, KeyError, AttributeError):
            report.add("signature", size=row.size)
            continue
        if (statement.size, statement.root) != (row.size, row.root):
            report.add("checkpoint", size=row.size)
        witness.roots.setdefault(statement.size, []).append(statement.root)
    try:
        lines = feed.history(head.epoch)
    except tiles.Damaged as error:
        report.add("feed_damaged", reason=str(error))
        return
    if known and not lines:
        report.add("feed_missing")
    for line in lines:
        if known.get(line.note) != line.at:
            report.add("checkpoint", size=line.size)


def _instant(row: Checkpoint) -> str | None:
    """The row's instant, or None where somebody wrote what is no instant (SQLite lets them)."""
    try:
        return clock.to_text(row.at)
    except (ValueError, TypeError, AttributeError):
        return None
