import json

import pytest
from django.db import connection, transaction

from portal.ledger import tree, write
from portal.ledger.kinds import Kind
from portal.ledger.models import Detail, Entry, Head, Mention, entries_about
from portal.lib import canonical

from .conftest import AT, camera, draft, fill

pytestmark = pytest.mark.django_db


def test_it_numbers_from_one_without_gaps() -> None:
    assert list(fill(3)) == [1, 2, 3]
    assert write.append(draft(), actor="system:test", at=AT) == 4
    assert list(Entry.objects.order_by("seq").values_list("seq", flat=True)) == [1, 2, 3, 4]


def test_it_writes_the_canonical_body_and_its_leaf_hash() -> None:
    subject = camera()
    wanted = write.Draft(Kind.ITEM_OPENED, (subject,), {"purpose": "xem"})
    seq = write.append(wanted, actor="system:test", at=AT)
    entry = Entry.objects.get(seq=seq)
    body = json.loads(bytes(entry.body))
    assert bytes(entry.leaf_hash) == tree.hash_leaf(bytes(entry.body))
    assert canonical.encode(body) == bytes(entry.body)
    assert len(body.pop("nonce")) == 32
    assert body == {
        "actor": "system:test",
        "at": "2026-11-21T00:30:00.000000Z",
        "commitments": {},
        "facts": {"purpose": "xem"},
        "kind": "item:opened",
        "seq": 1,
        "subjects": [subject],
        "v": 1,
    }


def test_what_facts_say_is_never_taken_for_the_number() -> None:
    fill(6)
    trap = {"subjects": '"seq":0,"subjects":', "seq": 0, "x": {"seq": 0, "subjects": []}}
    wanted = write.Draft(Kind.ITEM_OPENED, (camera(), camera()), trap)
    seq = write.append(wanted, actor="system:test", at=AT)
    body = json.loads(bytes(Entry.objects.get(seq=seq).body))
    assert (body["seq"], body["facts"]) == (7, trap)
    assert canonical.encode(body) == bytes(Entry.objects.get(seq=seq).body)


def test_entries_prepared_before_others_were_written_are_numbered_after_them() -> None:
    prepared = write.prepare([draft(), draft()], actor="system:test", at=AT)
    fill(5)
    assert write.append_prepared(prepared) == range(6, 8)
    leaves = [bytes(e.leaf_hash) for e in Entry.objects.order_by("seq")]
    head = Head.objects.get()
    assert tree.Range(head.size, bytes(head.frontier)).root() == tree.root(leaves)


def test_two_equal_drafts_get_different_bodies() -> None:
    same = draft()
    write.append_many([same, same], actor="system:test", at=AT)
    first, second = (json.loads(bytes(e.body)) for e in Entry.objects.order_by("seq"))
    assert first["nonce"] != second["nonce"]


def test_the_head_holds_the_root_over_all_leaves() -> None:
    fill(13)
    fill(6)
    head = Head.objects.get()
    leaves = [bytes(e.leaf_hash) for e in Entry.objects.order_by("seq")]
    assert tree.Range(head.size, bytes(head.frontier)).root() == tree.root(leaves)


def test_it_finds_entries_by_any_subject_and_kind() -> None:
    shared = camera()
    opened = write.Draft(Kind.ITEM_OPENED, (camera(), shared))
    sealed = write.Draft(Kind.ITEM_SEALED, (shared,))
    write.append_many([opened, draft(), sealed], actor="system:test", at=AT)
    assert [e.seq for e in entries_about(shared)] == [3, 1]
    assert [e.seq for e in entries_about(shared, [Kind.ITEM_OPENED])] == [1]
    assert list(entries_about(camera())) == []


def test_private_text_stays_out_of_the_body_and_can_be_erased() -> None:
    seq = fill(1, private=True)[0]
    entry = Entry.objects.get(seq=seq)
    assert entry.private("name") == "tên 0"
    assert "tên" not in bytes(entry.body).decode()
    Detail.objects.filter(entry_id=seq).delete()
    assert Entry.objects.get(seq=seq).private("name") is None


@pytest.mark.django_db(transaction=True)
def test_it_refuses_outside_a_transaction() -> None:
    with pytest.raises(RuntimeError, match="inside the transaction"):
        write.append(draft(), actor="system:test", at=AT)


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_fails_leaves_nothing() -> None:
    def fails_late() -> None:
        with transaction.atomic():
            fill(5, private=True)
            raise KeyError

    with pytest.raises(KeyError):
        fails_late()
    assert (Entry.objects.count(), Mention.objects.count(), Head.objects.get().size) == (0, 0, 0)


@pytest.mark.parametrize(
    "wrong",
    [
        write.Draft(Kind.CASE_OPENED, ()),
        write.Draft(Kind.CASE_OPENED, ("camera:short",)),
        write.Draft(Kind.CASE_OPENED, ("camera:0123456789abcdef",) * 2),
        write.Draft(Kind.CASE_OPENED, ("camera:0123456789abcdef",), {"share": 0.5}),
        write.Draft(Kind.CASE_OPENED, ("camera:0123456789abcdef",), {}, {"Full name": "x"}),
    ],
)
def test_it_refuses_a_malformed_draft_and_writes_nothing(wrong: write.Draft) -> None:
    with pytest.raises(ValueError, match="got"):
        write.append_many([draft(), wrong], actor="system:test", at=AT)
    assert not Entry.objects.exists()


def test_it_refuses_an_actor_without_a_name() -> None:
    with pytest.raises(ValueError, match="subject"):
        write.append(draft(), actor="root", at=AT)


def test_it_refuses_when_the_head_is_gone() -> None:
    fill(1)
    Head.objects.all().delete()
    with pytest.raises(RuntimeError, match="no head row"):
        fill(1)


def test_a_writer_that_slipped_past_the_lock_is_stopped() -> None:
    head = write.lock_head()
    fill(1)
    leaves = write.prepare([draft()], actor="system:test", at=AT).numbered(head.size)
    with pytest.raises(RuntimeError, match="moved on"):
        write._advance(head, [leaf for _body, leaf in leaves])


def test_it_writes_many_in_a_bounded_number_of_statements() -> None:
    connection.force_debug_cursor = True
    try:
        connection.queries_log.clear()
        fill(300)
        statements = len(connection.queries_log)
    finally:
        connection.force_debug_cursor = False
    assert statements < 20
