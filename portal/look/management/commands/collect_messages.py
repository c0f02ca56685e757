from typing import Any

import polib
from django.conf import settings
from django.core.management.base import BaseCommand

from portal.look import catalogue


class Command(BaseCommand):
    help = "Collect every Vietnamese sentence into the English catalogue, keeping translations."
    requires_system_checks: list[str] = []

    def handle(self, *_args: Any, **_options: Any) -> None:
        catalogue.FILE.parent.mkdir(parents=True, exist_ok=True)
        old = polib.pofile(str(catalogue.FILE)) if catalogue.FILE.exists() else polib.POFile()
        new = catalogue.merged(old, catalogue.collect(settings.ROOT))
        new.save(str(catalogue.FILE))
        missing = [entry for entry in new if not entry.translated()]
        self.stdout.write(f"{len(new)} sentences, {len(missing)} without English")
        for entry in missing:
            self.stdout.write(f"  {entry.msgid!r}")
