"""Run the simulated cameras and their recorders until told to stop."""

import signal
import threading
import time
from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from evidence.demo.recorder import LIMIT_BYTES, Simulator, draw_past, last_slots
from evidence.demo.recorder_ring import Ring
from evidence.demo.scenery import CAMERAS


class Command(BaseCommand):
    help = "Draw the simulated cameras' scenes, record them, and serve them like recorders do."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=18080)
        parser.add_argument("--folder", type=Path, default=settings.VAR / "cameras")
        parser.add_argument("--phones", type=Path, default=settings.VAR / "phones")
        parser.add_argument("--minutes", type=int, default=15, help="drawn at the first start")
        parser.add_argument("--limit-bytes", type=int, default=LIMIT_BYTES)
        parser.add_argument("--once-minutes", type=int, help="draw the last minutes and end")

    def handle(self, **options: object) -> None:
        folder, limit = options["folder"], options["limit_bytes"]
        port, minutes, once = options["port"], options["minutes"], options["once_minutes"]
        phones = options["phones"]
        assert isinstance(folder, Path)
        assert isinstance(phones, Path)
        assert isinstance(limit, int)
        assert isinstance(port, int)
        assert isinstance(minutes, int)
        ring = Ring(folder, limit)
        if isinstance(once, int):
            draw_past(CAMERAS, ring, last_slots(time.time(), once), None)
            return
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        Simulator(CAMERAS, ring, port, minutes, self._line, phones).run(stop)

    def _line(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()
