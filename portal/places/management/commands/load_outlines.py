from argparse import ArgumentParser
from pathlib import Path
from time import perf_counter

from django.core.management.base import BaseCommand, CommandError

from portal.lib import clock
from portal.places.outlines import BadOutlineError, read
from portal.places.services import load_outlines


class Command(BaseCommand):
    help = "Give units their official outline from GeoJSON (a file, or a tar archive of files)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--note", default="", help="where the outlines come from; shown on maps"
        )

    def handle(self, *_args: object, **options: object) -> None:
        path, note = options["file"], str(options["note"])
        assert isinstance(path, Path)
        started = perf_counter()
        try:
            outlines = list(read(path))
        except (BadOutlineError, OSError) as error:
            raise CommandError(str(error)) from error
        units, strays = load_outlines(
            outlines, note=note or path.name, actor="system:load-outlines", at=clock.now()
        )
        self.stdout.write(
            f"{len(outlines)} outlines read, {units} units have theirs,"
            f" in {perf_counter() - started:.1f} s"
        )
        for name in strays:
            self.stderr.write(f"no unit in force is called {name} there: left out")
