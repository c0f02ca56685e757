"""One size on one database, in a process of its own: figures as one line of JSON.

PORTAL_DATABASE_URL=... python -m tests.bench.coverage_run 136000
"""

# ruff: noqa: E402 -- Django is set up before its models are imported

import http.client
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from urllib.parse import urlencode

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
django.setup()

from django.core.management import call_command
from django.db import connection
from django.test import Client

from cameras.coverage.area import Drawn, Place, area_of
from cameras.coverage.drawing import police_map
from cameras.coverage.nearby import standing_in
from cameras.coverage.search import candidates
from cameras.coverage.tiles import Frame, for_police
from portal.lib.clock import now
from portal.lib.geo import box_around, destination
from tests.bench import coverage_postgis as postgis
from tests.bench.coverage_data import GROUND, Loaded, load
from tests.cast import sign_in
from tests.machine import free_port

ROUNDS = 25
RADIUS_M = 150
CORNERS = 12
AREA_M = 600
Figures = dict[str, float]


def race(works: dict[str, Callable[[], object]]) -> Figures:
    """Seconds of processor time of each, the median of rounds in which all take turns: ours and
    that of the database's server process. The clock on the wall would measure the neighbours, too.
    """
    taken: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(ROUNDS):
        for name, work in works.items():
            start = processor_s()
            work()
            taken[name].append(processor_s() - start)
    return {name: statistics.median(times) for name, times in taken.items()}


def fastest(works: dict[str, Callable[[], object]]) -> Figures:
    """Seconds on the wall of each, the best of the rounds."""
    best = dict.fromkeys(works, float("inf"))
    for _ in range(ROUNDS):
        for name, work in works.items():
            start = time.perf_counter()
            work()
            best[name] = min(best[name], time.perf_counter() - start)
    return best


def processor_s() -> float:
    """Of this process (SQLite runs inside it) and of the server process behind its connection."""
    own = time.process_time()
    if connection.vendor != "postgresql":
        return own
    pid = connection.connection.info.backend_pid
    return own + int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9


def dense(loaded: Loaded) -> Frame:
    """The densest near frame: around the largest town, as wide as gives nearly the most points."""
    lat, lng = loaded.towns[0]
    frame = Frame(box_around(lat, lng, 100), 16)
    for radius in range(100, 3_000, 50):
        wider = Frame(box_around(lat, lng, radius), 16)
        if not for_police(loaded.unit.pk, wider, now()).points:
            break
        frame = wider
    return frame


def shapes(loaded: Loaded) -> tuple[Place, Drawn]:
    lat, lng = loaded.towns[0]
    corners = tuple(
        destination(lat, lng, n * 360 / CORNERS, AREA_M * (0.7 + 0.3 * (n % 2)))
        for n in range(CORNERS)
    )
    return Place(lat, lng, RADIUS_M), Drawn(corners)


def ours(loaded: Loaded, low: Frame, near: Frame) -> dict[str, Callable[[], object]]:
    """What the pages' own functions do, down to the bytes of the answer."""
    unit = loaded.unit.pk
    place, drawn = shapes(loaded)

    def shown(frame: Frame) -> str:
        return police_map(for_police(unit, frame, now()), frame)

    return {
        "low zoom": lambda: shown(low),
        "dense points": lambda: shown(near),
        "drawn area": lambda: standing_in(area_of(drawn), unit, now()),
        "within 150 m": lambda: standing_in(area_of(place), unit, now()),
    }


def ranked(loaded: Loaded) -> Callable[[], object]:
    """The whole search, with views, light and ranking: nothing in PostGIS does as much."""
    place, at = shapes(loaded)[0], now()
    return lambda: candidates(
        place, start=at, stop=at, unit_id=loaded.unit.pk, needs_ask=True, at=now()
    )


