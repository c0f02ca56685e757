from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.ledger import checkpoints
from portal.lib import clock
from portal.lib.errors import Refused
from portal.lib.words import sentence


class Command(BaseCommand):
    help = "After a restored backup: go on with the record as a new epoch, announced in public."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--reason", required=True, help="stands in the record for ever")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            seq = checkpoints.open_epoch(
                reason=options["reason"], actor="system:administrator", at=clock.now()
            )
        except Refused as error:
            raise CommandError(sentence(error)) from error
        self.stdout.write(f"the record goes on in a new epoch with entry {seq}")
