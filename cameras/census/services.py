"""What a person does to a list: bring it, name its columns, mend its rows, confirm, withdraw."""

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from portal.files.uploads import store_upload
from portal.lib.errors import Refused
from portal.lib.words import clean
from portal.look.templatetags.words import moment
from portal.people.models import User

from . import archive, headings, loading, words
from .checking import Checker
from .columns import BY_NAME, LONGEST_CELL
from .models import OPEN, UNDONE, Import, ImportRow, Verdict, Whose
from .rights import choices_of
from .words import State
from .work import clear, wake

__all__ = ["words"]

MOST_A_DAY = 40  # files of one person
LONGEST_NAME = 120
LAYOUTS = (".xlsx", ".csv", ".txt", ".tsv")
MACROS, OLD = (".xlsm", ".xltm", ".xlsb", ".xlam"), (".xls", ".xlt")


def upload(*, whose: Whose, file: "UploadedFile[Any]", person: User, at: datetime) -> Import:
    """Take the file in. It is looked at from outside only: a worker reads it."""
    if whose not in choices_of(person, at):
        raise Refused("census.not_yours", field="whose")
    day = Import.objects.filter(person=person, created_at__gt=at - timedelta(days=1)).count()
    if day >= MOST_A_DAY:
        raise Refused("census.too_many_files", count=day)
    _look_at(file)
    sha256 = _hash(file)
    _refuse_known(whose, sha256)
    stored = store_upload(file, field="file", limit=archive.LARGEST_BYTES)
    with transaction.atomic():
        stored.save()
        source = Import.objects.create(
            organisation=whose.organisation,
            unit=whose.unit,
            neighbourhood=whose.neighbourhood,
            person=person,
            stored=stored,
            sha256=sha256,
            file_name=clean(file.name or "")[-LONGEST_NAME:],
            is_demo=person.is_demo,
            created_at=at,
            next_try_at=at,
        )
        wake(source)
    return source


def _look_at(file: "UploadedFile[Any]") -> None:
    name = (file.name or "").casefold()
    if name.endswith(MACROS):
        raise Refused("census.macros", field="file")
    if name.endswith(OLD):
        raise Refused("census.encrypted", field="file")
    if not name.endswith(LAYOUTS):
        raise Refused("census.layout_unknown", field="file")
    if (file.size or 0) > archive.LARGEST_BYTES:
        most = archive.LARGEST_BYTES // 1_000_000
        raise Refused("census.too_large", field="file", most_mb=most)
    if not file.size:
        raise Refused("census.empty", field="file")
    file.seek(0)
    if archive.is_excel(file.read(8)):
        file.seek(0)
        archive.inspect(file)
    file.seek(0)


def _hash(file: "UploadedFile[Any]") -> str:
    summed = hashlib.sha256()
    for piece in file.chunks():
        summed.update(piece)
    file.seek(0)
    return summed.hexdigest()


def _refuse_known(whose: Whose, sha256: str) -> None:
    """The very same bytes for the same place: nothing is done twice."""
    same = Import.objects.filter(
        sha256=sha256,
        organisation=whose.organisation,
        unit=whose.unit,
        neighbourhood=whose.neighbourhood,
    )
    done = same.filter(state=State.DONE).first()
    if done is not None and done.finished_at is not None:
        raise Refused("census.known_file", field="file", when=moment(done.finished_at))
    waits = same.filter(state__in=UNDONE).first()
    if waits is not None:
        raise Refused("census.open_file", field="file", when=moment(waits.created_at))


def name_columns(*, source: Import, chosen: Mapping[int, str], at: datetime) -> None:
    """What the unknown columns are; SKIP for those that are none of ours."""
    with transaction.atomic():
        row = _locked(source, State.MAPPING)
        said = dict(row.chosen)
        for place, name in chosen.items():
            if name != headings.SKIP and name not in BY_NAME:
                raise Refused("census.no_such_column", field=f"column_{place}")
            if 0 <= place < len(row.headings):
                said[headings.plain(row.headings[place])] = name
        _check_columns(row.headings, said)
        row.chosen, row.state, row.next_try_at = said, State.CHECKING, at
        row.save(update_fields=["chosen", "state", "next_try_at"])
        wake(row)


