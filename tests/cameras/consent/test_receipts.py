"""A receipt proves to anybody what was answered, and nothing in it can be changed."""

import base64
import json
from collections.abc import Callable
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cameras.consent import receipts, services, texts
from cameras.consent.limits import Ahead
from cameras.consent.models import ConsentEvent
from cameras.consent.scopes import PLAIN, Means, Scope
from cameras.registry.models import Camera
from portal.ledger import checkpoints, feed, note
from portal.lib import clock
from portal.people.models import User
from tests.cast import Cast

Enter = Callable[[User], Client]
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
SIGNER = note.Signer("ward-camera-portal/test/consent-receipts", KEY)
LIMITS = Ahead(frozenset({"robbery"}), 22, 6, 10, 2)


def event_of(cast: Cast) -> ConsentEvent:
    """Everything allowed, with limits."""
    camera = cast.camera(scopes=frozenset())
    said = services.Said(
        camera=camera,
        person=cast.owner,
        yes=PLAIN | {Scope.RELEASE},
        ahead=LIMITS,
        keep_days=30,
    )
    terms, at = texts.current("vi"), clock.now()
    services.answer(said, terms=terms, means=Means.WEB, actor=cast.owner, at=at)
    return camera.consent_events.get()


def url(camera: Camera, event: ConsentEvent, rest: str = "") -> str:
    return f"/consent/{camera.public_id}/receipts/{event.public_id}/{rest}"


