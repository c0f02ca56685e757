"""The only file that starts ffmpeg or any decoder process.

A recording is written by a stranger's device, so whatever opens it runs as a child that can be
killed and forgotten: a process group of its own, no inherited environment, nothing on its standard
input but video, demuxers and protocols from a fixed list, and limits on memory, processor time,
file size, wall time and output. Code of ours between fork and exec is unsafe in a threaded server,
and limits set from outside come too late on a busy machine; so a shell sets them on itself and
becomes the child. It reads no word of the command. Elsewhere than on Linux the wall time and
output bounds still hold.
"""

import logging
import os
import selectors
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from types import TracebackType
from typing import IO, Self

import imageio_ffmpeg

from .errors import MediaError

PIECE = 1 << 20
STDERR_KEPT = 4000

PROTOCOLS = "file,pipe,fd"
DEMUXERS_OF_FILES = "mov,matroska,avi,mpegts,mpeg"
DEMUXERS_OF_SCRIPTS = f"{DEMUXERS_OF_FILES},concat"  # for scripts that we wrote ourselves
# Read by a file path; the environment of the parent, with its keys, is not handed on.
ENVIRONMENT: dict[str, str] = {"LC_ALL": "C"}

# The soft limit on time ends it with a signal that tells why, the hard one with certainty.
_SET_LIMITS = (
    'ulimit -c 0 && ulimit -f "$1" && ulimit -S -t "$2" && ulimit -H -t "$3" && ulimit -v "$4"'
    ' && shift 4 && exec "$@"'
)
_BLOCK, _KIB = 512, 1024  # what `ulimit -f` and `ulimit -v` count in (POSIX.1-2017, ulimit)

logger = logging.getLogger(__name__)
Sink = Callable[[memoryview], object]
Alive = Callable[[], object]  # called every few seconds while a child says nothing; may raise
ALIVE_S = 2.0


@dataclass(frozen=True)
class Limits:
    """Bounds of one child. The defaults fit half an hour of 1080p copied or sampled."""

    wall_s: float = 300
    cpu_s: int = 300
    memory: int = 2 << 30
    output: int = 8 << 30  # bytes on its standard output
    file: int = 16 << 20  # bytes in any file it writes, its error messages included


@dataclass(frozen=True)
class Usage:
    """What a finished child took."""

    cpu_s: float
    output: int


def ffmpeg_path() -> str:
    """The system's ffmpeg, else the binary inside the imageio-ffmpeg wheel."""
    return shutil.which("ffmpeg") or imageio_ffmpeg.get_ffmpeg_exe()


def ffmpeg_version() -> str:
    """What stands in custody notes, for example ``ffmpeg 9.0.2``."""
    first = run([ffmpeg_path(), "-version"], Limits(wall_s=10, cpu_s=10))[0].split(b"\n", 1)[0]
    return " ".join(first.decode("ascii", "replace").split()[:3])


def guarded_ffmpeg(arguments: Sequence[str], demuxers: str = DEMUXERS_OF_FILES) -> list[str]:
    """A command line whose inputs come from our demuxers and protocols only.

    `arguments` is what follows the global options, as `ffmpeg.compile()` of ffmpeg-python gives
    it; the lists are set before every ``-i``, where ffmpeg reads them as that input's options.
    """
    command = [ffmpeg_path(), "-nostdin", "-hide_banner", "-loglevel", "error", "-threads", "2"]
    for argument in arguments:
        if argument == "-i":
            command += ["-protocol_whitelist", PROTOCOLS, "-format_whitelist", demuxers]
        command.append(argument)
    return command


def python_command(script: Path, arguments: Sequence[str]) -> list[str]:
    """Our own decoder script in an isolated interpreter: no environment, no user site, no cwd."""
    return [sys.executable, "-I", "-B", str(script), *arguments]


