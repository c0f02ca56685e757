"""Receipts: that an entry stands in the signed record, as text anybody can check offline."""

from portal.lib.errors import Refused

from . import checkpoints, feed, note, tiles, tree, verify
from .models import Checkpoint, Entry


def proof_of(entry: Entry) -> str:
    """The tlog-proof of one entry under the latest published checkpoint.

    Refused while the entry waits for its first checkpoint, or when the row no longer is what was
    published: a receipt for an altered row would accuse the wrong side.
    """
    row = checkpoints.latest()
    index = entry.seq - 1
    if row is None or index >= min(row.size, feed.published_size(row.epoch)):
        raise Refused("ledger.not_signed_yet")
    text = _prove(index, row)
    try:
        verify.verify_proof(text, bytes(entry.body), feed.signer(row.epoch).verifier)
    except (verify.NotProven, note.NoteError) as error:
        raise Refused("ledger.differs_from_published") from error
    return text


def _prove(index: int, row: Checkpoint) -> str:
    try:
        path = tree.inclusion_proof(index, row.size, tiles.Tiles(feed.folder(row.epoch)).node)
    except tiles.Damaged as error:
        raise Refused("ledger.differs_from_published") from error
    return verify.Proof(index, tuple(path), row.note).text()
