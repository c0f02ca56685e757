"""A real recorder over HTTP whose downloads stop at a gate, so that a pull can be met half-way."""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from evidence.demo import recorder_isapi
from evidence.demo.recorder_ring import Ring
from evidence.demo.scenery import CAMERAS, Scenery

CAMERA = CAMERAS[1]  # the one whose clock is wrong
DEADLINE_S = 120


class Gate:
    """Lets the first downloads through, then holds each until it is opened."""

    def __init__(self, passes: int) -> None:
        self.asked = 0
        self._passes = passes
        self._open = threading.Event()

    @property
    def reached(self) -> bool:
        return self.asked > self._passes

    def enter(self) -> None:
        self.asked += 1
        if self.reached:
            self._open.wait(DEADLINE_S)

    def open(self) -> None:
        self._open.set()


class GatedRecorder(recorder_isapi.RecorderServer):
    def __init__(self, ring: Ring, gate: Gate) -> None:
        super().__init__(0, CAMERAS, ring)
        self.RequestHandlerClass = _Handler
        self.gate = gate

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, request: object, client_address: object) -> None:
        """A killed worker hangs up in the middle of an answer; everything else is told."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class _Handler(recorder_isapi._Handler):
    server: GatedRecorder

    def _download(self, camera: Scenery, body: bytes) -> None:
        self.server.gate.enter()
        super()._download(camera, body)


@contextmanager
def recorder(folder: Path, paths: list[Path], first_s: int, gate: Gate) -> Iterator[GatedRecorder]:
    """It holds the given files, ten seconds each from `first_s` on."""
    ring = Ring(folder, 1 << 30)
    for place, path in enumerate(paths):
        part = ring.part(CAMERA.key, first_s + 10 * place, 10)
        part.write_bytes(path.read_bytes())
        ring.add(part)
    server = GatedRecorder(ring, gate)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        gate.open()
        server.shutdown()
        server.server_close()
        thread.join()