def theirs(loaded: Loaded, low: Frame, near: Frame) -> dict[str, Callable[[], object]]:
    unit = loaded.unit.pk
    place, drawn = shapes(loaded)
    return {
        "low zoom": lambda: postgis.tile(unit, low),
        "dense points": lambda: postgis.points(unit, near),
        "drawn area": lambda: postgis.inside(unit, drawn.corners),
        "within 150 m": lambda: postgis.within(unit, place.lat, place.lng, place.radius_m),
    }


def found(loaded: Loaded, near: Frame) -> dict[str, int]:
    """How many cameras the answers hold."""
    unit = loaded.unit.pk
    place, drawn = shapes(loaded)
    return {
        "dense points": len(for_police(unit, near, now()).points),
        "drawn area": len(standing_in(area_of(drawn), unit, now())),
        "within 150 m": len(standing_in(area_of(place), unit, now())),
    }


def found_apart(loaded: Loaded) -> int:
    """Cameras that one side finds and the other does not."""
    unit = loaded.unit.pk
    place, drawn = shapes(loaded)
    circle = (place.lat, place.lng, place.radius_m)
    in_area = postgis.inside(unit, drawn.corners) ^ set(standing_in(area_of(drawn), unit, now()))
    in_circle = postgis.within(unit, *circle) ^ set(standing_in(area_of(place), unit, now()))
    return len(in_area) + len(in_circle)


def through_http(loaded: Loaded, low: Frame, near: Frame) -> Figures:
    """The same through the server that production runs, signed in, on one kept connection."""
    client = Client()
    sign_in(client, loaded.officer)
    cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    place, drawn = shapes(loaded)
    code = loaded.unit.code
    area = ";".join(f"{lat:.6f},{lng:.6f}" for lat, lng in drawn.corners)
    asked: dict[str, tuple[str, dict[str, object]]] = {
        "low zoom": (f"/coverage/tiles/{code}/", _query(low)),
        "dense points": (f"/coverage/tiles/{code}/", _query(near)),
        "drawn area": (f"/coverage/points/{code}/", {"area": area}),
        "within 150 m": (
            f"/coverage/points/{code}/",
            {"lat": place.lat, "lng": place.lng, "radius": place.radius_m},
        ),
    }
    with server() as port:
        link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

        def get(path: str, facts: dict[str, object]) -> None:
            link.request("GET", f"{path}?{urlencode(facts)}", headers={"Cookie": cookie})
            answer = link.getresponse()
            body = answer.read()
            if answer.status != http.client.OK:
                raise RuntimeError(f"{path}: {answer.status} {body[:300]!r}")

        return fastest({name: partial(get, path, facts) for name, (path, facts) in asked.items()})


def _query(frame: Frame) -> dict[str, object]:
    return {**frame.box._asdict(), "zoom": frame.zoom}


@contextmanager
def server() -> Iterator[int]:
    port = free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"]
    command += ["--port", str(port), "--workers", "1", "--no-ws", "portal.wsgi:application"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(600):
            try:
                link = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
                link.request("GET", "/coverage/public/")
                link.getresponse().read()
                break
            except OSError:
                time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait()


def main() -> None:
    count = int(sys.argv[1])
    call_command("migrate", verbosity=0)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:  # one process, whose time can be read
            cursor.execute("SET max_parallel_workers_per_gather = 0")
    call_command("createcachetable", verbosity=0)
    start = time.perf_counter()
    loaded = load(count)
    figures: dict[str, object] = {"loaded in": time.perf_counter() - start}
    low, near = Frame(GROUND, 8), dense(loaded)
    figures["found"] = found(loaded, near)
    works = {f"ours {name}": work for name, work in ours(loaded, low, near).items()}
    if connection.vendor == "postgresql" and postgis.prepare():
        works |= {f"postgis {name}": work for name, work in theirs(loaded, low, near).items()}
        figures["apart"] = found_apart(loaded)
    works["ranked"] = ranked(loaded)
    figures |= race(works)
    figures |= {f"wall {name}": taken for name, taken in fastest(works).items()}
    figures |= {f"http {n}": taken for n, taken in through_http(loaded, low, near).items()}
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
