"""What the vault costs beside its floor: one pass of SHA-256 and one of AES-256-GCM.

    python -m tests.bench.bench_vault

Processor time, both sides in turn, the median of several rounds; the disk is left out by writing
both to /dev/shm where there is one.
"""

import hashlib
import os
import statistics
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import process_time

import django
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MEGABYTE = 1024 * 1024
SIZE = 256 * MEGABYTE
ROUNDS = 7


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    django.setup()
    from django.test import override_settings

    memory = Path("/dev/shm")  # noqa: S108 -- a bench, nothing secret
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        storages = {
            "vault": {
                "BACKEND": "django.core.files.storage.FileSystemStorage",
                "OPTIONS": {"location": folder},
            }
        }
        with override_settings(
            STORAGES=storages, VAULT_KEY="a vault key of the bench, long enough"
        ):
            _measure(Path(folder))


def _measure(folder: Path) -> None:
    from portal.files import vault
    from portal.files.models import StoredObject

    pieces = [os.urandom(MEGABYTE) for _ in range(SIZE // MEGABYTE)]

    def write_vault() -> None:
        if made:
            (folder / made.pop().name).unlink()  # as the floor does by opening its file anew
        with vault.create() as writer:
            for piece in pieces:
                writer.write(piece)
            made.append(writer.seal())

    def read_vault() -> None:
        for _ in vault.read(made[-1]):
            pass

    def read_range() -> None:
        start = SIZE // 2 - 1000
        for _ in range(100):
            for _ in vault.read(made[-1], start, start + MEGABYTE):
                pass

    made: list[StoredObject] = []
    floor = _Floor(folder / "floor", pieces)
    _report("write", write_vault, floor.write)
    _report("read", read_vault, floor.read)
    seconds = _median(read_range)
    print(f"range  {seconds / 100 * 1000:7.2f} ms for 1 MiB across two chunks")


class _Floor:
    """The same bytes hashed, sealed in one megabyte messages and written; and back."""

    def __init__(self, path: Path, pieces: list[bytes]) -> None:
        self._path = path
        self._pieces = pieces
        self._cipher = AESGCM(bytes(32))

    def write(self) -> None:
        whole = hashlib.sha256()
        with self._path.open("wb", buffering=0) as file:
            for number, piece in enumerate(self._pieces):
                whole.update(piece)
                file.write(self._cipher.encrypt(number.to_bytes(12, "big"), piece, None))
            os.fsync(file.fileno())

    def read(self) -> None:
        with self._path.open("rb", buffering=0) as file:
            for number in range(len(self._pieces)):
                sealed = file.read(MEGABYTE + 16)
                self._cipher.decrypt(number.to_bytes(12, "big"), sealed, None)


def _report(name: str, ours: Callable[[], None], floor: Callable[[], None]) -> None:
    pairs = [(_once(ours), _once(floor)) for _ in range(ROUNDS)]
    mine, least = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratio = statistics.median(one / other for one, other in pairs)
    speed = SIZE / MEGABYTE / mine
    print(f"{name:<6} {mine:.3f} s, floor {least:.3f} s, ratio {ratio:.2f}, {speed:.0f} MiB/s")


def _median(work: Callable[[], None]) -> float:
    return statistics.median(_once(work) for _ in range(ROUNDS))


def _once(work: Callable[[], None]) -> float:
    start = process_time()
    work()
    return process_time() - start


if __name__ == "__main__":
    main()
