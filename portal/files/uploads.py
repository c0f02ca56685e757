"""From a browser's upload into the vault, without a second copy on the way."""

import contextlib
from datetime import datetime, timedelta

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from portal.lib.errors import Refused

from . import vault, words
from .models import StoredObject

__all__ = ["store_upload", "sweep", "words"]

LEFT_AGE = timedelta(hours=24)  # no upload is written to for so long and still arrives
_MEGABYTE = 1_000_000


def store_upload(
    upload: "UploadedFile[bytes]", *, field: str, limit: int | None = None
) -> StoredObject:
    """Stream `upload` into the vault; the row is not saved yet (see `vault`).

    Refuses an empty file, one of more than `limit` bytes (UPLOAD_MAX_BYTES unless told), and one
    that holds fewer bytes than it announced. A refusal leaves nothing in the vault.
    """
    limit = settings.UPLOAD_MAX_BYTES if limit is None else limit
    if upload.size is not None and upload.size > limit:
        raise _too_large(field, limit)
    with vault.create() as writer:
        for piece in upload.chunks(chunk_size=1024 * 1024):
            writer.write(piece)
            if writer.size > limit:
                raise _too_large(field, limit)
        if writer.size == 0:
            raise Refused("files.empty", field=field)
        if upload.size is not None and writer.size != upload.size:
            raise Refused("files.cut_off", field=field)
        return writer.seal()


def _too_large(field: str, limit: int) -> Refused:
    return Refused("files.too_large", field=field, limit_mb=limit // _MEGABYTE)


def sweep(*, at: datetime) -> int:
    """Remove what web workers that were killed left of arriving files, in plain; how many."""
    removed = 0
    for path in settings.FILE_UPLOAD_TEMP_DIR.glob("*.upload*"):
        with contextlib.suppress(FileNotFoundError):  # its own worker was here first
            if path.lstat().st_mtime < (at - LEFT_AGE).timestamp():
                path.unlink()
                removed += 1
    return removed
