from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.lib import clock
from portal.lib.errors import Refused
from portal.lib.words import sentence
from portal.places.models import Province, Unit
from portal.places.rules import DEFAULTS
from portal.units.services import order_rule

RULES = {rule.key: rule for rule in DEFAULTS}


def day(text: str) -> date:
    return date.fromisoformat(text)


class Command(BaseCommand):
    help = (
        "Write a rule of a province, a unit or the whole country, from a day on. Rows are added, "
        "never changed: of several for one place the latest that has begun counts, of one day the "
        "one written last. A unit's row goes before its province's, that before the country's; "
        "where a rule protects people, the stricter of them counts. Rules, with their bounds: "
    ) + "; ".join(
        f"{rule.key} ({rule.meaning}: {rule.least} to {rule.most}, at first {rule.value})"
        for rule in RULES.values()
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("key", help="request.approvals.normal")
        parser.add_argument("value", type=int)
        where = parser.add_mutually_exclusive_group(required=True)
        where.add_argument("--province", help="the province's code: 79")
        where.add_argument("--unit", help="the unit's code")
        where.add_argument("--country", action="store_true", help="the whole country")
        parser.add_argument(
            "--from",
            dest="valid_from",
            type=day,
            required=True,
            metavar="DATE",
            help="the first day, today or later: 2026-12-01",
        )
        parser.add_argument(
            "--source", required=True, help="the document that says so: its number, day and issuer"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        key, value, valid_from = options["key"], options["value"], options["valid_from"]
        if key not in RULES:
            raise CommandError(f"got rule {key!r}, want one of: {', '.join(RULES)}")
        place = _place(options)
        try:
            row = order_rule(
                place=place,
                key=key,
                value=value,
                valid_from=valid_from,
                source=options["source"],
                at=clock.now(),
            )
        except Refused as error:
            raise CommandError(sentence(error)) from error
        where = place or "the whole country"
        self.stdout.write(f"{where}: {row} from {valid_from} on, on the record as {row.public_id}")


def _place(options: dict[str, Any]) -> Unit | Province | None:
    kind = Province if options["province"] else Unit
    code = options["province"] or options["unit"]
    if options["country"]:
        return None
    found = kind.objects.filter(code=code).first()
    if found is None:
        raise CommandError(f"got {kind.__name__.lower()} {code!r}, want the code of a loaded one")
    return found
