from typing import Any

from django.core.management.base import BaseCommand

from portal.look import catalogue


class Command(BaseCommand):
    help = "Compile the English catalogue where it is older than its source. Needs no gettext."
    requires_system_checks: list[str] = []

    def handle(self, *_args: Any, **_options: Any) -> None:
        done = catalogue.compile_file(catalogue.FILE)
        self.stdout.write("catalogue compiled" if done else "catalogue is up to date")
