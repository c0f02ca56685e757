"""What a deleted row leaves behind in SQLite's files, and how it goes.

`secure_delete` (settings: init_command) overwrites freed cells with zeros. Two things are left:
pages as they were before lie on in the write-ahead log until that is emptied, and a row that once
moved to another page while a table grew has left a copy in the gap of the old one (measured: one of
12,100 texts of 1,000 people). So a file from which somebody was erased is written anew.

PostgreSQL keeps dead rows until VACUUM reuses their place; its files are out of a client's reach.
"""

from django.db import OperationalError, connection

from portal.ledger.kinds import Kind
from portal.ledger.models import Entry


def settle() -> bool:
    """Empty SQLite's write-ahead log. False when a reader stood in the way: the sweep tries again.

    Call outside transactions.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return False
    usual = _pragma("busy_timeout")
    _pragma("busy_timeout = 200")  # nobody waits for a page because of this
    try:
        return _pragma("wal_checkpoint(TRUNCATE)") == 0
    finally:
        _pragma(f"busy_timeout = {usual}")


def rebuild_after_erasure() -> bool:
    """Write the SQLite file anew if somebody was erased since that was last done; was it?

    The file itself remembers up to which entry of the record it is clean (`user_version`), so a
    worker that was down forgets nothing. A busy database is left for the next sweep.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return False
    erased = Entry.objects.filter(kind=Kind.PERSON_ERASED).order_by("-seq")
    newest = erased.values_list("seq", flat=True).first() or 0
    if newest <= _pragma("user_version"):
        return False
    try:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM")
    except OperationalError:
        return False
    _pragma(f"user_version = {newest}")
    settle()
    return True


def _pragma(words: str) -> int:
    """The first number SQLite answers, 0 when it answers nothing."""
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {words}")
        row = cursor.fetchone()
    return int(row[0]) if row else 0
