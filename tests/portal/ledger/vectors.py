"""Corruption vectors for any verifier of the record, in any language.

``python -m tests.portal.ledger.vectors`` writes tests/vectors/ledger/*.json. Each vector says what
is given and whether a verifier must accept it. Hashes are hex, bodies and proofs are text.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from portal.ledger import note, tree, verify

FOLDER = Path(__file__).resolve().parents[2] / "vectors" / "ledger"
ORIGIN = "ward.example/record"
SIZES = (1, 2, 3, 7, 8, 13, 64)
SIGNER = note.Signer(ORIGIN, Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
STRANGER = note.Signer(ORIGIN, Ed25519PrivateKey.from_private_bytes(bytes(32)))
Vector = dict[str, Any]


def bodies(size: int) -> list[str]:
    return [f'{{"seq":{seq},"text":"mục số {seq}"}}' for seq in range(1, size + 1)]


def leaves(size: int) -> list[bytes]:
    return [tree.hash_leaf(body.encode()) for body in bodies(size)]


def flipped(data: bytes) -> bytes:
    return bytes([data[0] ^ 1]) + data[1:]


def corrupted_paths(path: list[bytes]) -> Iterator[tuple[str, list[bytes]]]:
    yield "one hash too many", [*path, bytes(32)]
    yield "a hash of 31 bytes", [*path[:-1], bytes(31)]
    if path:
        yield "first hash altered", [flipped(path[0]), *path[1:]]
        yield "last hash altered", [*path[:-1], flipped(path[-1])]
        yield "last hash missing", path[:-1]
        yield "no path", []
    if len(path) > 1:
        yield "hashes in reverse", path[::-1]
        yield "first hash missing", path[1:]


def inclusion() -> Iterator[Vector]:
    for size in SIZES:
        hashes, root = leaves(size), tree.root(leaves(size))
        for index in sorted({0, size // 2, size - 1}):
            path = tree.inclusion_proof(index, size, tree.node_of(hashes))
            good = {"index": index, "size": size, "leaf": hashes[index], "path": path, "root": root}
            yield _hex("as it should be", True, good)
            for name, wrong in corrupted_paths(path):
                yield _hex(name, False, {**good, "path": wrong})
            for name, change in (
                ("index outside", {"index": size}),
                ("index below zero", {"index": -1}),
                ("empty tree", {"size": 0}),
                ("leaf altered", {"leaf": flipped(hashes[index])}),
                ("root altered", {"root": flipped(root)}),
                ("the leaf's node for the leaf", {"leaf": tree.hash_node(hashes[index], b"")}),
            ):
                yield _hex(name, False, {**good, **change})
            if size > 1:
                other = (index + 1) % size
                yield _hex("index of another leaf", False, {**good, "index": other})


def consistency() -> Iterator[Vector]:
    for new in SIZES:
        hashes = leaves(new)
        for old in sorted({0, 1, new // 2, new - 1, new}):
            path = tree.consistency_proof(old, new, tree.node_of(hashes))
            good: dict[str, Any] = {
                "old": old,
                "new": new,
                "old_root": tree.root(hashes[:old]),
                "new_root": tree.root(hashes),
                "path": path,
            }
            yield _hex("as it should be", True, good)
            for name, wrong in corrupted_paths(path):
                yield _hex(name, False, {**good, "path": wrong})
            yield _hex("old root altered", False, {**good, "old_root": flipped(good["old_root"])})
            yield _hex("shrinking", False, {**good, "old": new + 1})
            if old:
                root = flipped(good["new_root"])
                yield _hex("new root altered", False, {**good, "new_root": root})


def proofs() -> Iterator[Vector]:
    size, index = 13, 5
    hashes, body = leaves(size), bodies(size)[index]
    statement = note.Statement(ORIGIN, size, tree.root(hashes))
    path = tuple(tree.inclusion_proof(index, size, tree.node_of(hashes)))
    signed = SIGNER.sign(statement.text())
    good = verify.Proof(index, path, signed).text()
    extra = verify.Proof(index, path, signed, b"extra").text()
    forged = note.Statement(ORIGIN, size, tree.root(leaves(size)[::-1]))
    elsewhere = note.Statement("ward.example/other", size, tree.root(hashes))
    yield _proof("as it should be", True, body, good)
    yield _proof("with extra data", True, body, extra)
    yield _proof("another body", False, bodies(size)[index + 1], good)
    yield _proof("a space in the body", False, body + " ", good)
    for name, text in (
        ("empty", ""),
        ("another header", good.replace("@v1", "@v2")),
        ("no index", good.replace("index 5\n", "")),
        ("index with a zero before it", good.replace("index 5", "index 05")),
        ("another index", good.replace("index 5", "index 4")),
        ("no checkpoint", good.partition("\n\n")[0]),
        ("no signature", good.rpartition("\u2014")[0]),
        ("carriage returns", good.replace("\n", "\r\n")),
        ("size altered", good.replace("\n13\n", "\n14\n")),
        ("signed by a stranger", good.replace(signed, STRANGER.sign(statement.text()))),
        ("signed for another root", good.replace(signed, SIGNER.sign(forged.text()))),
        ("signed for another log", good.replace(signed, SIGNER.sign(elsewhere.text()))),
        ("a hash cut short", good.replace("=\n", "\n", 1)),
        ("extra that is no base64", extra.replace("extra ", "extra !")),
        ("text behind the end", good + "x"),
    ):
        yield _proof(name, False, body, text)


def _hex(name: str, valid: bool, given: dict[str, Any]) -> Vector:
    shown = {
        key: value.hex() if isinstance(value, bytes) else value
        for key, value in given.items()
        if key != "path"
    }
    return {"name": name, "valid": valid, **shown, "path": [item.hex() for item in given["path"]]}


def _proof(name: str, valid: bool, body: str, proof: str) -> Vector:
    return {
        "name": name,
        "valid": valid,
        "vkey": SIGNER.verifier.vkey,
        "body": body,
        "proof": proof,
    }


ALL = {"inclusion": inclusion, "consistency": consistency, "proof": proofs}


def text_of(name: str) -> str:
    lines = [json.dumps(vector, ensure_ascii=False) for vector in ALL[name]()]
    return "[\n" + ",\n".join(lines) + "\n]\n"


if __name__ == "__main__":
    for name in ALL:
        (FOLDER / f"{name}.json").write_text(text_of(name))
