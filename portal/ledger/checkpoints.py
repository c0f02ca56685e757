"""Signing how far the record reaches, and what to do when the database lost its tail."""

from datetime import datetime

from django.db import transaction

from portal.lib import ids
from portal.lib.errors import Refused

from . import feed, tiles, tree, write
from .kinds import Kind
from .models import Checkpoint, Entry, Head


def checkpoint(*, at: datetime) -> Checkpoint | None:
    """Sign the present size and root and publish them once the transaction commits.

    1. The head is locked, so nobody appends meanwhile.
    2. A database that is older than what was published is refused.
    3. Published leaf hashes and the rows after them must give the head's root: a record that was
       altered is not signed again.
    4. Row first, files after the commit. A crash between leaves files behind; they catch up.

    None for an empty record. Raises Refused.
    """
    with transaction.atomic():
        head = write.lock_head()
        write.refuse_old_copy(head)
        if head.size == 0:
            return None
        root = _agreed_root(head)
        row = Checkpoint.objects.filter(epoch=head.epoch, size=head.size).first()
        if row is None:
            row = _sign(head, root, at)
        transaction.on_commit(lambda: publish(row))
    return row


def publish(row: Checkpoint) -> None:
    """Bring the published files up to a signed row. Refused when they would have to change."""
    try:
        feed.publish(
            epoch=row.epoch,
            size=row.size,
            signed=row.note,
            at=row.at,
            leaves=lambda old: leaf_hashes(old, row.size),
        )
    except tiles.Damaged as error:
        raise Refused("ledger.differs_from_published") from error


def latest() -> Checkpoint | None:
    return Checkpoint.objects.order_by("-epoch", "-size").first()


def open_epoch(*, reason: str, actor: str, at: datetime) -> int:
    """After a restored backup: go on from here as another log, say why, and sign at once.

    Refused where nothing was lost: an epoch is no way around a record that was altered.
    """
    reason = reason.strip()
    if not reason:
        raise Refused("ledger.reason_missing", field="reason")
    with transaction.atomic():
        head = write.lock_head()
        epoch, size = feed.newest()
        if (head.epoch, head.size) >= (epoch, size):
            raise Refused("ledger.epoch_not_needed")
        Head.objects.filter(pk=1).update(epoch=epoch + 1)
        draft = write.Draft(
            Kind.EPOCH_OPENED,
            (ids.subject("epoch", ids.new_id()),),
            {"epoch": epoch + 1, "kept": head.size, "published": size, "reason": reason},
        )
        seq = write.append(draft, actor=actor, at=at)
        checkpoint(at=at)
    return seq


def leaf_hashes(old: int, new: int) -> list[bytes]:
    """Stored leaf hashes of the entries after the first `old`, up to entry `new`."""
    rows = Entry.objects.filter(seq__gt=old, seq__lte=new).order_by("seq")
    return [bytes(leaf) for leaf in rows.values_list("leaf_hash", flat=True).iterator()]


def _agreed_root(head: Head) -> bytes:
    old = feed.published_size(head.epoch)
    try:
        grown = tree.Range(old, tiles.Tiles(feed.folder(head.epoch)).frontier(old))
    except tiles.Damaged as error:
        raise Refused("ledger.differs_from_published") from error
    grown.extend(leaf_hashes(old, head.size))
    root = tree.Range(head.size, bytes(head.frontier)).root()
    if grown.size != head.size or grown.root() != root:
        raise Refused("ledger.differs_from_published")
    return root


def _sign(head: Head, root: bytes, at: datetime) -> Checkpoint:
    signer = feed.signer(head.epoch)
    text = feed.statement(head.epoch, head.size, root).text()
    return Checkpoint.objects.create(
        epoch=head.epoch, size=head.size, root=root, note=signer.sign(text), at=at
    )
