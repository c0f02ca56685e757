"""What goes into the vault comes out, whole or in part; what was altered does not."""

import contextlib
import hashlib
import os
import stat
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from portal.files import backends, vault
from portal.files.format import CHUNK_BYTES, HEADER_BYTES, TAG_BYTES
from portal.files.models import StoredObject
from portal.files.place import WrongName, checked, name_for

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vault_folder")]

AT = datetime(2026, 11, 21, 7, 30, tzinfo=UTC)
LONG = bytes(range(256)) * (CHUNK_BYTES // 128) + b"the end"  # two chunks and seven bytes


def put(data: bytes) -> StoredObject:
    with vault.create() as writer:
        writer.write(data)
        stored = writer.seal()
    stored.save()
    return stored


def path_of(folder: Path, stored: StoredObject) -> Path:
    return folder / stored.name


def alter(path: Path, change: bytes) -> None:
    path.chmod(0o600)
    path.write_bytes(change)


def test_the_whole_object_comes_back() -> None:
    stored = put(LONG)
    assert b"".join(vault.read(stored)) == LONG
    assert stored.size == len(LONG)
    assert stored.sha256 == hashlib.sha256(LONG).hexdigest()


@pytest.mark.parametrize("size", [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1])
def test_it_holds_objects_of_every_edge(size: int) -> None:
    data = os.urandom(size)
    stored = put(data)
    assert b"".join(vault.read(stored)) == data
    vault.scrub(stored)


@pytest.mark.parametrize(
    "kind", [bytes, bytearray, memoryview], ids=["bytes", "bytearray", "memoryview"]
)
@pytest.mark.parametrize("piece", [1000, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES])
def test_the_pieces_do_not_matter(kind: type, piece: int) -> None:
    with vault.create() as writer:
        for start in range(0, len(LONG), piece):
            part = bytearray(LONG[start : start + piece])
            writer.write(bytes(part) if kind is bytes else kind(part))
            part[:] = bytes(len(part))  # the caller may use its buffer again at once
        stored = writer.seal()
    assert b"".join(vault.read(stored)) == LONG


def test_odd_pieces_between_whole_chunks_keep_their_order() -> None:
    parts = [os.urandom(n) for n in (CHUNK_BYTES, 5, CHUNK_BYTES, 2 * CHUNK_BYTES + 1, 0, 9)]
    with vault.create() as writer:
        for part in parts:
            writer.write(part)
        stored = writer.seal()
    assert b"".join(vault.read(stored)) == b"".join(parts)


def test_size_and_hash_run_along() -> None:
    with vault.create() as writer:
        writer.write(b"abc")
        assert (writer.size, writer.sha256) == (3, hashlib.sha256(b"abc").hexdigest())


@pytest.fixture(scope="module")
def ends() -> st.SearchStrategy[int]:
    edges = [0, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 2 * CHUNK_BYTES, len(LONG)]
    return st.one_of(st.sampled_from(edges), st.integers(0, len(LONG)))


@hypothesis_settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_every_range_is_the_slice(ends: st.SearchStrategy[int], data: st.DataObject) -> None:
    stored = StoredObject.objects.first() or put(LONG)
    start, stop = sorted((data.draw(ends), data.draw(ends)))
    assert b"".join(vault.read(stored, start, stop)) == LONG[start:stop]


def test_a_range_opens_only_the_chunks_it_needs(vault_folder: Path) -> None:
    stored = put(LONG)
    path = path_of(vault_folder, stored)
    damaged = bytearray(path.read_bytes())
    damaged[HEADER_BYTES] ^= 1  # in the first chunk
    alter(path, bytes(damaged))
    assert b"".join(vault.read(stored, CHUNK_BYTES, CHUNK_BYTES + 5)) == LONG[:5]
    with pytest.raises(vault.Damaged):
        list(vault.read(stored, CHUNK_BYTES - 1, CHUNK_BYTES + 5))


def test_no_byte_of_a_damaged_chunk_is_given(vault_folder: Path) -> None:
    stored = put(LONG)
    path = path_of(vault_folder, stored)
    damaged = bytearray(path.read_bytes())
    damaged[-1] ^= 1  # the last tag
    alter(path, bytes(damaged))
    pieces = vault.read(stored)
    assert next(pieces) == LONG[:CHUNK_BYTES]
    assert next(pieces) == LONG[CHUNK_BYTES : 2 * CHUNK_BYTES]
    with pytest.raises(vault.Damaged):
        next(pieces)


WIDTH = CHUNK_BYTES + TAG_BYTES
ALTERATIONS: dict[str, Callable[[bytes], bytes]] = {
    "cut by a byte": lambda data: data[:-1],
    "one byte longer": lambda data: data + b"\x00",
    "cut on a chunk's edge": lambda data: data[: HEADER_BYTES + 2 * WIDTH],
    "emptied": lambda _: b"",
    "header only": lambda data: data[:HEADER_BYTES],
    "first chunks swapped": lambda data: (
        data[:HEADER_BYTES]
        + data[HEADER_BYTES + WIDTH : HEADER_BYTES + 2 * WIDTH]
        + data[HEADER_BYTES : HEADER_BYTES + WIDTH]
        + data[HEADER_BYTES + 2 * WIDTH :]
    ),
    "first chunk twice": lambda data: (
        data[: HEADER_BYTES + WIDTH]
        + data[HEADER_BYTES : HEADER_BYTES + WIDTH]
        + data[HEADER_BYTES + 2 * WIDTH :]
    ),
    "plain text instead": lambda _: LONG,
}


@pytest.mark.parametrize("name", ALTERATIONS)
def test_altered_bytes_are_noticed(vault_folder: Path, name: str) -> None:
    stored = put(LONG)
    path = path_of(vault_folder, stored)
    alter(path, ALTERATIONS[name](path.read_bytes()))
    with pytest.raises(vault.Damaged):
        list(vault.read(stored))


def test_bytes_of_another_object_are_noticed(vault_folder: Path) -> None:
    one, other = put(LONG), put(LONG)
    alter(path_of(vault_folder, one), path_of(vault_folder, other).read_bytes())
    with pytest.raises(vault.Damaged, match="another object"):
        vault.read(one)


def test_missing_bytes_are_noticed_before_any_answer(vault_folder: Path) -> None:
    stored = put(LONG)
    path_of(vault_folder, stored).unlink()
    with pytest.raises(vault.Damaged, match="missing"):
        vault.read(stored)


def test_a_wrapped_key_moved_between_rows_is_noticed() -> None:
    one, other = put(b"one"), put(b"other")
    one.wrapped_key = other.wrapped_key
    with pytest.raises(vault.Damaged):
        vault.read(one)


def test_a_row_with_another_hash_fails_the_scrub() -> None:
    stored = put(LONG)
    stored.sha256 = "0" * 64
    with pytest.raises(vault.Damaged, match="SHA-256"):
        vault.scrub(stored)


def test_nothing_of_the_content_stands_on_the_disk(vault_folder: Path) -> None:
    stored = put(b"a face at the gate " * 100)
    data = path_of(vault_folder, stored).read_bytes()
    assert b"a face" not in data


def test_the_file_is_read_only_and_whole_once_named(vault_folder: Path) -> None:
    stored = put(LONG)
    assert stat.S_IMODE(path_of(vault_folder, stored).stat().st_mode) == 0o440
    assert not list(vault_folder.rglob("*.part"))


def test_an_unsealed_object_leaves_nothing(vault_folder: Path) -> None:
    with contextlib.suppress(KeyError), vault.create() as writer:
        writer.write(LONG)
        raise KeyError
    with vault.create() as writer:
        writer.write(b"changed my mind")
    assert [path for path in vault_folder.rglob("*") if path.is_file()] == []


def test_a_sealed_writer_takes_no_more() -> None:
    with vault.create() as writer:
        writer.seal()
        with pytest.raises(ValueError, match="already"):
            writer.write(b"more")
        with pytest.raises(ValueError, match="already"):
            writer.seal()


@pytest.mark.django_db(transaction=True)
def test_destroying_takes_the_key_with_the_transaction_and_then_the_bytes(
    vault_folder: Path,
) -> None:
    stored = put(LONG)
    with transaction.atomic():
        vault.destroy(stored, at=AT)
        assert path_of(vault_folder, stored).exists()
    stored.refresh_from_db()
    assert (stored.wrapped_key, stored.destroyed_at, stored.erased_at) == (None, AT, AT)
    assert stored.sha256 == hashlib.sha256(LONG).hexdigest()
    assert not path_of(vault_folder, stored).exists()
    with pytest.raises(vault.Destroyed):
        vault.read(stored)


@pytest.mark.django_db(transaction=True)
def test_a_destruction_rolled_back_destroys_nothing() -> None:
    stored = put(LONG)
    with contextlib.suppress(KeyError), transaction.atomic():
        vault.destroy(stored, at=AT)
        raise KeyError
    assert b"".join(vault.read(StoredObject.objects.get(pk=stored.pk))) == LONG


@pytest.mark.django_db(transaction=True)
def test_destroying_outside_a_transaction_is_a_defect() -> None:
    with pytest.raises(RuntimeError):
        vault.destroy(put(b"x"), at=AT)


def test_the_database_refuses_a_destroyed_row_with_a_key() -> None:
    stored = put(b"x")
    stored.destroyed_at = AT
    with pytest.raises(Exception, match="stored_destroyed_means_no_key"), transaction.atomic():
        stored.save()


def test_a_new_vault_key_reads_old_objects_and_rewraps_them(settings: Settings) -> None:
    stored = put(b"kept for long")
    old = settings.VAULT_KEY
    settings.VAULT_KEY, settings.VAULT_OLD_KEYS = "another key of the vault, long enough", [old]
    assert b"".join(vault.read(stored)) == b"kept for long"
    assert vault.rewrap(stored)
    stored.refresh_from_db()
    settings.VAULT_OLD_KEYS = []
    assert b"".join(vault.read(stored)) == b"kept for long"
    assert not vault.rewrap(stored)


def test_without_its_vault_key_an_object_stays_shut(settings: Settings) -> None:
    stored = put(b"x")
    settings.VAULT_KEY = "a key that has nothing to do with it"
    with pytest.raises(vault.UnknownKey):
        vault.read(stored)


def age(path: Path, hours: float) -> None:
    then = (AT - timedelta(hours=hours)).timestamp()
    os.utime(path, (then, then))


def test_the_sweep_takes_old_parts_and_orphans_and_nothing_else(
    vault_folder: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    kept, old_kept, half_gone = put(b"kept"), put(b"old, with a row"), put(b"destroyed")
    with vault.create() as writer:
        writer.write(b"sealed, but its transaction rolled back")
        orphan = writer.seal()
    dead = vault.create()
    dead.write(b"its process died")
    busy = vault.create()
    busy.write(b"still at work")
    parts = {path.name[:16]: path for path in vault_folder.rglob("*.part")}
    age(parts[dead.public_id], 25)
    age(parts[busy.public_id], 23)
    age(path_of(vault_folder, orphan), 25)
    age(path_of(vault_folder, old_kept), 1000)
    with django_capture_on_commit_callbacks(execute=False):
        vault.destroy(half_gone, at=AT)  # the process died before it could erase the bytes
    assert vault.sweep(at=AT) == 3
    left = {path.name for path in vault_folder.rglob("*") if path.is_file()}
    assert left == {
        f"{kept.public_id}.v1",
        f"{old_kept.public_id}.v1",
        f"{busy.public_id}.v1.part",
    }
    half_gone.refresh_from_db()
    assert half_gone.erased_at == AT
    with busy, dead:
        pass


@pytest.mark.parametrize(
    "name",
    ["../secret", "7f/../../etc/passwd", "/etc/passwd", "7f/7f.v1", "7f/8f" + "0" * 14 + ".v1"],
)
def test_names_outside_the_grammar_never_reach_the_disk(name: str) -> None:
    with pytest.raises(WrongName):
        checked(name)
    for door in (backends.current().delete, backends.current().create):
        with pytest.raises(WrongName):
            door(name)


def test_a_folder_that_leads_out_of_the_vault_is_refused(
    vault_folder: Path, tmp_path: Path
) -> None:
    name = name_for("7f" + "0" * 14)
    (tmp_path / "outside").mkdir()
    vault_folder.mkdir(exist_ok=True)
    (vault_folder / "7f").symlink_to(tmp_path / "outside")
    with pytest.raises(WrongName, match="out of the vault"):
        backends.current().create(name)


def test_a_link_in_place_of_an_object_is_not_followed(vault_folder: Path) -> None:
    stored = put(b"x")
    path = path_of(vault_folder, stored)
    copy = vault_folder / "copy"
    path.rename(copy)
    path.symlink_to(copy)
    with pytest.raises(OSError, match="symbolic links"):
        vault.read(stored)


def test_no_object_is_written_over(vault_folder: Path) -> None:
    stored = put(b"x")
    with pytest.raises(FileExistsError):
        backends.current().create(stored.name)


# --- Held before a decision ----------------------------------------------------------------------


def held(data: bytes, decision: str = "hold:one") -> StoredObject:
    with vault.create(held_for=decision) as writer:
        writer.write(data)
        stored = writer.seal()
    stored.save()
    return stored


def test_nobody_reads_what_is_held() -> None:
    stored = held(b"unseen")
    for way in (vault.read, vault.scrub):
        with pytest.raises(vault.Held):
            way(stored)


def test_clearing_the_column_by_hand_opens_nothing() -> None:
    stored = held(b"unseen")
    for name in ("", "hold:two"):
        stored.held_for = name
        stored.save()
        with pytest.raises((vault.Held, vault.Damaged)):
            vault.read(stored)
    with pytest.raises(vault.Damaged), transaction.atomic():
        vault.release(stored)


def test_a_release_opens_it_and_a_rotated_key_stays_bound(settings: Settings) -> None:
    stored = held(b"unseen")
    old = settings.VAULT_KEY
    settings.VAULT_KEY, settings.VAULT_OLD_KEYS = "another key of the vault, long enough", [old]
    assert vault.rewrap(stored)
    settings.VAULT_OLD_KEYS = []
    stored.refresh_from_db()
    with pytest.raises(vault.Held):
        vault.read(stored)
    with transaction.atomic():
        vault.release(stored)
    assert b"".join(vault.read(stored)) == b"unseen"


@pytest.mark.django_db(transaction=True)
def test_a_release_belongs_inside_a_transaction_and_not_after_destruction() -> None:
    stored = held(b"unseen")
    with pytest.raises(RuntimeError):
        vault.release(stored)
    with transaction.atomic():
        vault.destroy(stored, at=AT)
    with pytest.raises(vault.Destroyed), transaction.atomic():
        vault.release(stored)
