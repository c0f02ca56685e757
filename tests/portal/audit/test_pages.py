from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from portal.ledger import feed, guards, note, services, tasks, verify
from portal.ledger.audit import Progress, verify_all
from portal.ledger.models import Checkpoint, Entry, Mention, VerifyRun
from portal.ledger.report import Report
from portal.people.models import User
from tests.cast import Cast
from tests.portal.ledger.conftest import Sign, fill
from tests.portal.ledger.test_tamper import alter_body_and_hash

pytestmark = pytest.mark.django_db

Enter = Callable[[User], Client]


@pytest.fixture
def auditor(cast: Cast, as_person: Enter) -> Client:
    return as_person(cast.auditor)


PRIVATE = [
    ("ledger:index", ()),
    ("ledger:verify", ()),
    ("ledger:run", ("0123456789abcdef",)),
    ("ledger:entry", (1,)),
    ("ledger:proof", (1,)),
]


@pytest.mark.parametrize("who", ["owner", "officer", "commander", "committee", "board", "stranger"])
def test_only_auditors_come_in(cast: Cast, as_person: Enter, who: str) -> None:
    client = as_person(getattr(cast, who))
    for name, args in PRIVATE:
        assert client.get(reverse(name, args=args)).status_code in (403, 404), name
    assert client.post(reverse("ledger:verify")).status_code in (403, 404)
    assert not VerifyRun.objects.exists()


@pytest.mark.parametrize(("name", "args"), PRIVATE)
def test_a_visitor_signs_in_first(client: Client, name: str, args: tuple[object, ...]) -> None:
    assert client.get(reverse(name, args=args)).status_code == 302


def test_the_list_goes_back_by_number_and_filters(auditor: Client) -> None:
    seqs = fill(120)
    first = auditor.get(reverse("ledger:index"))
    assert first.context["entries"][0].seq == seqs[-1]
    second = auditor.get(reverse("ledger:index"), {"before": first.context["older"]})
    assert second.context["entries"][0].seq == first.context["entries"][-1].seq - 1
    subject = Mention.objects.get(entry_id=seqs[5], position=1).subject
    named = auditor.get(reverse("ledger:index"), {"subject": subject})
    assert [e.seq for e in named.context["entries"]] == [seqs[5]]
    kind = auditor.get(reverse("ledger:index"), {"kind": "item:opened"})
    assert "Không có mục nào" in kind.content.decode()


@pytest.mark.parametrize("query", [{"kind": "no:kind"}, {"before": "x"}, {"subject": "x" * 99}])
def test_a_wrong_filter_is_answered_in_words(auditor: Client, query: dict[str, str]) -> None:
    assert auditor.get(reverse("ledger:index"), query).status_code == 422


def test_an_entry_shows_what_was_written_but_no_private_text(auditor: Client, sign: Sign) -> None:
    seq = fill(1, private=True)[0]
    page = auditor.get(reverse("ledger:entry", args=[seq])).content.decode()
    assert "Chờ lần ký tới" in page
    assert "tên 0" not in page
    assert "Còn giữ" in page
    sign()
    services.erase_private([seq])
    page = auditor.get(reverse("ledger:entry", args=[seq])).content.decode()
    assert "Đã xóa theo yêu cầu" in page
    assert "Tải giấy chứng nhận" in page


def test_an_entry_that_was_altered_into_no_json_still_has_a_page(auditor: Client) -> None:
    seq = fill(1)[0]
    guards.remove(connection)
    Entry.objects.filter(seq=seq).update(body=b"\xff")
    assert "đã bị sửa" in auditor.get(reverse("ledger:entry", args=[seq])).content.decode()


def test_the_proof_can_be_checked_by_whoever_has_the_body(auditor: Client, sign: Sign) -> None:
    seq = fill(7)[3]
    sign()
    answer = auditor.get(reverse("ledger:proof", args=[seq]))
    vkey = auditor.get(reverse("ledger:key")).content.decode().strip()
    body = bytes(Entry.objects.get(seq=seq).body)
    verify.verify_proof(answer.content.decode(), body, note.Verifier.from_vkey(vkey))
    assert f"entry-{seq}.tlog-proof" in answer["Content-Disposition"]


def test_a_proof_asked_too_early_is_refused_in_words(auditor: Client) -> None:
    answer = auditor.get(reverse("ledger:proof", args=[fill(1)[0]]))
    assert answer.status_code == 422
    assert "chưa nằm trong bản ký" in answer.content.decode()


def test_a_verification_waits_runs_and_names_the_altered_row(auditor: Client, sign: Sign) -> None:
    seq = fill(10)[4]
    sign()
    asked = auditor.post(reverse("ledger:verify"))
    assert asked["Location"] == reverse("ledger:run", args=[VerifyRun.objects.get().public_id])
    waiting = auditor.get(asked["Location"])
    assert waiting["Refresh"] == "2"
    assert "Đang chờ" in waiting.content.decode()
    tasks.verify()
    done = auditor.get(asked["Location"])
    assert "Refresh" not in done
    assert "Không mục nào bị sửa" in done.content.decode()

    guards.remove(connection)
    alter_body_and_hash(seq)
    guards.install(connection)
    asked = auditor.post(reverse("ledger:verify"))
    tasks.verify()
    assert f"Mục số {seq} đã bị sửa" in auditor.get(asked["Location"]).content.decode()
    assert "phát hiện sổ đã bị can thiệp" in auditor.get(reverse("ledger:index")).content.decode()


def test_asking_twice_is_one_run(auditor: Client) -> None:
    auditor.post(reverse("ledger:verify"))
    auditor.post(reverse("ledger:verify"))
    assert VerifyRun.objects.count() == 1
    tasks.verify()
    tasks.verify()
    assert VerifyRun.objects.get().finished_at is not None
    assert auditor.get(reverse("ledger:verify")).status_code == 200


def test_a_worker_whose_lease_went_on_writes_nothing(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    services.ask_verification(asked_by="system:test", at=cast.at)

    def slow(progress: Progress) -> Report:
        VerifyRun.objects.update(token="another")
        return verify_all(progress)

    monkeypatch.setattr(services, "verify_all", slow)
    services.run_waiting(at=cast.at)
    assert VerifyRun.objects.get().finished_at is None


def test_everybody_sees_checkpoint_key_and_tiles(client: Client, sign: Sign) -> None:
    assert client.get(reverse("ledger:checkpoint")).status_code == 404
    fill(300)
    sign()
    signed = client.get(reverse("ledger:checkpoint")).content.decode()
    vkey = client.get(reverse("ledger:key")).content.decode().strip()
    statement = note.open_checkpoint(signed, note.Verifier.from_vkey(vkey))
    assert statement.size == Checkpoint.objects.get().size
    tile = client.get(reverse("ledger:tile", args=[0, "000"]))
    assert tile.content[:32] == bytes(Entry.objects.get(seq=1).leaf_hash)
    assert client.get(reverse("ledger:tile", args=[1, "000.p/1"])).status_code == 200


@pytest.mark.parametrize("index", ["../checkpoint", "000/../../../newest", "0", "000.p/x", "999"])
def test_no_other_file_is_a_tile(client: Client, sign: Sign, index: str) -> None:
    fill(3)
    sign()
    assert feed.newest()[1] >= 3
    assert client.get(f"/ledger/tile/0/{index}").status_code == 404


def test_the_checkpoint_task_signs(cast: Cast) -> None:
    tasks.checkpoint()
    assert Checkpoint.objects.get().size == Entry.objects.count()
