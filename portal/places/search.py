"""Finding units by what people call them: 'TP Vũng Tàu', 'Q.Đống Đa', 'F9 VT', 'thị xã Phú Mỹ'.

Units come in groups, best first: named so; named so but of another kind ('thị xã' for what had
become a city); the same words in another order; lying in something that is named so. Only the
first group that holds anything is shown, so that a good answer is not buried under chance ones.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Q

from portal.lib.words import clean, folded

from .models import Succession, Unit, UnitKind

MAX_TEXT = 120
_MOST_FORMER = 500  # 'Phường 1' was in almost every city
_EXACT, _WITH_PLACE, _PHRASE, _BEGUN, _ANY_ORDER, _ONLY_WITHIN = range(6)
_NAMED = range(_BEGUN + 1)
_GLUED = re.compile(r"\b([fpqx])(\d)")  # 'P9', 'Q1'
_ZERO = re.compile(r"\b0+(?=\d)")
_APOSTROPHES = "'’`"  # "Ea H'leo" is written with and without
_MARKS = re.compile(r"[^\w]+")
_SHORT = {
    "tp": "thanh pho",
    "tx": "thi xa",
    "tt": "thi tran",
    "p": "phuong",
    "f": "phuong",
    "x": "xa",
    "q": "quan",
    "h": "huyen",
    "t": "tinh",
    "hn": "ha noi",
    "hcm": "ho chi minh",
    "tphcm": "thanh pho ho chi minh",
    "tphn": "thanh pho ha noi",
    "vt": "vung tau",
    "tpvt": "thanh pho vung tau",
    "brvt": "ba ria vung tau",
}
_LOWER = ("phuong", "xa", "thi tran", "dac khu")
_UPPER = ("thanh pho", "thi xa", "quan", "huyen")


@dataclass(frozen=True)
class Found:
    """A unit in force, and by which former name it was found ('Phường 9 -> Tam Thắng')."""

    unit: Unit
    former: Unit | None = None


def search_units(text: str, *, limit: int = 20) -> list[Found]:
    """Units in force by their own or a former name, accents and word forms ignored."""
    words = _words(text)
    if not words:
        return []
    said = set(clean(text[:MAX_TEXT]).casefold().replace(".", " ").split())
    for group in _groups(words):
        if group:
            group.sort(key=lambda ranked: _order(ranked, said))
            return _once(_found([unit for _, unit in group]), limit)
    return []


def _groups(words: list[str]) -> Iterator[list[tuple[int, Unit]]]:
    ranked = [(_rank(words, unit), unit) for unit in _candidates(words)]
    yield [pair for pair in ranked if pair[0] in _NAMED]
    yield list(_of_another_kind(words))
    yield [pair for pair in ranked if pair[0] == _ANY_ORDER]
    yield ranked


def _of_another_kind(words: list[str]) -> Iterator[tuple[int, Unit]]:
    """As if another kind of the same tier had been written: phường for xã, thành phố for thị xã."""
    wanted = " ".join(words)
    for kinds in (_LOWER, _UPPER):
        kind = next((kind for kind in kinds if wanted.startswith(f"{kind} ")), None)
        if kind is None:
            continue
        rest = wanted.removeprefix(f"{kind} ").split()
        for unit in _candidates(rest):
            same_tier = (unit.kind == UnitKind.DISTRICT) == (kinds is _UPPER)
            rank = _rank(rest, unit)
            if same_tier and rank in _NAMED:
                yield rank, unit
        return


def _candidates(words: list[str]) -> list[Unit]:
    """Units in whose name or place each word begins a word."""
    if not words:
        return []
    for hold in (_holds, _holds_with_apostrophe):
        matches = Unit.objects.defer("outline").select_related("province")
        for word in words:
            matches = matches.filter(hold(word))
        found = [unit for unit in matches if _all_start_words(words, _plain(unit.folded))]
        if found:
            return found
    return []


def _holds(word: str) -> Q:
    return Q(folded__contains=word)


def _holds_with_apostrophe(word: str) -> Q:
    """'hleo' is found in "h'leo", which SQL cannot fold."""
    either = Q(folded__contains=word)
    for place in range(1, min(3, len(word))):
        for mark in _APOSTROPHES:
            either |= Q(folded__contains=f"{word[:place]}{mark}{word[place:]}")
    return either


def _plain(text: str) -> str:
    """Folded words with single spaces, without marks: "ba ria - vung tau" -> "ba ria vung tau"."""
    for mark in _APOSTROPHES:
        text = text.replace(mark, "")
    return _MARKS.sub(" ", text).strip()


def _words(text: str) -> list[str]:
    """The words that were meant; none when only a kind was written."""
    plain = _ZERO.sub("", _GLUED.sub(r"\1 \2", _plain(folded(text[:MAX_TEXT]))))
    wanted = " ".join(_SHORT.get(word, word) for word in plain.split())
    return [] if wanted in (*_LOWER, *_UPPER, "tinh") else wanted.split()


def _all_start_words(words: list[str], text: str) -> bool:
    """'9' is found in 'phuong 9', not in 'phuong 19'."""
    padded = f" {text} "
    return all(f" {word} " in padded if word.isdigit() else f" {word}" in padded for word in words)


def _bare(name: str) -> str:
    """A folded name without its kind: 'thanh pho vung tau' -> 'vung tau'."""
    for kind in (*_LOWER, *_UPPER):
        if name.startswith(f"{kind} "):
            return name.removeprefix(f"{kind} ")
    return name


def _rank(words: list[str], unit: Unit) -> int:
    name, wanted = _plain(folded(unit.name)), " ".join(words)
    bare = _bare(name)
    # 'phường 12, quận 1' must not find Phường 1, Quận 12 by the bare numbers.
    own = (name,) if bare.isdigit() else (name, bare)
    if wanted in (name, bare):
        return _EXACT
    if any(f" {one} " in f" {wanted} " for one in own):
        return _WITH_PLACE
    if f" {wanted} " in f" {name} ":
        return _PHRASE
    if f" {wanted}" in f" {name}" and not words[-1].isdigit():
        return _BEGUN
    return _ANY_ORDER if _all_start_words(words, name) else _ONLY_WITHIN


def _order(ranked: tuple[int, Unit], said: set[str]) -> tuple[int, int, bool, int, str]:
    """Best rank, then accents as written, then what is in force, then the shorter name."""
    rank, unit = ranked
    accents = len(said & set(unit.full_name.casefold().replace(",", " ").split()))
    return rank, -accents, unit.valid_to is not None, len(unit.name), unit.code


def _found(units: list[Unit]) -> Iterator[Found]:
    became = _successors([unit for unit in units if unit.valid_to is not None][:_MOST_FORMER])
    for unit in units:
        if unit.valid_to is None:
            yield Found(unit)
        else:
            yield from became.get(unit.pk, [])


def _successors(former: list[Unit]) -> dict[int, list[Found]]:
    """What became of each, main first, and of those who share its name before the others."""
    by_pk = {unit.pk: unit for unit in former}
    rows = Succession.objects.filter(old__in=by_pk).select_related("new__province")
    became: dict[int, list[Found]] = {}
    for row in sorted(rows.defer("new__outline"), key=lambda row: (not row.is_main, row.new.code)):
        became.setdefault(row.old_id, []).append(Found(row.new, by_pk[row.old_id]))
    for pk, found in became.items():
        name = _bare(folded(by_pk[pk].name))
        found.sort(key=lambda item: _bare(folded(item.unit.name)) != name)
    return became


def _once(found: Iterable[Found], limit: int) -> list[Found]:
    """Each unit once, under the first name that found it."""
    seen: dict[int, Found] = {}
    for item in found:
        seen.setdefault(item.unit.pk, item)
    return list(seen.values())[:limit]
