"""From the sealed file to rows with their verdicts. Nothing of it is a camera yet."""

import io
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from django.db import transaction

from portal.files import vault
from portal.lib import clock
from portal.lib.errors import Refused

from . import claims, headings, rows, sheet
from .checking import Checker
from .columns import MOST_ROWS
from .models import Import, ImportRow, Verdict
from .words import State

BATCH = 500  # rows written together, between two signs of life

Change = tuple[str, str]  # the verb of an order and the problem's code


def load(source: Import) -> None:
    """Read the file. Ends with the columns to be named by a person, or with every row checked."""
    data = io.BytesIO(b"".join(vault.read(source.stored)))
    table = sheet.read(data)
    settled = headings.settle(table.headings, source.chosen)
    open_places = headings.unknown(table.headings, settled)
    if open_places or "name" not in settled.values():
        values = {"headings": table.headings, "state": State.MAPPING}
        claims.release(source, **values)
        return
    drafts = list(islice(_drafts(source, table, settled), MOST_ROWS + 1))
    if len(drafts) > MOST_ROWS:
        raise Refused("census.too_many_rows", most=MOST_ROWS)
    if not drafts:
        raise Refused("census.no_rows")
    ImportRow.objects.filter(source=source).delete()
    claims.held(source).update(headings=table.headings, rows=len(drafts), progress=0)
    checker = Checker(source.whose)
    for start in range(0, len(drafts), BATCH):
        batch = drafts[start : start + BATCH]
        for row in batch:
            look(row, checker)
        with transaction.atomic():  # rows and the sign that they are still ours to write
            claims.renew(source, start + len(batch), clock.now())
            ImportRow.objects.bulk_create(batch)
    claims.release(source, state=State.CHECKED, checked_at=clock.now(), reason="", facts={})


def recheck(source: Import) -> None:
    """All rows again, after carrying out what the person ordered for many of them."""
    claims.held(source).update(progress=0)
    check_all(source, order=source.order)
    claims.release(
        source, state=State.CHECKED, order="", checked_at=clock.now(), reason="", facts={}
    )


def check_all(source: Import, order: str = "") -> list[tuple[ImportRow, rows.Reading]]:
    """Look at every row in order, keep what has changed, and return the good ones."""
    checker = Checker(source.whose)
    good = []
    lines = source.lines.exclude(verdict=Verdict.DROPPED).order_by("number")
    for done, batch in _batches(list(lines)):
        changed = []
        for row in batch:
            before = (row.verdict, row.problems)
            ordered = bool(order) and carry_out(row, order)
            reading = look(row, checker)
            if ordered or (row.verdict, row.problems) != before:
                changed.append(row)
            if reading is not None and row.verdict == Verdict.GOOD:
                good.append((row, reading))
        with transaction.atomic():
            claims.renew(source, done, clock.now())
            fields = ("texts", "flaws", "problems", "verdict", "kept")
            ImportRow.objects.bulk_update(changed, fields, batch_size=100)
    return good


def look(row: ImportRow, checker: Checker) -> rows.Reading | None:
    """Fill in what is wrong with the row and what becomes of it, unless it was dropped."""
    if row.verdict == Verdict.DROPPED:
        return None
    found = checker.check(row.number, row.texts, row.flaws, row.kept)
    row.problems = [
        [p.column, p.code, dict(p.facts), p.asks, dict(p.offer)] for p in found.problems
    ]
    row.verdict = found.verdict
    return found.reading


def carry_out(row: ImportRow, order: str) -> bool:
    """An order is 'take:swapped' (what is offered), 'keep:far', or 'drop:wrong'. True: it did."""
    verb, _, what = order.partition(":")
    if verb == "drop":
        hit = row.verdict == what
        row.verdict = Verdict.DROPPED if hit else row.verdict
        return hit
    codes = {p.code: p for p in row.found() if p.code == what}
    for problem in codes.values():
        if verb == "keep" and problem.asks and what not in row.kept:
            row.kept = [*row.kept, what]
        elif verb == "take" and problem.offer:
            change(row, problem.offer)
    return bool(codes)


def change(row: ImportRow, texts: Mapping[str, str]) -> None:
    """Put other texts into the row's cells: what was wrong or answered about it is open again."""
    row.texts = {name: text for name, text in {**row.texts, **texts}.items() if text}
    row.flaws = {name: flaw for name, flaw in row.flaws.items() if name not in texts}
    row.kept = []


def _drafts(source: Import, table: sheet.Table, settled: dict[int, str]) -> Iterator[ImportRow]:
    places = {place: name for place, name in settled.items() if name != headings.SKIP}
    for line in table.lines:
        named = {
            name: line.cells[place] for place, name in places.items() if place < len(line.cells)
        }
        texts = {name: cell.text for name, cell in named.items() if cell.text}
        flaws = {name: cell.flaw for name, cell in named.items() if cell.flaw}
        if (texts or flaws) and not rows.is_example(texts):
            yield ImportRow(source=source, number=line.number, texts=texts, flaws=flaws)


def _batches(lines: Sequence[ImportRow]) -> Iterator[tuple[int, Sequence[ImportRow]]]:
    for start in range(0, len(lines), BATCH):
        yield min(start + BATCH, len(lines)), lines[start : start + BATCH]
