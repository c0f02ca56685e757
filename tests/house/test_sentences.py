"""Every refusal has its sentence, and every placeholder of the sentence is given."""

import ast
import re
from importlib import import_module
from pathlib import Path

from portal.lib.words import _SENTENCES

from .test_floors import ROOT, modules

REFUSALS = ("Refused", "Shut")
PLACEHOLDER = re.compile(r"%\((\w+)\)")


def _load_words() -> None:
    for name, path in modules():
        if path.name == "words.py" and "templatetags" not in path.parts:
            import_module(name)


def _refusals() -> list[tuple[str, str, set[str], Path]]:
    found = []
    for name, path in modules():
        for node in ast.walk(ast.parse(path.read_text())):
            if (
                isinstance(node, ast.Call)
                and getattr(node.func, "id", getattr(node.func, "attr", "")) in REFUSALS
                and node.args
                and isinstance(node.args[0], ast.Constant)
            ):
                keys = {keyword.arg or "**" for keyword in node.keywords}
                found.append((str(node.args[0].value), name, keys, path.relative_to(ROOT)))
    return found


def test_every_refusal_has_a_sentence_with_all_it_needs() -> None:
    _load_words()
    assert _refusals()
    missing, unfilled = [], []
    for code, name, keys, _path in _refusals():
        if code not in _SENTENCES:
            missing.append((code, name))
        elif "**" not in keys and (
            needed := set(PLACEHOLDER.findall(str(_SENTENCES[code]))) - keys
        ):
            unfilled.append((code, name, needed))
    assert missing == []
    assert unfilled == []


def test_refusals_are_named_after_their_package() -> None:
    wrong = [
        (code, name)
        for code, name, _keys, _path in _refusals()
        if code.partition(".")[0] not in name.split(".")
    ]
    assert wrong == []
