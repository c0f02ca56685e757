from typing import Any

from django.core.management.base import BaseCommand

from cameras.coverage.rebuild import differences, rebuild


class Command(BaseCommand):
    help = "Count the map's tiles and cells anew; with --check only say whether they are right."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        del args
        wrong = differences()
        self.stdout.write(f"{wrong} rows of counts differ from a recount")
        if not options["check"]:
            marks, rows = rebuild()
            self.stdout.write(f"{marks} cameras had the wrong mark; {rows} rows of counts written")
