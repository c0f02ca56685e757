"""How long a month's sheet takes when the record holds a million entries.

One large station with three years on record (its year of the generator, thrice) stands among
entries of other units, which are mentioned and nothing more. Rows are written straight into the
tables, without the tree: nothing here is verified, and the database has no statistics of them, as
where nobody ever ran ANALYZE. The database is made for the time of the measurement.
"""

# ruff: noqa: E402 -- Django is set up before its models are imported

import os
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
django.setup()

from django.db import connection, transaction
from django.db.models import Model
from django.test.utils import CaptureQueriesContext, setup_databases, teardown_databases

from cameras.registry.models import Camera
from evidence.cases.models import Case
from evidence.oversight import services
from evidence.oversight.found import Month
from evidence.oversight.reader import read
from evidence.oversight.records import Ask, Decision, Look, Records, Result
from evidence.oversight.rules import LONGEST_DAYS
from evidence.requests.models import FootageRequest, Target
from portal.ledger import guards
from portal.ledger.kinds import Kind
from portal.ledger.models import Detail, Entry, Head, Mention
from portal.ledger.ready import insert_into
from portal.lib import canonical
from portal.lib.ids import new_id, subject
from portal.people.models import Organisation, User
from portal.places.models import Unit
from tests.cast import PLACE, make_cast

from .oversight_year.make import make_year

SIZE, YEARS, SEED = 1_000_000, 3, 1
OTHER_UNITS = 100
BATCH = 20_000
MONTH = Month(date(2026, 12, 1))
AT = datetime.fromisoformat("2027-01-01T01:00:00+07:00")
Row = Ask | Decision | Look | Result
T = TypeVar("T")


def main() -> None:
    with TemporaryDirectory() as folder:
        connection.settings_dict["TEST"]["NAME"] = str(Path(folder) / "million.sqlite3")
        old = setup_databases(verbosity=0, interactive=False, serialized_aliases=())
        try:
            _measure()
        finally:
            teardown_databases(old, verbosity=0)


def _measure() -> None:
    ward = make_cast().ward
    guards.remove(connection)  # they would look at each row by itself
    own = list(_station())
    first = time.perf_counter()
    with transaction.atomic():
        _rows_of(ward, own)
        _load(ward, own)
    loaded = time.perf_counter() - first
    start = time.perf_counter()
    reading = read(ward, MONTH.back(LONGEST_DAYS), MONTH.stop)
    read_in = time.perf_counter() - start
    with CaptureQueriesContext(connection) as queries:
        start = time.perf_counter()
        sheet = services.make_sheet(unit=ward, month=MONTH, at=AT)
        taken = time.perf_counter() - start
    assert sheet is not None
    print(
        f"\n{connection.vendor}, {Entry.objects.count():,} entries on record (loaded in "
        f"{loaded:.0f} s), {len(own):,} of them of the unit, {reading.entries:,} of these within "
        f"its year: one month's sheet takes {taken:.2f} s ({len(queries)} queries; reading alone "
        f"{read_in:.2f} s), {sheet.questions.count()} questions"
    )


def _station() -> Iterator[Row]:
    """Three years of one station, the last one that of the sheet."""
    records = make_year(SEED)[0].records
    for year in range(YEARS - 1, -1, -1):
        yield from _of_year(records, year)


def _of_year(records: Records, back: int) -> list[Row]:
    names: dict[str, str] = {}

    def moved(name: str) -> str:
        noun = name.partition(":")[0]
        return names.setdefault(name, subject(noun, new_id())) if back else name

    rows: list[Row] = [*records.asks, *records.decisions, *records.looks, *records.results]
    found: list[Row] = []
    for row in rows:
        changes: dict[str, Any] = {"at": row.at - timedelta(days=365 * back)}
        for name in ("case", "request"):
            if hasattr(row, name):
                changes[name] = moved(getattr(row, name))
        found.append(replace(row, **changes))
    return sorted(found, key=lambda row: (row.at, row.seq))


