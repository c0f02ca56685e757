"""Which place the storage alias ``vault`` names: a folder on one machine, or a bucket."""

from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import FileSystemStorage, storages
from storages.backends.s3 import S3Storage

from .bucket import Bucket
from .folder import Folder
from .place import Place


def current() -> Place:
    storage = storages["vault"]
    if isinstance(storage, FileSystemStorage):
        return Folder(storage.location)
    if isinstance(storage, S3Storage):
        return Bucket(storage)
    raise ImproperlyConfigured(f"the vault cannot lie in {type(storage).__name__}")