class Child:
    """One guarded process: read its output in pieces, then `finish`; leaving the block kills it."""

    def __init__(
        self,
        command: Sequence[str],
        limits: Limits,
        feed: Iterable[bytes] | None = None,
        alive: Alive | None = None,
    ) -> None:
        self.limits = limits
        self._alive = alive
        self.output = 0
        self._errors: IO[bytes] = TemporaryFile()  # noqa: SIM115 -- closed in __exit__
        self._deadline = time.monotonic() + limits.wall_s
        self._process = subprocess.Popen(
            _bounded(command, limits),
            stdin=subprocess.DEVNULL if feed is None else subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            env=ENVIRONMENT,
            start_new_session=True,
        )
        assert self._process.stdout is not None
        self._out = self._process.stdout.fileno()
        _widen(self._out)
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._out, selectors.EVENT_READ)
        self._feed_error: Exception | None = None
        self._feeder = None if feed is None else self._start_feeder(feed)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._kill()
        self._reap()
        if self._feeder is not None:
            self._feeder.join()
        self._selector.close()
        for file in (self._process.stdout, self._errors):
            if file is not None:
                file.close()

    def read_into(self, buffer: memoryview) -> int:
        """Fill `buffer` as far as the output goes; the number of bytes, less only at its end."""
        filled = 0
        while filled < len(buffer):
            self._wait_for_output()
            count = os.readv(self._out, [buffer[filled:]])
            if count == 0:
                break
            filled += count
        self.output += filled
        if self.output > self.limits.output:
            raise MediaError("too_large", f"more than {self.limits.output} bytes of output")
        return filled

    def finish(self) -> Usage:
        """Wait for the end of a child whose output has ended. Raises MediaError if it failed."""
        status, cpu_s = self._wait()
        if self._feeder is not None:
            self._feeder.join()
        if self._feed_error is not None:
            raise self._feed_error
        if status != 0:
            raise self._failure(status)
        return Usage(cpu_s=cpu_s, output=self.output)

    def _wait_for_output(self) -> None:
        while (left := self._deadline - time.monotonic()) > 0:
            if self._selector.select(min(left, ALIVE_S)):
                return
            if self._alive is not None:
                self._alive()
        raise MediaError("timeout", f"no end after {self.limits.wall_s:.0f} s")

    def _wait(self) -> tuple[int, float]:
        while True:
            found = self._reap(os.WNOHANG)
            if found is not None:
                return found
            if time.monotonic() > self._deadline:
                raise MediaError("timeout", f"no end after {self.limits.wall_s:.0f} s")
            time.sleep(0.002)

    def _reap(self, flags: int = 0) -> tuple[int, float] | None:
        if self._process.returncode is not None:
            return self._process.returncode, 0.0
        pid, status, used = os.wait4(self._process.pid, flags)
        if pid == 0:
            return None
        self._process.returncode = os.waitstatus_to_exitcode(status)
        return self._process.returncode, used.ru_utime + used.ru_stime

    def _kill(self) -> None:
        if self._process.returncode is None:
            try:
                os.killpg(self._process.pid, signal.SIGKILL)
            except ProcessLookupError:
                logger.debug("child %s had ended", self._process.pid)

    def _failure(self, status: int) -> MediaError:
        self._errors.seek(0)
        said = self._errors.read(STDERR_KEPT).decode("utf-8", "replace").strip()
        if status == -signal.SIGXCPU:
            return MediaError("timeout", f"more than {self.limits.cpu_s} s of processor time")
        if said.startswith("refused: "):
            return MediaError("not_video", said)
        return MediaError("crashed", f"exit {status}: {said}")

    def _start_feeder(self, feed: Iterable[bytes]) -> threading.Thread:
        pipe = self._process.stdin
        assert pipe is not None
        _widen(pipe.fileno())

        def pump() -> None:
            try:
                with pipe:
                    for piece in feed:
                        pipe.write(piece)
            except BrokenPipeError:
                logger.debug("child had read enough")
            except Exception as error:  # noqa: BLE001 -- a thread hands its error to `finish`
                self._feed_error = error

        thread = threading.Thread(target=pump, name="media-feed", daemon=True)
        thread.start()
        return thread


def stream(
    command: Sequence[str],
    limits: Limits,
    sink: Sink,
    feed: Iterable[bytes] | None = None,
    alive: Alive | None = None,
) -> Usage:
    """Run to the end, handing the output to `sink` in pieces of 1 MiB that it must not keep."""
    buffer = memoryview(bytearray(PIECE))
    with Child(command, limits, feed, alive) as child:
        while count := child.read_into(buffer):
            sink(buffer[:count])
            if count < PIECE:
                break
        return child.finish()


def run(
    command: Sequence[str],
    limits: Limits,
    feed: Iterable[bytes] | None = None,
    alive: Alive | None = None,
) -> tuple[bytes, Usage]:
    """Run to the end and return the output, for children that say little."""
    kept = bytearray()
    usage = stream(command, limits, kept.extend, feed, alive)
    return bytes(kept), usage


def run_python(
    script: Path, arguments: Sequence[str], limits: Limits, feed: Iterable[bytes] | None = None
) -> tuple[bytes, Usage]:
    """As `run`, for one of our decoder scripts."""
    return run(python_command(script, arguments), limits, feed)


def _bounded(command: Sequence[str], limits: Limits) -> list[str]:
    """The command behind a shell that sets the limits on itself and then becomes the command."""
    if sys.platform != "linux":
        return list(command)
    bounds = (limits.file // _BLOCK, limits.cpu_s, limits.cpu_s + 1, limits.memory // _KIB)
    return ["/bin/sh", "-c", _SET_LIMITS, "sh", *map(str, bounds), *command]


def _widen(descriptor: int) -> None:
    """A pipe of 1 MiB instead of 64 KiB: a sixteenth of the switches between the processes."""
    if sys.platform == "linux":
        import fcntl  # noqa: PLC0415 -- not on every system

        try:
            fcntl.fcntl(descriptor, fcntl.F_SETPIPE_SZ, PIECE)
        except OSError as error:  # the user's share of pipe memory is used up: slower, not wrong
            logger.debug("pipe stays at its size: %s", error)
