"""The whole portal as child processes: web server, worker, beat, simulated cameras.

One place starts them, waits until each is ready, and stops them all: `make demo` and the browser
tests run the very same thing.
"""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

from portal.lib.clock import now

ROOT = Path(__file__).resolve().parents[2]
READY_WITHIN = 120.0
PAST_WITHIN = 300.0
PAST_IS_THERE = ("minutes are drawn", "before is kept")  # what simulate_cameras prints then
STOP_WITHIN = 15.0
POLL = 0.1


class StackFailed(RuntimeError):  # noqa: N818 -- reads as what happened
    """A process ended by itself, or one did not become ready; the message names its log."""


@dataclass
class Stack:
    """`var` holds everything that is written; logs stand in ``var/logs``."""

    var: Path
    port: int = 8000
    recorder_port: int = 18080
    environment: Mapping[str, str] = field(default_factory=dict)
    recorder_options: tuple[str, ...] = ()
    cameras_since: datetime | None = None  # their past lies before it, gapless once it is drawn
    _running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def phones(self) -> Path:
        """Where telephones held before the simulated cameras are told."""
        return self.var / "phones"

    @property
    def recorders(self) -> str:
        return f"http://127.0.0.1:{self.recorder_port}"

    def settings(self) -> dict[str, str]:
        """The environment of every process of the stack."""
        return {
            **os.environ,
            "PORTAL_VAR": str(self.var),
            "PORTAL_DEMO": "1",
            "PORTAL_PUBLIC_ADDRESS": self.address,
            "PORTAL_SOURCE_ALLOW": f"127.0.0.1:{self.recorder_port}",
            "PYTHONUNBUFFERED": "1",
            **self.environment,
        }

    def commands(self) -> dict[str, list[str]]:
        python = sys.executable
        celery = [python, "-m", "celery", "-A", "portal.celery"]
        return {
            "cameras": [
                python, "manage.py", "simulate_cameras",
                "--port", str(self.recorder_port),
                "--folder", str(self.var / "cameras"),
                "--phones", str(self.phones),
                *self.recorder_options,
            ],
            "web": [
                python, "-m", "granian", "--interface", "wsgi",
                "--host", "127.0.0.1", "--port", str(self.port),
                "--workers", "2", "--blocking-threads", "4", "--no-ws",
                "portal.wsgi:application",
            ],
            "worker": [
                *celery, "worker", "--loglevel", "WARNING", "--concurrency", "2",
                "--without-gossip", "--without-mingle", "--without-heartbeat",
            ],
            "beat": [*celery, "beat", "--loglevel", "WARNING", "--pidfile", ""],
        }  # fmt: skip

    def manage(self, *arguments: str) -> None:
        """Run one management command to its end; raises StackFailed when it fails."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments], cwd=ROOT, env=self.settings(), check=False
        )
        if done.returncode:
            raise StackFailed(f"manage.py {' '.join(arguments)} ended with {done.returncode}")

    def start(self, *names: str) -> None:
        """Start the named processes (all of them without names), each in its own group."""
        commands = self.commands()
        logs = self.var / "logs"
        logs.mkdir(parents=True, exist_ok=True)
        if "cameras" in (names or commands):
            self.cameras_since = now()
        for name in names or commands:
            with (logs / f"{name}.log").open("ab") as log:
                self._running[name] = subprocess.Popen(
                    commands[name],
                    cwd=ROOT,
                    env=self.settings(),
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                )

    def wait_until_ready(self) -> None:
        """Return when web server and recorders answer; raises StackFailed otherwise."""
        if "cameras" in self._running:
            self._wait_for("cameras", f"{self.recorders}/ISAPI/System/time")
        if "web" in self._running:
            self._wait_for("web", f"{self.address}/")

    def _wait_for(self, name: str, address: str) -> None:
        deadline = time.monotonic() + READY_WITHIN
        while time.monotonic() < deadline:
            self.check()
            if _answers(address):
                return
            time.sleep(POLL)
        raise StackFailed(f"{name} was not ready after {READY_WITHIN:.0f} s: {self._log(name)}")

    def past_is_drawn(self) -> bool:
        """Have the simulated cameras recorded the minutes before their first start?"""
        said = self._log("cameras").read_text(errors="replace")
        return any(words in said for words in PAST_IS_THERE)

    def wait_for_past(self) -> None:
        """Return when footage of the past is there; raises StackFailed otherwise."""
        deadline = time.monotonic() + PAST_WITHIN
        while not self.past_is_drawn():
            self.check()
            if time.monotonic() > deadline:
                raise StackFailed(f"the past was not drawn after {PAST_WITHIN:.0f} s")
            time.sleep(POLL)

    def check(self) -> None:
        """Raises StackFailed when a process has ended by itself."""
        for name, process in self._running.items():
            if process.poll() is not None:
                raise StackFailed(f"{name} ended with {process.returncode}: {self._log(name)}")

    def _log(self, name: str) -> Path:
        return self.var / "logs" / f"{name}.log"

    def pid(self, name: str) -> int:
        return self._running[name].pid

    def stop(self, *names: str) -> None:
        """End the named processes (all without names): asked first, then their groups killed.

        Asked is the parent alone: it knows how to end its own children. Told together with them,
        Celery waits for children that are already gone.
        """
        chosen = {n: self._running.pop(n) for n in names or list(self._running)}
        for process in chosen.values():
            process.terminate()
        deadline = time.monotonic() + STOP_WITHIN
        for process in chosen.values():
            try:
                process.wait(max(POLL, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                _signal(process, signal.SIGKILL)
                process.wait()

    def kill(self, name: str) -> None:
        """End one process and its children at once, as a power cut would."""
        process = self._running.pop(name)
        _signal(process, signal.SIGKILL)
        process.wait()


def _answers(address: str) -> bool:
    """Does a server answer there, be it with a refusal?"""
    try:
        with urlopen(address, timeout=5):  # noqa: S310 -- our own loopback address
            return True
    except HTTPError:
        return True
    except OSError:
        return False


def _signal(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, number)


@contextlib.contextmanager
def running(stack: Stack) -> Iterator[Stack]:
    """The stack, ready; stopped whatever happens."""
    try:
        stack.start()
        stack.wait_until_ready()
        yield stack
    finally:
        stack.stop()