def _rows_of(ward: Unit, own: list[Row]) -> None:
    """People, cameras, cases, requests and their cameras: what stands beside the record."""
    asks = [row for row in own if isinstance(row, Ask)]
    officers = {row.officer for row in own if isinstance(row, Ask | Look | Decision)}
    officers |= {row.by for row in own if isinstance(row, Decision)}
    people = User.objects.bulk_create(
        User(public_id=_id(name), full_name="Cán bộ mẫu") for name in sorted(officers)
    )
    person = {row.subject: row for row in people}
    owner = Organisation.objects.first()
    assert owner is not None
    cameras = {name: None for row in asks for name in row.cameras}
    lat, lng = PLACE
    made = Camera.objects.bulk_create(
        Camera(
            public_id=_id(name),
            owner=owner,
            unit=ward,
            lat=lat,
            lng=lng,
            qk=0,
            name="Mẫu",
            created_at=AT,
        )
        for name in cameras
    )
    camera = {row.subject: row for row in made}
    shared = {"lat": lat, "lng": lng}
    first = {row.case: row for row in reversed(asks)}
    cases = Case.objects.bulk_create(
        Case(
            public_id=_id(name), number=f"MAU-{n}", kind="theft", title="Vụ mẫu", unit=ward,
            opened_by=person[row.officer], happened_at=row.at, opened_at=row.at, **shared,
        )
        for n, (name, row) in enumerate(first.items())
    )  # fmt: skip
    case = {row.subject: row for row in cases}
    wanted = FootageRequest.objects.bulk_create(
        FootageRequest(
            public_id=_id(row.request), case=case[row.case], state="approved", basis="consent",
            purpose=row.purpose or "", urgency="normal", radius_m=60, created_at=row.at,
            window_start=row.at - timedelta(hours=2), window_stop=row.at - timedelta(hours=1),
            requested_by=person[row.officer], submitted_at=row.at, **shared,
        )
        for row in asks
    )  # fmt: skip
    Target.objects.bulk_create(
        Target(
            request=request, camera=camera[name], rank=rank, distance_m=5, px_per_m=90,
            dies_at=row.at,
            asked_start=row.at - timedelta(hours=2), asked_stop=row.at - timedelta(hours=1),
        )
        for request, row in zip(wanted, asks, strict=True)
        for rank, name in enumerate(row.cameras, 1)
    )  # fmt: skip


def _load(ward: Unit, own: list[Row]) -> None:
    """The station's entries at even distances among those of the others."""
    every = SIZE // len(own)
    strangers = [f"unit:{new_id()}" for _ in range(OTHER_UNITS)]
    base = Entry.objects.count()

    def numbered() -> Iterator[tuple[int, Row, str, bool]]:
        for n in range(SIZE - base):
            place = min(n // every, len(own) - 1)
            mine = n % every == 0 and n // every < len(own)
            unit = ward.subject if mine else strangers[n % OTHER_UNITS]
            yield base + n + 1, own[place], unit, mine

    tables: tuple[tuple[type[Model], tuple[str, ...]], ...] = (
        (Entry, ("seq", "at", "kind", "actor", "body", "leaf_hash")),
        (Mention, ("entry_id", "subject", "position")),
        (Detail, ("entry_id", "name", "salt", "text")),
    )
    stamp = Entry._meta.get_field("at").get_db_prep_save
    with connection.cursor() as cursor:
        for some in _batches(numbered(), BATCH):
            rows: tuple[list[Any], list[Any], list[Any]] = ([], [], [])
            for seq, row, unit, mine in some:
                kind, actor, about = _facts(row)
                subjects = (*about, unit) if mine else ("case:" + f"{seq:016d}", unit)
                body = canonical.encode({"kind": kind.value, "seq": seq, "subjects": subjects})
                rows[0].append((seq, stamp(row.at, connection), kind.value, actor, body, b"0" * 32))
                rows[1].extend((seq, name, place) for place, name in enumerate(subjects))
                if mine and isinstance(row, Ask | Look):
                    rows[2].append((seq, "purpose", b"0" * 16, row.purpose))
            for (model, names), values in zip(tables, rows, strict=True):
                cursor.executemany(insert_into(model, names), values)
    # A head that fits the size, so that the sheet's own entry can be written.
    Head.objects.update(size=SIZE, frontier=bytes(32) * SIZE.bit_count())


def _facts(row: Row) -> tuple[Kind, str, tuple[str, ...]]:
    """What kind of entry it is, whose, and what it is about."""
    if isinstance(row, Ask):
        return Kind.REQUEST_SUBMITTED, row.officer, (row.request, row.case)
    if isinstance(row, Look):
        return Kind.ITEM_OPENED, row.officer, (f"item:{row.camera[-16:]}", row.case, row.camera)
    if isinstance(row, Result):
        return Kind.OUTCOME_RECORDED, "system:bench", (row.case,)
    kind = Kind.REQUEST_APPROVED if row.approved else Kind.REQUEST_REFUSED
    return kind, row.by, (row.request, "case:" + row.request.partition(":")[2])


def _id(name: str) -> str:
    return name.partition(":")[2]


def _batches(rows: Iterable[T], size: int) -> Iterator[list[T]]:
    source = iter(rows)
    while some := list(islice(source, size)):
        yield some


if __name__ == "__main__":
    main()
