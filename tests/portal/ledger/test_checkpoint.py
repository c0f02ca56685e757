from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from portal.ledger import checkpoints, feed, guards, note, proofs, tiles, tree, verify
from portal.ledger.audit import verify_all
from portal.ledger.kinds import Kind
from portal.ledger.models import Checkpoint, Entry, Head
from portal.lib.errors import Refused
from portal.lib.words import sentence

from .conftest import AT, Sign, fill
from .test_tamper import alter_body_and_hash, alter_body_hash_and_head, delete_row, sql

pytestmark = pytest.mark.django_db


def restore(size: int) -> None:
    """What putting back an old copy of the database leaves."""
    connection.check_constraints()
    guards.remove(connection)
    for seq in range(size + 1, Entry.objects.count() + 1):
        delete_row(seq)
    sql("DELETE FROM ledger_checkpoint WHERE size > %s", size)
    grown = tree.Range()
    grown.extend(checkpoints.leaf_hashes(0, size))
    Head.objects.update(size=size, frontier=grown.frontier)
    guards.install(connection)


def test_it_signs_and_publishes_size_and_root(sign: Sign, feed_folder: Path) -> None:
    fill(300)
    sign()
    row = Checkpoint.objects.get()
    published = (feed_folder / "epoch-1/checkpoint").read_text()
    statement = note.open_checkpoint(published, feed.signer(1).verifier)
    assert published == row.note
    assert statement == note.Statement("ward.example/record", 300, bytes(row.root))
    assert tree.root(tiles.Tiles(feed_folder / "epoch-1").leaves(300)) == bytes(row.root)
    assert feed.newest() == (1, 300)
    vkey = (feed_folder / "epoch-1/vkey").read_text().strip()
    assert note.open_checkpoint(row.note, note.Verifier.from_vkey(vkey)) == statement


def test_nothing_new_means_no_new_checkpoint(sign: Sign) -> None:
    sign()
    assert not Checkpoint.objects.exists()
    fill(3)
    sign()
    sign()
    assert [line.size for line in feed.history(1)] == [3]
    assert Checkpoint.objects.count() == 1


def test_a_crash_between_row_and_files_is_made_good(sign: Sign) -> None:
    fill(3)
    checkpoints.checkpoint(at=AT)  # the callback after the commit never runs
    assert feed.newest() == (0, 0)
    sign()
    assert feed.newest() == (1, 3)
    fill(3)
    checkpoints.checkpoint(at=AT)
    fill(3)
    sign()
    assert feed.newest() == (1, 9)
    assert {p.code for p in verify_all().problems} == set()


def test_a_line_cut_short_in_the_history_spoils_no_other(sign: Sign, feed_folder: Path) -> None:
    fill(1)
    sign()
    with (feed_folder / "epoch-1/history").open("ab") as file:
        file.write(b'{"at":"2026')
    fill(1)
    sign()
    assert [line.size for line in feed.history(1)] == [1, 2]


@pytest.mark.parametrize("seq", [2, 8])
def test_an_altered_record_is_not_signed_again(sign: Sign, seq: int) -> None:
    fill(5)
    sign()
    fill(5)
    connection.check_constraints()
    guards.remove(connection)
    alter = alter_body_hash_and_head if seq == 2 else alter_body_and_hash
    alter(seq)
    with pytest.raises(Refused, match="differs_from_published"):
        checkpoints.checkpoint(at=AT)


def test_a_restored_backup_stops_appends_until_an_epoch_is_opened(
    sign: Sign, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    fill(10)
    sign()
    fill(10)
    sign()
    restore(10)
    with pytest.raises(Refused) as refused:
        fill(1)
    assert "10 mục so với 20 mục" in sentence(refused.value)
    with pytest.raises(Refused, match="older_than_published"):
        checkpoints.checkpoint(at=AT)
    assert "older_than_published" in {p.code for p in verify_all().problems}

    with django_capture_on_commit_callbacks(execute=True):
        call_command("open_ledger_epoch", reason="ổ đĩa hỏng, khôi phục bản sao lưu đêm qua")
    opened = Entry.objects.get(kind=Kind.EPOCH_OPENED)
    assert (opened.seq, opened.facts["kept"], opened.facts["published"]) == (11, 10, 20)
    assert feed.newest() == (2, 11)
    fill(1)
    sign()
    assert verify_all().problems == []
    assert feed.origin(2) == "ward.example/record/epoch-2"


def test_no_epoch_is_opened_without_need_or_reason(sign: Sign) -> None:
    fill(3)
    sign()
    with pytest.raises(CommandError, match="không cần mở kỳ sổ mới"):
        call_command("open_ledger_epoch", reason="vì thích")
    with pytest.raises(Refused, match="reason_missing"):
        checkpoints.open_epoch(reason=" ", actor="system:test", at=AT)
    assert Head.objects.get().epoch == 1


def test_without_a_usable_key_appends_go_on_and_signing_says_why(settings: Settings) -> None:
    settings.PRODUCTION = True
    fill(1)
    with pytest.raises(Refused) as refused:
        checkpoints.checkpoint(at=AT)
    assert "cannot read" in sentence(refused.value)
    assert "key" in {p.code for p in verify_all().problems}
    fill(1)


def test_a_feed_that_cannot_be_read_stops_appends(feed_folder: Path) -> None:
    feed_folder.mkdir()
    (feed_folder / "newest").write_text("garbage")
    with pytest.raises(Refused, match="feed_unreadable"):
        fill(1)
    assert "feed_damaged" in {p.code for p in verify_all().problems}


@pytest.mark.parametrize("name", ["checkpoint", "history", "tile/0/000.p/5"])
def test_damaged_published_files_are_found(sign: Sign, feed_folder: Path, name: str) -> None:
    fill(5)
    sign()
    (feed_folder / "epoch-1" / name).write_bytes(b"\xff{}\n")
    assert "feed_damaged" in {p.code for p in verify_all().problems}


def test_a_feed_that_vanished_is_found(sign: Sign, settings: Settings, tmp_path: Path) -> None:
    fill(5)
    sign()
    settings.LEDGER_FEED = tmp_path / "elsewhere"
    assert [p.code for p in verify_all().problems] == ["feed_missing"]


def test_every_signed_entry_has_a_proof_that_stands_alone(sign: Sign) -> None:
    fill(300)
    sign()
    verifier = feed.signer(1).verifier
    for entry in Entry.objects.filter(seq__in=[1, 2, 256, 257, 300]):
        statement = verify.verify_proof(proofs.proof_of(entry), bytes(entry.body), verifier)
        assert statement.size == 300


def test_no_proof_before_the_first_checkpoint_or_for_an_altered_row(sign: Sign) -> None:
    fill(5)
    with pytest.raises(Refused, match="not_signed_yet"):
        proofs.proof_of(Entry.objects.get(seq=3))
    sign()
    connection.check_constraints()
    guards.remove(connection)
    alter_body_and_hash(3)
    with pytest.raises(Refused, match="differs_from_published"):
        proofs.proof_of(Entry.objects.get(seq=3))


def test_the_command_names_the_row_and_fails(
    sign: Sign, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(5)
    sign()
    call_command("verify_ledger")
    assert "nothing was altered" in capsys.readouterr().out
    connection.check_constraints()
    guards.remove(connection)
    alter_body_and_hash(3)
    guards.install(connection)
    with pytest.raises(CommandError, match="3 problems found"):
        call_command("verify_ledger", quiet=True)
    assert "Mục số 3 đã bị sửa" in capsys.readouterr().out
