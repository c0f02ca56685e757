"""A town in a database file of its own: many people, some erased, then every byte is read.

Run as a process, since the suite's own database may lie in memory:
``PORTAL_VAR=... python -m tests.evidence.privacy.town PEOPLE ERASED`` prints its figures as JSON.
"""

import contextlib
import io
import json
import logging
import re
import struct
import sys
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402 -- after setup
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402

from cameras.consent import texts  # noqa: E402
from cameras.consent.scopes import PLAIN, Means  # noqa: E402
from cameras.consent.services import grant_many  # noqa: E402
from cameras.registry.links import NewLink, link_camera  # noqa: E402
from cameras.registry.models import Camera, Draft  # noqa: E402
from cameras.registry.services import NewCamera, register_cameras  # noqa: E402
from evidence.privacy import collect  # noqa: E402
from evidence.privacy.services import erase_account  # noqa: E402
from portal import celery  # noqa: E402
from portal.access import residue  # noqa: E402
from portal.ledger import checkpoints  # noqa: E402
from portal.ledger.audit import verify_all  # noqa: E402
from portal.lib import clock  # noqa: E402
from portal.notices.services import notify, send_due  # noqa: E402
from portal.people.models import Organisation, OrganisationKind, User  # noqa: E402
from portal.people.roles import Role  # noqa: E402
from portal.people.services import (  # noqa: E402
    NewOrganisation,
    NewPerson,
    create_organisations_many,
    register_people_many,
)
from portal.places.models import Unit  # noqa: E402
from tests.cast import SYSTEM, make_cast, sign_in  # noqa: E402

MARK = re.compile(rb"zq([0-9]{5})zq|849100([0-9]{5})")
BY_PAGE = 20  # of those erased, through the page; the others through its service
TOLD = 300  # people who got a message


assert celery.app is not None  # nudges go to the folder, not to a broker that is not there


def mark(number: int) -> str:
    return f"zq{number:05}zq"


def settle_town(count: int) -> tuple[list[User], list[Camera]]:
    at = clock.now()
    ward = make_cast(at).ward
    people = register_people_many(
        [
            NewPerson(
                f"Người {mark(n)}",
                phone=f"+849100{n:05}",
                email=f"{mark(n)}@example.org",
                phone_verified=True,
            )
            for n in range(count)
        ],
        actor=SYSTEM,
        at=at,
    )
    households = create_organisations_many(
        [
            NewOrganisation(
                OrganisationKind.HOUSEHOLD, f"Hộ {mark(n)}", ward, ((person, Role.OWNER),)
            )
            for n, person in enumerate(people)
        ],
        actor=SYSTEM,
        at=at,
    )
    cameras = register_cameras(
        [_camera(n, household, ward) for n, household in enumerate(households)],
        actor=people[0],
        at=at,
    )
    grant_many(
        list(zip(cameras, people, strict=True)),
        PLAIN,
        terms=texts.current("vi"),
        means=Means.IMPORT,
        actor=people[0],
        at=at,
    )
    return people, cameras


def _camera(number: int, household: Organisation, ward: Unit) -> NewCamera:
    return NewCamera(
        owner=household,
        ownership="home",
        name=f"Cổng {mark(number)}",
        place_kind="home_gate",
        lat=latitude(number),
        lng=107.085,
        unit=ward,
        address=f"{number} Đường {mark(number)}",
    )


def live(people: Sequence[User], cameras: Sequence[Camera]) -> None:
    """What an account gathers: drafts, a recorder, messages, sessions."""
    at = clock.now()
    for number, (person, camera) in enumerate(zip(people, cameras, strict=True)):
        answers = {"where": {"address": f"Nhà {mark(number)}"}}
        Draft.objects.create(person=person, answers=answers, created_at=at, changed_at=at)
        if number < TOLD:
            url = f"http://dau-ghi-{mark(number)}.example"
            link_camera(camera, NewLink(url=url), actor=person, at=at)
            notify(
                person=person,
                kind="target:notified",
                title=f"Gửi {mark(number)}",
                body=camera.name,
                urgent=True,  # at whatever hour this runs
                at=at,
            )
    while send_due(clock.now()):
        pass


def erase(people: Sequence[User]) -> list[float]:
    spent = []
    for number, person in enumerate(people):
        client = Client()
        if number < BY_PAGE:
            sign_in(client, person)
            client.get(reverse("privacy:data"))
        began = perf_counter()
        if number < BY_PAGE:
            reply = client.post(reverse("privacy:erase"), {"sure": "on"})
            assert reply.status_code == 302, reply.content.decode()
        else:
            erase_account(person=person, at=clock.now())
        spent.append(perf_counter() - began)
    return sorted(spent)


def found_in(data: bytes, erased: int) -> int:
    """Names, numbers, addresses and places of the first `erased` people, as text and as SQLite
    writes a latitude.
    """
    numbers = (next(group for group in match.groups() if group) for match in MARK.finditer(data))
    places = sum(struct.pack(">d", latitude(number)) in data for number in range(erased))
    return sum(int(number) < erased for number in numbers) + places


def latitude(number: int) -> float:
    return 10.3 + (2 * number + 1) / 1_000_000  # odd, so that no rounding gives it back


def files() -> list[Path]:
    """Database, write-ahead log, outbox, published record: all that a server would keep."""
    return [path for path in Path(settings.VAR).rglob("*") if path.is_file()]


def figures(count: int, erased: int, log: io.StringIO) -> dict[str, Any]:
    people, cameras = settle_town(count)
    live(people, cameras)
    checkpoints.checkpoint(at=clock.now())
    residue.settle()
    before = sum(found_in(path.read_bytes(), erased) for path in files())
    spent = erase(people[:erased])
    at_once = sum(found_in(path.read_bytes(), erased) for path in files())
    began = perf_counter()
    rebuilt = [residue.rebuild_after_erasure() for _ in range(2)]
    rebuild_ms = round((perf_counter() - began) * 1000)
    left = {path.name: found_in(path.read_bytes(), erased) for path in files()}
    exports = "".join(
        piece
        for person in people[erased : erased + 50]
        for piece in collect.document(User.objects.get(pk=person.pk), clock.now())
    )
    report = verify_all()
    return {
        "found_before": before,
        "found_in_files": sum(left.values()),
        "where": {name: number for name, number in left.items() if number},
        "found_in_exports": found_in(exports.encode(), erased),
        "found_in_logs": found_in(log.getvalue().encode(), erased),
        "found_before_the_sweep": at_once,
        "rebuilt": rebuilt,
        "rebuild_ms": rebuild_ms,
        "database_mb": round(Path(settings.DATABASES["default"]["NAME"]).stat().st_size / 1e6, 1),
        "others_still_there": sum(found_in(p.read_bytes(), count) for p in files()) > 0,
        "ledger_ok": report.ok,
        "ledger_entries": report.size,
        "erase_ms_median": round(spent[len(spent) // 2] * 1000, 1),
        "erase_ms_p95": round(spent[int(len(spent) * 0.95)] * 1000, 1),
    }


def main() -> None:
    count, erased = int(sys.argv[1]), int(sys.argv[2])
    secure = sys.argv[3] if len(sys.argv) > 3 else "ON"
    log = io.StringIO()
    logging.basicConfig(stream=log, level=logging.DEBUG, force=True)
    call_command("migrate", verbosity=0)
    call_command("createcachetable")
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA secure_delete = {secure}")
    with contextlib.redirect_stderr(log):
        found = figures(count, erased, log)
    print(json.dumps(found))  # noqa: T201 -- its answer


if __name__ == "__main__":
    main()
