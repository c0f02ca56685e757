import json
from typing import Any

import pytest

from portal.ledger import note, verify

from . import vectors


def given(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((vectors.FOLDER / f"{name}.json").read_text())
    return found


def accepts(name: str, vector: dict[str, Any]) -> bool:
    try:
        if name == "proof":
            verifier = note.Verifier.from_vkey(vector["vkey"])
            verify.verify_proof(vector["proof"], vector["body"].encode(), verifier)
        elif name == "inclusion":
            verify.verify_inclusion(
                index=vector["index"],
                size=vector["size"],
                leaf=bytes.fromhex(vector["leaf"]),
                path=tuple(bytes.fromhex(item) for item in vector["path"]),
                root=bytes.fromhex(vector["root"]),
            )
        else:
            verify.verify_consistency(
                old=vector["old"],
                new=vector["new"],
                old_root=bytes.fromhex(vector["old_root"]),
                new_root=bytes.fromhex(vector["new_root"]),
                path=tuple(bytes.fromhex(item) for item in vector["path"]),
            )
    except (verify.NotProven, note.NoteError):
        return False
    return True


@pytest.mark.parametrize("name", vectors.ALL)
def test_each_vector_is_judged_as_it_says(name: str) -> None:
    wrong = [vector for vector in given(name) if accepts(name, vector) != vector["valid"]]
    assert wrong == []
    assert {vector["valid"] for vector in given(name)} == {True, False}


@pytest.mark.parametrize("name", vectors.ALL)
def test_the_files_are_what_the_generator_writes(name: str) -> None:
    assert (vectors.FOLDER / f"{name}.json").read_text() == vectors.text_of(name)
