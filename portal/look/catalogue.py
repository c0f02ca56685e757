"""The message catalogue without the gettext programs: collect, keep translations, compile.

Vietnamese sentences are the msgids, so a sentence is written once, where it is shown; the English
catalogue is the only one there is. It holds no line numbers and no dates and is sorted: a change
of one sentence is a change of one entry.
"""

import io
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import polib
from django.conf import settings
from django.utils.translation.template import templatize

WINGS = ("portal", "cameras", "evidence", "detection")
KEYWORDS = {
    "_": None,
    "__": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
FILE = settings.ROOT / "portal" / "locale" / "en" / "LC_MESSAGES" / "django.po"
_PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w*)\}|(?<!%)%[snd]|(%%)")
Key = tuple[str | None, str, str | None]  # context, msgid, plural msgid


def collect(root: Path) -> set[Key]:
    """Every sentence in Python files and templates under the project's folders."""
    found: set[Key] = set()
    for path in _files(root):
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".html":
            # What is not a sentence becomes XXX with the template's indentation: flatten it.
            lines = templatize(text, origin=str(path)).splitlines()
            text = "\n".join(line.lstrip() for line in lines)
        found.update(_messages(text))
    return found


def _files(root: Path) -> Iterator[Path]:
    for wing in WINGS:
        for path in sorted((root / wing).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path
    yield from sorted((root / "templates").rglob("*.html"))


def _messages(text: str) -> Iterator[Key]:
    # Only the development environment collects; the server compiles and needs no babel.
    from babel.messages.extract import extract  # noqa: PLC0415

    source = io.BytesIO(text.encode())
    found = extract("python", source, keywords=KEYWORDS, options={"encoding": "utf-8"})
    for _line, message, _comments, context in found:
        single, plural = message if isinstance(message, tuple) else (message, None)
        if single:
            yield context, single, plural


def merged(old: polib.POFile, found: Iterable[Key]) -> polib.POFile:
    """The found sentences with what was translated before; what is used nowhere goes."""
    known: dict[tuple[str | None, str], polib.POEntry] = {
        (entry.msgctxt, entry.msgid): entry for entry in old
    }
    new = polib.POFile(wrapwidth=100)
    new.metadata = {
        "Language": "en",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    by_key: dict[tuple[str | None, str], str | None] = {}
    for context, single, plural in found:
        by_key[context, single] = plural or by_key.get((context, single))
    for (context, single), plural in sorted(by_key.items(), key=_place):
        new.append(_entry(known.get((context, single)), context, single, plural))
    return new


def _place(item: tuple[tuple[str | None, str], str | None]) -> tuple[str, str]:
    (context, single), _plural = item
    return single, context or ""


def _entry(
    before: polib.POEntry | None, context: str | None, single: str, plural: str | None
) -> polib.POEntry:
    entry = polib.POEntry(msgctxt=context, msgid=single)
    if plural:
        entry.msgid_plural = plural
        entry.msgstr_plural = {0: "", 1: ""}
    if before is not None:
        words = before.msgstr or before.msgstr_plural.get(0, "")
        if plural:
            entry.msgstr_plural = before.msgstr_plural or {0: words, 1: words}
        else:
            entry.msgstr = words
    flag = "python-brace-format" if "{" in single and "%(" not in single else "python-format"
    if placeholders(single) and flag == "python-format":
        entry.flags.append(flag)
    return entry


def placeholders(words: str) -> list[str]:
    """The parts a translation must carry too, in any order."""
    return sorted(match[0] for match in _PLACEHOLDER.finditer(words))


def compile_file(po: Path) -> bool:
    """Write the .mo beside the .po if it is missing or older; readers never see half of it."""
    mo = po.with_suffix(".mo")
    if mo.exists() and mo.stat().st_mtime_ns >= po.stat().st_mtime_ns:
        return False
    part = mo.with_name(f".{mo.name}.{os.getpid()}.part")
    part.write_bytes(polib.pofile(str(po)).to_binary())
    part.replace(mo)
    return True
