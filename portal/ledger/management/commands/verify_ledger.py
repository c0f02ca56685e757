from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.ledger.audit import verify_all


class Command(BaseCommand):
    help = "Check the whole record; name every entry that was altered. Exit status 1 if any was."
    requires_system_checks: list[str] = []  # what is broken is what this command reports

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--quiet", action="store_true", help="print problems only")

    def handle(self, *_args: Any, **options: Any) -> None:
        def progress(checked: int, size: int) -> None:
            if not options["quiet"]:
                self.stderr.write(f"{checked} / {size}")

        report = verify_all(progress)
        for problem in report.problems:
            self.stdout.write(f"{problem.code}: {problem}")
        if report.unnamed:
            self.stdout.write(f"and {report.unnamed} more")
        if not report.ok:
            raise CommandError(f"{len(report.problems) + report.unnamed} problems found")
        if not options["quiet"]:
            self.stdout.write(f"{report.size} entries, root {report.root}: nothing was altered")
