from time import perf_counter

from django.core.management.base import BaseCommand

from portal.lib import clock
from portal.places.services import load_units
from portal.places.sources import release


class Command(BaseCommand):
    help = "Load provinces, units in force and former units from the installed packages."

    def handle(self, *_args: object, **_options: object) -> None:
        self.stdout.write(f"Reading {release()} ...")
        started = perf_counter()
        loaded = load_units(actor="system:load-units", at=clock.now())
        self.stdout.write(
            f"{loaded.provinces} provinces, {loaded.units} units, {loaded.former} former units,"
            f" {loaded.successions} successions in {perf_counter() - started:.1f} s"
            + ("" if loaded.changed else "; nothing had changed")
        )