def _check_columns(names: list[str], said: Mapping[str, str]) -> None:
    settled = headings.settle(names, said)
    for place in headings.unknown(names, settled):
        column = said.get(headings.plain(names[place])) or headings.known(names[place]) or ""
        heading = BY_NAME[column].heading if column in BY_NAME else names[place]
        raise Refused("census.columns_twice", field=f"column_{place}", heading=heading)
    if "name" not in settled.values():
        raise Refused("census.no_name_column")


def mend(*, source: Import, number: int, texts: Mapping[str, str]) -> ImportRow:
    """Other words in a row's cells, checked at once; nothing is saved but the row."""
    changes = {name: clean(text)[:LONGEST_CELL] for name, text in texts.items() if name in BY_NAME}
    checker = Checker(source.whose)  # reads much, so before anything is locked
    with transaction.atomic():
        row = _line(_locked(source, State.CHECKED), number)
        loading.change(row, changes)
        row.verdict = Verdict.WRONG  # whatever it was, it is looked at again
        loading.look(row, checker)
        row.save()
    return row


def take_offer(*, source: Import, number: int, code: str) -> ImportRow:
    """What a problem's sentence offers, into the cells."""
    row = _line(source, number)
    offer = next((p.offer for p in row.found() if p.code == code and p.offer), {})
    return mend(source=source, number=number, texts=dict(offer))


def keep(*, source: Import, number: int) -> ImportRow:
    """It is right as it stands: every question about this row is answered."""
    checker = Checker(source.whose)
    with transaction.atomic():
        row = _line(_locked(source, State.CHECKED), number)
        if row.verdict == Verdict.ASKS:
            asked = [problem.code for problem in row.found() if problem.asks]
            row.kept = sorted({*row.kept, *asked})
            found = row.problems
            loading.look(row, checker)
            # Twins in the file are seen only when all rows are looked at: keep what was said.
            row.problems = row.problems or found
            row.save()
    return row


def drop(*, source: Import, number: int) -> ImportRow:
    """Leave this row out."""
    with transaction.atomic():
        row = _line(_locked(source, State.CHECKED), number)
        row.verdict = Verdict.DROPPED
        row.save(update_fields=["verdict"])
    return row


def order(*, source: Import, what: str, at: datetime) -> None:
    """The same for many rows, by a worker, and then every row is looked at again."""
    verb, _, code = what.partition(":")
    known = {"take": words.PROBLEMS, "keep": words.PROBLEMS, "drop": {Verdict.WRONG.value: ""}}
    if what != "again:" and code not in known.get(verb, {}):
        raise Refused("census.not_now")
    with transaction.atomic():
        row = _locked(source, State.CHECKED)
        row.order = "" if what == "again:" else what
        row.state, row.next_try_at, row.progress = State.CHECKING, at, 0
        row.save(update_fields=["order", "state", "next_try_at", "progress"])
        wake(row)


def confirm(*, source: Import, person: User, at: datetime) -> None:
    """Import it. Whoever confirms is who has registered the cameras."""
    with transaction.atomic():
        row = _locked(source, State.CHECKED)
        bad = row.lines.filter(verdict__in=(Verdict.WRONG, Verdict.ASKS)).count()
        if bad:
            raise Refused("census.still_wrong", count=bad)
        if not row.lines.filter(verdict=Verdict.GOOD).exists():
            raise Refused("census.nothing_new")
        row.state, row.person, row.confirmed_at = State.IMPORTING, person, at
        row.next_try_at, row.progress, row.reason = at, 0, ""
        row.save(
            update_fields=["state", "person", "confirmed_at", "next_try_at", "progress", "reason"]
        )
        wake(row)


def withdraw(*, source: Import, at: datetime) -> None:
    """Throw the list away. A worker that has it loses it; once it is imported this is refused."""
    with transaction.atomic():
        row = Import.objects.select_for_update().get(pk=source.pk)
        if row.state not in UNDONE:
            raise Refused("census.not_now")
        row.state, row.finished_at = State.WITHDRAWN, at
        row.token, row.lease_until = "", None
        row.save(update_fields=["state", "finished_at", "token", "lease_until"])
        clear(row, at)


def _locked(source: Import, state: State) -> Import:
    row = Import.objects.select_for_update().get(pk=source.pk)
    if row.state != state or state not in OPEN:
        raise Refused("census.not_now")
    return row


def _line(source: Import, number: int) -> ImportRow:
    row = ImportRow.objects.filter(source=source, number=number).first()
    if row is None:
        raise Refused("census.not_now")
    return row
