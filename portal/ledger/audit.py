"""Checking the whole record against itself, its signatures and what was published.

Entries are read in batches without a long transaction: what is below the head's size at the start
never changes in a healthy record, so nobody has to stop writing meanwhile. An altered row may hold
anything (SQLite keeps text in a number's column): nothing read here is trusted to have its type.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Exists, OuterRef

from portal.lib import canonical, clock, digest

from . import feed, guards, tree, witness
from .models import Detail, Entry, Head, Mention
from .report import MAX_PROBLEMS, Report

BATCH = 5_000

Progress = Callable[[int, int], None]


def verify_all(progress: Progress | None = None) -> Report:
    """Check everything. `progress` is told (checked, size) after each batch.

    1. The head is there and no shorter than what was published.
    2. Published tiles give the root of the published, signed checkpoint; each checkpoint's
       signature fits; each published one is still in the table.
    3. Entries are numbered 1, 2, 3... without gaps; each body gives its stored leaf hash and the
       published one; columns, mentions and details repeat what the body says.
    4. The tree over the bodies has the head's frontier, and at each checkpoint's size its root.
    5. No rows hang on entries that do not exist; the triggers still refuse.
    """
    report = Report()
    head = _head(report)
    _Walk(head, report, progress).run()
    _check_orphans(head.size, report)
    for name in guards.self_test():
        report.add("guards", reason=name)
    return report


def _head(report: Report) -> Head:
    """The head, or one made up from the rows where it is gone or no head any more."""
    head = Head.objects.filter(pk=1).first()
    if head is not None and {type(head.size), type(head.epoch)} == {int}:
        return head
    report.add("head_missing")
    last = Entry.objects.order_by("-seq").values_list("seq", flat=True).first()
    return Head(size=last or 0, epoch=max(feed.newest()[0], 1))


class _Walk:
    """One pass over the entries up to the head, with everything that is compared on the way."""

    def __init__(self, head: Head, report: Report, progress: Progress | None) -> None:
        self.head = head
        self.report = report
        self.progress = progress
        self.tree = tree.Range()
        self.whole = True  # False once a leaf is unknown: no later root means anything
        self.expected = 1
        self.witness = witness.summon(head, report)
        self.end = max(head.size, self.witness.size)

    def run(self) -> None:
        while True:
            batch = _entries(self.expected, self.end)
            if not batch:
                break
            self._batch(batch)
            if self.progress is not None:
                self.progress(self.expected - 1, self.head.size)
        self._missing(self.end)
        self._finish()

    def _batch(self, batch: Sequence[Entry]) -> None:
        low, high = batch[0].seq, batch[-1].seq
        mentions, details = _mentions(low, high), _details(low, high)
        for entry in batch:
            self._missing(entry.seq - 1)
            self.expected = entry.seq + 1
            body = _raw(entry.body)
            leaf = tree.hash_leaf(body)
            self.tree.append(leaf)
            self._check_hash(entry, leaf)
            said = _said(body)
            if said is None:
                self.report.add("altered", entry.seq)
            else:
                _check_columns(entry, said, self.report)
                _check_beside(entry.seq, said, mentions, details, self.report)
            self._check_root(entry.seq)

    def _missing(self, last: int) -> None:
        """Name rows that are gone. The tree goes on with what was published in their place."""
        first = self.expected
        if first > last:
            return
        if first == last:
            self.report.add("missing", first)
        else:
            self.report.add("missing_range", first, last=last)
        for seq in range(first, min(last, self.witness.size) + 1):
            self.tree.append(self.witness.leaf(seq) or bytes(tree.HASH_BYTES))
            self._check_root(seq)
        self.whole = self.whole and last <= self.witness.size
        self.expected = last + 1

    def _check_hash(self, entry: Entry, leaf: bytes) -> None:
        published = self.witness.leaf(entry.seq)
        if _raw(entry.leaf_hash) != leaf:
            self.report.add("hash_altered" if published == leaf else "altered", entry.seq)
        elif published is not None and published != leaf:
            self.report.add("differs_from_published", entry.seq)

    def _check_root(self, size: int) -> None:
        for root in self.witness.roots.pop(size, []):
            if self.whole and root != self.tree.root():
                self.report.add("root", size=size)

    def _finish(self) -> None:
        """Rows below 1 or above the head were never written by the portal."""
        head, report = self.head, self.report
        report.size, report.root = head.size, self.tree.root().hex()
        now = Head.objects.filter(pk=1).values_list("size", flat=True).first()
        top = max(self.end, now if isinstance(now, int) else 0)
        strays = Entry.objects.exclude(seq__gte=1, seq__lte=top).values_list("seq", flat=True)
        for seq in strays[:MAX_PROBLEMS]:
            report.add("extra", seq)
        if self.whole and self.end == head.size and self.tree.frontier != _raw(head.frontier):
            report.add("head", size=head.size)
        for size in self.witness.roots:
            report.add("checkpoint", size=size)


def _entries(low: int, high: int) -> list[Entry]:
    rows = Entry.objects.filter(seq__gte=low, seq__lte=high).order_by("seq")[:BATCH]
    try:
        return list(rows)
    except (ValueError, TypeError):
        return list(rows.defer("at"))  # an instant that is none: each is then read by itself


def _said(body: bytes) -> dict[str, Any] | None:
    """The body's object if it is one the portal can have written, else None."""
    try:
        value = json.loads(body)
        fits = (
            canonical.encode(value) == body
            and all(isinstance(item, str) for item in value["subjects"])
            and all(isinstance(item, str) for item in value["commitments"].values())
            and {"seq", "at", "kind", "actor"} <= value.keys()
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return value if fits else None


def _check_columns(entry: Entry, said: dict[str, Any], report: Report) -> None:
    held: dict[str, object] = {"seq": entry.seq, "kind": entry.kind, "actor": entry.actor}
    try:
        held["at"] = clock.to_text(entry.at)
    except (ValueError, TypeError, AttributeError):
        held["at"] = None
    wrong = [name for name, value in held.items() if said[name] != value]
    if wrong:
        report.add("columns", entry.seq, columns=", ".join(wrong))


def _check_beside(
    seq: int,
    said: dict[str, Any],
    mentions: dict[int, list[tuple[int, str]]],
    details: dict[int, list[Detail]],
    report: Report,
) -> None:
    if mentions[seq] != list(enumerate(said["subjects"])):
        report.add("mentions", seq)
    commitments = said["commitments"]
    report.erased += len(commitments.keys() - {detail.name for detail in details[seq]})
    for detail in details[seq]:
        salt = _raw(detail.salt)
        fits = (
            len(salt) == digest.SALT_BYTES
            and type(detail.text) is str
            and digest.commit(salt, detail.text) == commitments.get(detail.name)
        )
        if not fits:
            report.add("detail_altered", seq, name=detail.name)


def _mentions(low: int, high: int) -> dict[int, list[tuple[int, str]]]:
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    rows = Mention.objects.filter(entry_id__gte=low, entry_id__lte=high)
    for seq, position, subject in rows.order_by("entry_id", "position").values_list(
        "entry_id", "position", "subject"
    ):
        found[seq].append((position, subject))
    return found


def _details(low: int, high: int) -> dict[int, list[Detail]]:
    found: dict[int, list[Detail]] = defaultdict(list)
    for detail in Detail.objects.filter(entry_id__gte=low, entry_id__lte=high):
        found[detail.entry_id].append(detail)
    return found


def _check_orphans(size: int, report: Report) -> None:
    """Rows beside no entry; those of a missing entry were named with it."""
    no_entry = ~Exists(Entry.objects.filter(pk=OuterRef("entry_id")))
    for rows in (Mention.objects.filter(no_entry), Detail.objects.filter(no_entry)):
        strays = rows.exclude(entry_id__gte=1, entry_id__lte=size)
        for seq in strays.values_list("entry_id", flat=True).distinct()[:MAX_PROBLEMS]:
            report.add("orphan", seq)


def _raw(value: object) -> bytes:
    """Bytes of a binary column; what is no binary any more gives bytes that fit nothing."""
    if isinstance(value, bytes | memoryview):
        return bytes(value)
    return repr(value).encode()
