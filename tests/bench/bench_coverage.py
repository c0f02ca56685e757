"""What the map costs: SQLite and PostgreSQL side by side, and PostGIS where it is installed.

The same cameras in each, in databases made for the time of the measurement: counts of a whole
province at low zoom, the densest frame of points, a drawn area, 150 m around a point; without and
through HTTP. A ratio is ours on PostgreSQL over PostGIS, in turns on the same server.

    python -m tests.bench bench_coverage
    PORTAL_BENCH_CAMERAS=13600,136000 python -m tests.bench bench_coverage
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests.machine import free_port

SIZES = "13600,136000,1360000"  # the third takes some ten minutes of two free cores
ROOT = Path(__file__).resolve().parents[2]
QUESTIONS = ("low zoom", "dense points", "drawn area", "within 150 m")
# What the portal promises of each, at 136,000 cameras: ours over PostGIS.
PROMISED = {"low zoom": 0.1, "dense points": 1.5, "drawn area": 1.0, "within 150 m": 1.0}
MILLI = 1000


def main() -> None:
    sizes = [int(n) for n in os.environ.get("PORTAL_BENCH_CAMERAS", SIZES).split(",")]
    with tempfile.TemporaryDirectory() as name, postgres(Path(name)) as server:
        for size in sizes:
            lite = run(Path(name), f"sqlite:///{name}/{size}.sqlite3", size)
            big = run(Path(name), database(server, size), size) if server else {}
            report(size, lite, big)


def run(folder: Path, address: str, size: int) -> dict[str, float]:
    """One size on one database, in a process of its own."""
    environment = {**os.environ, "PORTAL_DATABASE_URL": address, "PORTAL_VAR": str(folder / "var")}
    environment["PYTHONWARNINGS"] = "ignore"
    command = [sys.executable, "-m", "tests.bench.coverage_run", str(size)]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True
    )
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


def report(size: int, lite: dict[str, float], big: dict[str, float]) -> None:
    """Milliseconds, best of the rounds."""
    print(f"\n{size:,} cameras, found: {lite['found']}")
    if "apart" in big:
        print(f"found by one of PostGIS and the portal and not by the other: {big['apart']}")
    heads = ("sqlite", "postgres", "postgis", "ratio", "wanted", "sqlite+http", "postgres+http")
    print(f"{'ms':14}" + "".join(f"{head:>14}" for head in heads))
    for name in QUESTIONS:
        mine, floor = big.get(f"ours {name}"), big.get(f"postgis {name}")
        ratio = f"{mine / floor:.3f}" if mine and floor else "-"
        cells = [lite[f"ours {name}"], mine, floor, ratio, f"<= {PROMISED[name]}"]
        cells += [lite[f"http {name}"], big.get(f"http {name}")]
        print(f"{name:14}" + "".join(f"{_shown(cell):>14}" for cell in cells))
    print(f"{'ranked 150 m':14}{_shown(lite['ranked']):>14}{_shown(big.get('ranked')):>14}")


def _shown(cell: float | str | None) -> str:
    if isinstance(cell, str):
        return cell
    return "-" if cell is None else f"{cell * MILLI:.2f}"


@contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """A server of our own on a free port, stopped in the end; empty where there is none."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not programs:
        print("no PostgreSQL on this machine: SQLite only")
        yield ""
        return
    bin_, data, port = programs[-1].parent, folder / "pg", free_port()
    folder.chmod(0o755)
    data.mkdir()
    as_owner: list[str] = []
    if os.geteuid() == 0:  # the server refuses to run as root
        shutil.chown(data, "postgres")
        as_owner = ["runuser", "-u", "postgres", "--"]
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={data}"
    start = [*as_owner, str(bin_ / "pg_ctl"), "-D", str(data), "-w", "-l", str(data / "log")]
    init = [*as_owner, str(bin_ / "initdb"), "-D", str(data), "-A", "trust", "-E", "UTF8"]
    subprocess.run([*init, "-U", "postgres", "--no-sync"], check=True, stdout=subprocess.DEVNULL)
    subprocess.run([*start, "-o", options, "start"], check=True, stdout=subprocess.DEVNULL)
    try:
        yield f"postgres://postgres@127.0.0.1:{port}"
    finally:
        subprocess.run([*start, "-m", "immediate", "stop"], check=True, stdout=subprocess.DEVNULL)


def database(server: str, size: int) -> str:
    with psycopg.connect(f"{server}/postgres", autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE bench_{size}")
    return f"{server}/bench_{size}"


if __name__ == "__main__":
    main()
