import os
import re
from pathlib import Path

import polib
from django.conf import settings

from portal.look import catalogue


def test_every_sentence_has_an_english_translation() -> None:
    po = polib.pofile(str(catalogue.FILE))
    known: dict[tuple[str | None, str], polib.POEntry] = {
        (entry.msgctxt, entry.msgid): entry for entry in po
    }
    missing = [
        single
        for context, single, _plural in catalogue.collect(settings.ROOT)
        if (context, single) not in known or not known[context, single].translated()
    ]
    assert sorted(missing) == [], "run manage.py collect_messages, then translate"


def test_it_knows_every_name_under_which_gettext_is_imported() -> None:
    named = re.compile(
        r"^from django\.utils\.translation import n?p?gettext\w* as (\w+)$", re.MULTILINE
    )
    files = [path for wing in catalogue.WINGS for path in (settings.ROOT / wing).rglob("*.py")]
    names = {name for path in files for name in named.findall(path.read_text(encoding="utf-8"))}
    assert names <= catalogue.KEYWORDS.keys()


def test_no_translation_is_a_guess_or_left_over() -> None:
    po = polib.pofile(str(catalogue.FILE))
    used = {(context, single) for context, single, _plural in catalogue.collect(settings.ROOT)}
    assert [entry.msgid for entry in po if entry.fuzzy or entry.obsolete] == []
    assert [entry.msgid for entry in po if (entry.msgctxt, entry.msgid) not in used] == []


def test_translations_carry_the_same_placeholders() -> None:
    wrong = []
    for entry in polib.pofile(str(catalogue.FILE)):
        given = [entry.msgstr] if entry.msgstr else list(entry.msgstr_plural.values())
        wanted = catalogue.placeholders(entry.msgid)
        wrong += [entry.msgid for words in given if words and _differs(words, wanted)]
    assert wrong == []


def _differs(words: str, wanted: list[str]) -> bool:
    return set(catalogue.placeholders(words)) != set(wanted)


def test_it_keeps_translations_and_drops_what_is_used_nowhere() -> None:
    old = polib.POFile()
    old.append(polib.POEntry(msgid="Camera", msgstr="Camera"))
    old.append(polib.POEntry(msgid="Không còn dùng", msgstr="No longer used"))
    new = catalogue.merged(old, {(None, "Camera", None), (None, "%(n)s ngày", "%(n)s ngày")})
    assert [entry.msgid for entry in new] == ["%(n)s ngày", "Camera"]
    assert [entry.msgstr for entry in new] == ["", "Camera"]
    assert new[0].msgstr_plural == {0: "", 1: ""}


def test_it_compiles_only_what_is_older(tmp_path: Path) -> None:
    po = tmp_path / "django.po"
    po.write_text('msgid ""\nmsgstr ""\n\nmsgid "Lỗi:"\nmsgstr "Error:"\n', encoding="utf-8")
    assert catalogue.compile_file(po)
    assert not catalogue.compile_file(po)
    assert [e.msgstr for e in polib.mofile(str(po.with_suffix(".mo")))] == ["Error:"]
    later = po.stat().st_mtime_ns + 10**9
    os.utime(po, ns=(later, later))
    assert catalogue.compile_file(po)
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".part"] == []
