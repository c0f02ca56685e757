from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from portal.lib import clock
from portal.lib.errors import Refused
from portal.lib.words import sentence
from portal.people.enrolment import OPERATOR, issue_code
from portal.people.enrolment_code import spaced
from portal.people.models import User
from portal.people.phones import normalised
from portal.people.roles import Role
from portal.people.services import appoint, register_person
from portal.places.models import Unit


class Command(BaseCommand):
    help = (
        "Appoint a unit's first administrator and print the code for their second factor. For "
        "somebody who already administers the unit, print a new code."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--phone", required=True, help="0901 234 567")
        parser.add_argument("--unit", required=True, help="the unit's code")
        parser.add_argument("--name", default="", help="needed when the number has no account yet")
        parser.add_argument(
            "--lost", action="store_true", help="remove the second factors they had, end sessions"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        at = clock.now()
        unit = Unit.objects.filter(code=options["unit"]).first()
        if unit is None:
            raise CommandError(f"got unit {options['unit']!r}, want the code of a loaded unit")
        try:
            with transaction.atomic():
                person = self._person(options["phone"], options["name"], at)
                if unit.pk not in person.units_with(Role.ADMINISTRATOR, at):
                    role = Role.ADMINISTRATOR
                    appoint(person=person, role=role, unit=unit, appointed_by=None, at=at)
                lost = options["lost"]
                code = issue_code(person=person, unit=unit, issued_by=None, lost=lost, at=at)
        except Refused as error:
            raise CommandError(sentence(error)) from error
        except ValueError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"administrator of {unit.code}: {person.subject}")
        self.stdout.write(f"code, shown once, valid for 7 days: {spaced(code)}")

    def _person(self, phone: str, name: str, at: datetime) -> User:
        """The operator vouches for a number without an account: its owner signs in by message."""
        number = normalised(phone)
        found = User.objects.filter(phone=number, is_active=True).first()
        if found is not None:
            return found
        return register_person(
            full_name=name, phone=number, phone_verified=True, actor=OPERATOR, at=at
        )