@pytest.fixture
def file(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> bytes:
    monkeypatch.setattr(receipts, "signer", lambda: SIGNER)
    return receipts.signed(event_of(cast))


def test_it_holds_the_fields_of_the_standard(cast: Cast, file: bytes) -> None:
    receipt = receipts.opened(file, SIGNER.verifier)
    event = ConsentEvent.objects.get()
    record = receipt["dpv:hasRecordOfActivity"]
    assert receipt["@type"] == "dpv:ConsentReceipt"
    assert receipt["dct:conformsTo"].startswith("https://w3id.org/dpv/schema/dpv-27560")
    assert record["dct:identifier"] == event.public_id
    assert record["dpv:hasDataSubject"]["@id"] == cast.owner.subject
    assert record["dpv:hasDataController"]["schema:name"] == cast.ward.full_name
    assert record["dpv:hasJurisdiction"] == "loc:VN"
    assert record["dpv:hasNotice"]["ward:sha256"] == texts.current("vi").sha256
    assert record["dpv:hasConsentStatus"]["@type"] == "dpv:ConsentGiven"
    assert record["dpv:hasConsentStatus"]["dpv:isIndicatedAtTime"] == clock.to_text(event.at)
    assert record["dpv:hasConsentControl"]["schema:url"].endswith("/withdraw/")
    by_scope = {one["dct:identifier"]: one for one in record["dpv:hasProcess"]}
    assert by_scope.keys() == {"map", "ask", "release", "detect"}
    assert by_scope["release"]["ward:limits"] == LIMITS.plain()
    assert by_scope["ask"]["dpv:hasStorageCondition"]["ward:daysAfterCaseClosed"] == 30
    for prefix in _prefixes(receipt):
        assert prefix in receipt["@context"], prefix


def _prefixes(value: Any) -> set[str]:
    """Every prefix of a name in it."""
    if isinstance(value, list):
        return {prefix for one in value for prefix in _prefixes(one)}
    if not isinstance(value, dict):
        return set()
    names = {name.partition(":")[0] for name in value if ":" in name}
    names |= {value["@type"].partition(":")[0]} if "@type" in value else set()
    return names | {p for name, one in value.items() if name != "@context" for p in _prefixes(one)}


def test_it_names_nobody_but_by_number(cast: Cast, file: bytes) -> None:
    words = file.decode()
    assert cast.owner.full_name not in words
    assert str(cast.owner.phone) not in words
    assert "Cổng nhà mẫu" not in words


def test_the_same_answer_gives_the_same_bytes(cast: Cast, file: bytes) -> None:
    assert receipts.signed(ConsentEvent.objects.get()) == file


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(place=st.integers(0), flip=st.integers(1, 255))
def test_no_byte_can_be_changed(file: bytes, place: int, flip: int) -> None:
    place %= len(file)
    changed = bytearray(file)
    changed[place] ^= flip
    with pytest.raises(receipts.Untrue):
        receipts.opened(bytes(changed), SIGNER.verifier)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(cut=st.integers(0), more=st.binary(max_size=5))
def test_nor_left_out_nor_added(file: bytes, cut: int, more: bytes) -> None:
    shorter = file[: cut % len(file)]
    for changed in (shorter + more, file + more):
        if changed != file:
            with pytest.raises(receipts.Untrue):
                receipts.opened(changed, SIGNER.verifier)


@pytest.mark.parametrize(
    "raw", [b"", b"{}", b"[]", b"null", b'{"note":1,"receipt":{}}', b"[" * 9999]
)
def test_what_is_no_receipt_is_untrue_and_nothing_worse(raw: bytes) -> None:
    with pytest.raises(receipts.Untrue):
        receipts.opened(raw, SIGNER.verifier)


def test_another_key_signs_nothing_of_ours(file: bytes) -> None:
    other = note.Signer(SIGNER.name, Ed25519PrivateKey.generate())
    with pytest.raises(receipts.Untrue):
        receipts.opened(file, other.verifier)


def test_it_can_be_checked_by_the_documented_way_without_this_portal(file: bytes) -> None:
    """docs/consent-receipt.md, step by step, with nothing of ours but the public key."""
    vkey = SIGNER.verifier.vkey
    name, _, packed_key = vkey.split("+", 2)
    held = json.loads(file)
    text, _, line = held["note"].partition("\n\n\u2014 ")
    signer, packed = line.split()
    assert signer == name
    key = Ed25519PublicKey.from_public_bytes(base64.b64decode(packed_key)[1:])
    key.verify(base64.b64decode(packed)[4:], (text + "\n").encode())
    assert json.loads(text) == held["receipt"]


def test_a_receipt_is_no_statement_of_the_record(cast: Cast) -> None:
    event = event_of(cast)
    row = checkpoints.checkpoint(at=clock.now())
    assert row is not None
    signed = json.loads(receipts.signed(event))["note"]
    with pytest.raises(note.NoteError):
        note.open_checkpoint(signed, feed.signer(1).verifier)
    with pytest.raises(note.NoteError):
        note.open_note(row.note, receipts.signer().verifier)


def test_it_is_printed_and_taken_along_by_those_who_may(cast: Cast, as_person: Enter) -> None:
    event = event_of(cast)
    client = as_person(cast.co_owner)
    page = client.get(url(event.camera, event)).content.decode()
    assert event.public_id in page
    assert texts.current("vi").sections["release"] in page
    assert (
        url(event.camera, event)
        in client.get(f"/consent/{event.camera.public_id}/").content.decode()
    )
    taken = client.get(url(event.camera, event, "file/"))
    assert taken["Content-Type"] == "application/ld+json"
    vkey = Client().get("/consent/receipts/key/").content.decode().strip()
    assert receipts.opened(taken.content, note.Verifier.from_vkey(vkey))
    for other in (cast.neighbour, cast.officer, cast.stranger):
        assert as_person(other).get(url(event.camera, event, "file/")).status_code in {403, 404}


def test_anybody_may_ask_whether_a_receipt_is_true(cast: Cast) -> None:
    event = event_of(cast)
    whole = receipts.signed(event)
    for raw, status, words in (
        (whole, 200, event.public_id),
        (whole.replace(b'"minutes":10', b'"minutes":60'), 422, "đã bị sửa"),
        (b"x" * (receipts.MOST_BYTES + 1), 422, "đã bị sửa"),
    ):
        sent = {"file": SimpleUploadedFile("receipt.json", raw)}
        answer = Client().post("/consent/receipts/verify/", sent)
        assert answer.status_code == status
        assert words in answer.content.decode()
    assert Client().post("/consent/receipts/verify/").status_code == 422


def test_refusals_and_withdrawals_have_receipts_too(cast: Cast, as_person: Enter) -> None:
    camera = cast.camera()
    terms, at = texts.current("vi"), clock.now()
    services.withdraw(camera, person=cast.owner, scopes=PLAIN, terms=terms, at=at)
    event = camera.consent_events.latest("pk")
    client = as_person(cast.owner)
    taken = json.loads(client.get(url(camera, event, "file/")).content)
    status = taken["receipt"]["dpv:hasRecordOfActivity"]["dpv:hasConsentStatus"]
    assert status["@type"] == "dpv:ConsentWithdrawn"
