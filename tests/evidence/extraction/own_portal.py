"""A portal of its own: its rows, files and broker, a process to ask, and real workers to kill."""

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.machine import missing, own_broker, own_database

from .gate import DEADLINE_S

ROOT = Path(__file__).resolve().parents[3]
SCENE = "tests.evidence.extraction.worker_scene"
CELERY = [sys.executable, "-m", "celery", "-A", "portal.celery"]
KEPT = ("PATH", "HOME", "LANG")
_MESSAGE = re.compile(r"Task extraction\.run\[([\w-]+)\] (received|succeeded)")
_TWICE = ("received", 2)


@dataclass(frozen=True)
class Blank:
    """A migrated, empty database: a file of SQLite, or one of PostgreSQL to be copied."""

    file: Path
    address: str


@contextmanager
def blank(folder: Path) -> Iterator[Blank]:
    with own_database() as address:
        environment = _environment(folder, address, "")
        command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
        subprocess.run(command, cwd=ROOT, env=environment, check=True)
        yield Blank(folder / "portal.sqlite3", address)


@contextmanager
def own_portal(
    folder: Path, model: Blank, recorder_port: int, scene: str = SCENE
) -> Iterator["OwnPortal"]:
    folder.mkdir()
    with own_database(model.address) as database, own_broker() as broker:
        if not database:
            _copy(model.file, folder / "portal.sqlite3")
        environment = _environment(folder, database, broker)
        environment["PORTAL_SOURCE_ALLOW"] = f"127.0.0.1:{recorder_port}"
        portal = OwnPortal(folder, environment, scene)
        try:
            yield portal
        finally:
            portal.close()


class Worker:
    """A Celery worker with one child, in a process group of its own."""

    def __init__(self, name: str, log: Path, environment: dict[str, str]) -> None:
        options = ["-c", "1", "-n", f"{name}@%h", "--without-gossip", "--without-mingle"]
        self._log = log
        with log.open("wb") as out:
            self.process = subprocess.Popen(
                [*CELERY, "worker", *options, "-l", "INFO"],
                cwd=ROOT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                start_new_session=True,
            )

    def kill(self) -> None:
        """Parent and child at once, as a power cut does."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def kill_child(self) -> None:
        """Only the child that does the work, as the kernel does when memory runs out."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        if not children.exists():
            missing(str(children))
        (child,) = children.read_text().split()
        os.kill(int(child), signal.SIGKILL)

    def ask_to_stop(self) -> None:
        self.process.terminate()

    def log(self) -> str:
        return self._log.read_text(errors="replace")

    def done(self) -> int:
        """How many messages about the job it has worked off."""
        return sum(word == "succeeded" for _, word in _MESSAGE.findall(self.log()))

    def brought_back(self) -> bool:
        """Whether a message was received twice, and then worked off."""
        told = Counter(_MESSAGE.findall(self.log()))
        twice = [message for (message, word), times in told.items() if (word, times) == _TWICE]
        return any(told[message, "succeeded"] for message in twice)


class OwnPortal:
    def __init__(self, folder: Path, environment: dict[str, str], scene: str) -> None:
        self.folder = folder
        self._environment = environment
        self._workers: list[Worker] = []
        self._errors = folder / "scene.log"
        with self._errors.open("wb") as errors:
            self._scene = subprocess.Popen(
                [sys.executable, "-m", scene],
                cwd=ROOT,
                env=environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            )

    def ask(self, command: str, *arguments: object) -> Any:
        assert self._scene.stdin
        assert self._scene.stdout
        self._scene.stdin.write(json.dumps([command, *arguments]) + "\n")
        self._scene.stdin.flush()
        answer = self._scene.stdout.readline()
        assert answer, self._errors.read_text()[-3000:]
        return json.loads(answer)

    def start(self, name: str = "worker") -> Worker:
        log = self.folder / f"{name}-{len(self._workers)}.log"
        worker = Worker(name, log, self._environment)
        self._workers.append(worker)
        return worker

    def until(self, condition: Callable[[], bool], what: str) -> None:
        """Look again and again; fail with what did not happen and the workers' last words."""
        end = time.monotonic() + DEADLINE_S
        while not condition():
            logs = "\n".join(worker.log()[-2000:] for worker in self._workers)
            assert time.monotonic() < end, f"{what}: not within {DEADLINE_S} s\n{logs}"
            time.sleep(0.1)  # between two looks

    def until_sealed(self) -> dict[str, Any]:
        """Sweep as the beat does until the job has ended well."""
        told: dict[str, Any] = {}

        def sealed() -> bool:
            self.ask("sweep")
            told.update(self.ask("state"))
            assert told["job"] not in {"failed", "stopped"}, told
            return bool(told["job"] == "sealed")

        self.until(sealed, "the clip is sealed")
        return told

    def plain(self, pattern: str) -> list[Path]:
        """Files in plain that a pull has left in its work folder."""
        return list((self.folder / "work").rglob(pattern))

    def close(self) -> None:
        for worker in self._workers:
            worker.kill()
        assert self._scene.stdin
        self._scene.stdin.close()
        self._scene.wait(DEADLINE_S)
        assert self._scene.stdout
        self._scene.stdout.close()


def _environment(folder: Path, database: str, broker: str) -> dict[str, str]:
    given = {name: os.environ[name] for name in KEPT if name in os.environ}
    if database:
        given["PORTAL_DATABASE_URL"] = database
    if broker:
        given["PORTAL_BROKER_URL"] = broker
    return {**given, "PORTAL_VAR": str(folder), "PYTHONWARNINGS": "ignore"}


def _copy(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)
