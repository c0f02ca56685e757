import time
from typing import Any

from celery import current_app
from django.core.management.base import BaseCommand, CommandError, CommandParser

from evidence.demo.load import is_loaded, is_whole, load
from portal.lib.clock import now


class Command(BaseCommand):
    help = "Load the demo (wards that were Vũng Tàu city); does nothing where it is loaded."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--recorders", default="http://127.0.0.1:18080")

    def handle(self, *_args: Any, **options: Any) -> None:
        if is_whole():
            self.stdout.write("demo data are there already")
            return
        if is_loaded():
            raise CommandError("The demo was loaded in part only: `make demo-reset`, then again.")
        current_app.conf.update(broker_url="memory://localhost/")  # long ago: wakes nobody now
        started = time.monotonic()
        load(
            recorders=options["recorders"],
            at=now(),
            say=lambda words: self.stdout.write(f"  loading {words}"),
        )
        self.stdout.write(f"demo data loaded in {time.monotonic() - started:.0f} s")
