"""Sealed objects in an S3 bucket, through django-storages: ranged GETs, one upload an object.

Uploads that broke off are the bucket's own to clear: set a lifecycle rule that aborts incomplete
multipart uploads after a day.
"""

import contextlib
import posixpath
import tempfile
from collections.abc import Iterator
from datetime import datetime

from botocore.exceptions import ClientError
from django.core.files import File
from storages.backends.s3 import S3Storage

from .place import Reader, Sink, checked

_MISSING = {"404", "NoSuchKey", "NotFound"}


class Bucket:
    def __init__(self, storage: S3Storage) -> None:
        self._storage = storage

    def create(self, name: str) -> Sink:
        return _BucketSink(self._storage, checked(name))

    @contextlib.contextmanager
    def open(self, name: str) -> Iterator[Reader]:
        yield _BucketReader(self._storage, self._key(name))

    def delete(self, name: str) -> None:
        self._storage.delete(checked(name))

    def older_than(self, instant: datetime) -> Iterator[str]:
        prefix = posixpath.join(self._storage.location, "")
        for entry in self._storage.bucket.objects.filter(Prefix=prefix):
            if entry.last_modified < instant:
                yield checked(entry.key[len(prefix) :])

    def sweep_parts(self, instant: datetime) -> int:  # noqa: ARG002 -- the bucket's lifecycle rule
        return 0

    def _key(self, name: str) -> str:
        return posixpath.join(self._storage.location, checked(name))


class _BucketSink:
    """Gathers the encrypted bytes in a nameless file, then uploads them whole.

    The length is known only at the end, and a failed upload can be tried again from here.
    """

    def __init__(self, storage: S3Storage, name: str) -> None:
        self._storage = storage
        self._name = name
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 -- closed by commit or abandon

    def write(self, data: bytes | memoryview) -> None:
        self._file.write(data)

    def commit(self) -> None:
        self._file.seek(0)
        saved = self._storage.save(self._name, File(self._file))
        if saved != self._name:
            self._storage.delete(saved)
            raise FileExistsError(f"{self._name} is sealed already")
        self._file.close()

    def abandon(self) -> None:
        self._file.close()


class _BucketReader:
    def __init__(self, storage: S3Storage, key: str) -> None:
        self._object = storage.bucket.Object(key)
        try:
            self.size = int(self._object.content_length)
        except ClientError as error:
            if error.response["Error"]["Code"] in _MISSING:
                raise FileNotFoundError(key) from error
            raise

    def read(self, start: int, stop: int) -> bytes:
        if start >= stop:
            return b""
        answer = self._object.get(Range=f"bytes={start}-{stop - 1}")
        with contextlib.closing(answer["Body"]) as body:
            return bytes(body.read())
