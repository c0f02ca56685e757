import base64
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from portal.ledger import note, verify

SIGNER = note.Signer("ward.example/record", Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
OTHER = note.Signer("ward.example/record", Ed25519PrivateKey.from_private_bytes(bytes(32)))
STATEMENT = note.Statement("ward.example/record", 6279, bytes(range(32)))
SIGNED = SIGNER.sign(STATEMENT.text())


def test_a_checkpoint_comes_back_as_it_was_signed() -> None:
    assert note.open_checkpoint(SIGNED, SIGNER.verifier) == STATEMENT


def test_the_verifier_key_survives_its_text_form() -> None:
    again = note.Verifier.from_vkey(SIGNER.verifier.vkey)
    assert note.open_checkpoint(SIGNED, again) == STATEMENT


def test_another_key_of_the_same_name_is_no_signature() -> None:
    with pytest.raises(note.Unsigned):
        note.open_note(SIGNED, OTHER.verifier)


def test_a_witness_beside_the_log_does_no_harm() -> None:
    witness = note.Signer("witness.example", OTHER.key)
    line = witness.sign(STATEMENT.text()).splitlines()[-1]
    assert note.open_checkpoint(f"{SIGNED}{line}\n", SIGNER.verifier) == STATEMENT


def test_a_checkpoint_of_another_log_is_refused() -> None:
    text = note.Statement("ward.example/other", 1, bytes(32)).text()
    with pytest.raises(note.Malformed, match="origin"):
        note.open_checkpoint(SIGNER.sign(text), SIGNER.verifier)


def test_extension_lines_are_passed_over() -> None:
    signed = SIGNER.sign(STATEMENT.text() + "later\n")
    assert note.open_checkpoint(signed, SIGNER.verifier) == STATEMENT


@given(st.integers(0, len(SIGNED) - 1), st.characters())
def test_no_changed_character_goes_unnoticed(place: int, character: str) -> None:
    changed = SIGNED[:place] + character + SIGNED[place + 1 :]
    if changed != SIGNED:
        with pytest.raises(note.NoteError):
            note.open_checkpoint(changed, SIGNER.verifier)


@given(st.one_of(st.text(), st.lists(st.sampled_from(SIGNED.split("\n"))).map("\n".join)))
def test_malformed_notes_are_our_error(text: str) -> None:
    if text != SIGNED:
        with pytest.raises(note.NoteError):
            note.open_checkpoint(text, SIGNER.verifier)


@given(st.text())
def test_malformed_statements_and_proofs_and_keys_are_our_error(text: str) -> None:
    with pytest.raises(note.NoteError):
        note.parse_statement(text)
    with pytest.raises(note.NoteError):
        note.Verifier.from_vkey(text)
    with pytest.raises(verify.NotProven):
        verify.parse_proof(text)


@pytest.mark.parametrize(
    "text",
    [
        "o\n1\n\n",
        "o\n01\nAAAA\n",
        "o\n-1\nAAAA\n",
        "o\n٣\nAAAA\n",
        "o\n1\nAAAA\n",
        f"o\n1\n{base64.b64encode(bytes(33)).decode()}\n",
        f"o\n1\n{base64.b64encode(bytes(32)).decode()}",
        f"o\n1\n{base64.b64encode(bytes(32)).decode()[:-2]}B=\n",
        f"o\n{10**30}\n{base64.b64encode(bytes(32)).decode()}\n",
    ],
)
def test_a_statement_has_one_form_only(text: str) -> None:
    with pytest.raises(note.Malformed):
        note.parse_statement(text)


def test_a_signature_given_twice_is_refused() -> None:
    line = SIGNED.splitlines()[-1]
    with pytest.raises(note.Unsigned, match="got 2"):
        note.open_note(f"{SIGNED}{line}\n", SIGNER.verifier)


@pytest.mark.parametrize("text", ["no newline", "a\n\nb\n"])
def test_only_text_that_can_be_parted_again_is_signed(text: str) -> None:
    with pytest.raises(note.Malformed):
        SIGNER.sign(text)


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\u00a0b"])
def test_a_key_name_cannot_be_mistaken(name: str) -> None:
    with pytest.raises(note.Malformed):
        note.Signer(name, SIGNER.key)


def test_a_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "ledger.pem"
    first = note.load_key(path, create=True)
    assert path.stat().st_mode & 0o777 == 0o600
    again = note.load_key(path, create=True)
    assert first.private_bytes_raw() == again.private_bytes_raw()
    assert [p.name for p in path.parent.iterdir()] == ["ledger.pem"]


def test_a_missing_key_is_not_made_in_production(tmp_path: Path) -> None:
    with pytest.raises(note.KeyUnusable, match="cannot read"):
        note.load_key(tmp_path / "none.pem", create=False)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o620])
def test_a_key_others_can_reach_is_refused(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "ledger.pem"
    note.load_key(path, create=True)
    path.chmod(mode)
    with pytest.raises(note.KeyUnusable, match="others can reach it"):
        note.load_key(path, create=False)


def test_a_key_of_another_kind_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "ledger.pem"
    other = generate_private_key(SECP256R1()).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    for content in (other, b"no key"):
        path.write_bytes(content)
        path.chmod(0o600)
        with pytest.raises(note.KeyUnusable):
            note.load_key(path, create=False)
