"""What a list of 10,000 cameras costs, check and import, beside plain inserts of the same rows.

It makes a database for the time of the measurement, beside the one that is configured.

    python -m tests.bench.bench_census
"""

# ruff: noqa: E402 -- Django is set up before its models are imported

import os
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any, TypeVar
from unittest.mock import patch

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
django.setup()

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test.utils import override_settings, setup_databases, teardown_databases

from cameras.census import bringing, services, work
from cameras.census.models import Brought, Import, Whose
from cameras.registry.models import Camera
from portal.lib import clock, ids
from portal.people.models import Membership, Organisation, User
from tests.cameras.census import scene
from tests.cast import make_cast, make_guests
from tests.folders import folders

ROWS = 10_000
Got = TypeVar("Got")


Line = tuple[str, float, float, str]  # what, wall seconds, processor seconds, unit


def run() -> list[Line]:
    """An organisation's own list, then a board's with an owner a row."""
    cast = make_cast(clock.now())
    guests = make_guests(cast)
    own = [scene.own_row(number) for number in range(ROWS)]
    homes = [scene.board_row(number) for number in range(ROWS)]
    return [
        *_measure("own", scene.of_business(cast, guests), guests.signatory, scene.as_xlsx(own)),
        *_measure("board", scene.of_board(cast), cast.board, scene.as_xlsx(homes, scene.BOARD)),
    ]


def _measure(name: str, whose: Whose, person: User, file: SimpleUploadedFile) -> list[Line]:
    source, uploaded = _timed(
        lambda: services.upload(whose=whose, file=file, person=person, at=clock.now())
    )
    _, checked = _timed(lambda: work.run(public_id=source.public_id))
    services.confirm(source=source, person=person, at=clock.now())
    with _watched() as locked:
        _, brought = _timed(lambda: work.run(public_id=source.public_id))
    _, told = _timed(lambda: work.run(public_id=source.public_id))
    source.refresh_from_db()
    assert (source.state, source.taken) == ("done", ROWS), (source.state, source.reason)
    plain = _plain(source)
    title = f"{connection.vendor}, {name}"
    steps = (uploaded, checked, brought, told)
    whole = (sum(step[0] for step in steps), sum(step[1] for step in steps))
    return [
        (f"{title}: upload", *uploaded, "s"),
        (f"{title}: read and check {ROWS} rows", *checked, "s"),
        (f"{title}: import", *brought, "s"),
        ("  of it with the write lock held", *_sum(locked), "s"),
        (f"{title}: tell the owners", *told, "s"),
        (f"{title}: all of it", *whole, "s"),
        (f"{title}: plain insert of the same rows", *plain, "s"),
        ("  ratio of the import", plain[0] / brought[0], plain[1] / brought[1], "of plain"),
    ]


def _timed(step: Callable[[], Got]) -> tuple[Got, tuple[float, float]]:
    """What it gives, the seconds on the wall, and those of the processor in this process."""
    start, busy = time.perf_counter(), time.process_time()
    got = step()
    return got, (time.perf_counter() - start, time.process_time() - busy)


def _sum(times: Sequence[tuple[float, float]]) -> tuple[float, float]:
    return sum(wall for wall, _ in times), sum(busy for _, busy in times)


@contextmanager
def _watched() -> Iterator[list[tuple[float, float]]]:
    """How long the import's one transaction was open, commit included."""
    taken: list[tuple[float, float]] = []

    @contextmanager
    def timed() -> Iterator[None]:
        start, busy = time.perf_counter(), time.process_time()
        with transaction.atomic():
            yield
        taken.append((time.perf_counter() - start, time.process_time() - busy))

    watched = SimpleNamespace(atomic=timed, on_commit=transaction.on_commit)
    with patch.object(bringing, "transaction", watched):
        yield taken


def _plain(source: Import) -> tuple[float, float]:
    """The same cameras, owners and people once more, by bulk_create alone; rolled back."""
    cameras = list(Camera.objects.filter(brought__source=source))
    owners = list(Organisation.objects.filter(cameras__in=cameras).distinct())
    members = list(Membership.objects.filter(organisation__in=owners).select_related("person"))
    people = [membership.person for membership in members] if source.is_board else []
    with transaction.atomic():
        Brought.objects.filter(source=source).delete()
        rows: list[Any] = [*people, *owners, *cameras]
        for row in rows:
            row.pk, row.public_id = None, ids.new_id()
        for person in people:
            person.phone = None
        _, taken = _timed(lambda: _insert(people, owners if source.is_board else [], cameras))
        transaction.set_rollback(True)
    return taken


def _insert(people: list[User], owners: list[Organisation], cameras: list[Camera]) -> None:
    User.objects.bulk_create(people)
    Organisation.objects.bulk_create(owners)
    Camera.objects.bulk_create(cameras)


def main() -> None:
    old = setup_databases(verbosity=0, interactive=False, serialized_aliases=())
    try:
        with (
            tempfile.TemporaryDirectory() as name,
            override_settings(**folders(Path(name))),
            patch("portal.lib.jobs.current_app.send_task"),  # no worker is woken here
        ):
            print(f"{'':56} {'wall':>8} {'cpu':>8}")
            for what, wall, busy, unit in run():
                print(f"{what:56} {wall:8,.2f} {busy:8,.2f} {unit}")
    finally:
        teardown_databases(old, verbosity=0)


if __name__ == "__main__":
    main()
