"""What a deleted row leaves behind in SQLite's files, and how it goes.

`secure_delete` (settings: init_command) overwrites freed cells with zeros, but pages as they were
before lie on in the write-ahead log until that is emptied. PostgreSQL keeps dead rows until VACUUM
reuses their place; its files are out of a client's reach.
"""

from django.db import connection


def settle() -> bool:
    """Empty SQLite's write-ahead log. False when a reader stood in the way: the sweep tries again.

    Call outside transactions.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return False
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        usual = cursor.fetchone()[0]
        cursor.execute("PRAGMA busy_timeout = 200")  # nobody waits for a page because of this
        try:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            busy = cursor.fetchone()[0]
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {int(usual)}")
    return not busy


def rebuild() -> None:
    """Write the whole SQLite file anew, without anything that was ever deleted from it."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
    settle()
