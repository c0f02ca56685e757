"""A person's own data in this package: what is held, and what goes when the account goes."""

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from portal.lib.clock import to_text

from .models import EnrolmentCode, Membership, Organisation, OrganisationKind, User
from .roles import Role

Rows = list[dict[str, object]]

SPEAKING = (Role.OWNER, Role.CO_OWNER, Role.SIGNATORY)
PRIVATE = (OrganisationKind.HOUSEHOLD, OrganisationKind.BUSINESS)


def held(person: User) -> dict[str, Rows]:
    return {
        "account": [
            {
                "id": person.public_id,
                "name": person.full_name,
                "phone": str(person.phone or ""),
                "phone_verified": person.phone_verified,
                "email": person.email or "",
                "language": person.language,
                "created_at": to_text(person.created_at),
                "last_login": _text(person.last_login),
                "demo": person.is_demo,
            }
        ],
        "emails": [
            {"email": row.email, "verified": row.verified, "primary": row.primary}
            for row in EmailAddress.objects.filter(user=person)
        ],
        "second_factors": [
            {
                "type": row.type,
                "created_at": to_text(row.created_at),
                "last_used_at": _text(row.last_used_at),
            }
            for row in Authenticator.objects.filter(user=person)
        ],
        "enrolment_codes": [
            {
                "unit": row.unit.name,
                "issued_at": to_text(row.issued_at),
                "expires_at": to_text(row.expires_at),
                "tries": row.tries,
                "used_at": _text(row.used_at),
            }
            for row in person.enrolment_codes.select_related("unit").order_by("pk")
        ],
        "offices": _offices(person),
        "memberships": _memberships(person),
    }


def _offices(person: User) -> Rows:
    return [
        {
            "id": row.public_id,
            "role": row.role,
            "unit": row.unit.name,
            "neighbourhood": row.neighbourhood.name if row.neighbourhood else "",
            "from": to_text(row.valid_from),
            "to": _text(row.valid_to),
            "document": row.document,
        }
        for row in person.offices.select_related("unit", "neighbourhood").order_by("pk")
    ]


def _memberships(person: User) -> Rows:
    return [
        {
            "organisation": row.organisation.public_id,
            "kind": row.organisation.kind,
            "name": row.organisation.name,
            "unit": row.organisation.unit.name,
            "role": row.role,
            "from": to_text(row.valid_from),
            "to": _text(row.valid_to),
        }
        for row in person.memberships.select_related("organisation__unit").order_by("pk")
    ]


def others_who_speak(organisation: Organisation, person: User, at: datetime) -> QuerySet[User]:
    """The other people who may speak for it now: without any, nobody can consent or withdraw."""
    holding = Membership.objects.filter(
        organisation=organisation, role__in=SPEAKING, valid_from__lte=at
    )
    holding = holding.exclude(valid_to__lte=at)
    people = User.objects.filter(pk__in=holding.values("person_id"), is_active=True)
    return people.exclude(pk=person.pk).order_by("pk")


def rename_household(organisation: Organisation, *, gone: User, stays: User | None) -> None:
    """Its name no longer holds the name of somebody who left; nobody left: no name at all."""
    if stays is None:
        organisation.name = organisation.public_id
    elif gone.full_name and gone.full_name in organisation.name:
        organisation.name = _("Hộ %(name)s") % {"name": stays.full_name}
    organisation.save(update_fields=["name"])


def erase(person: User) -> None:
    """The row stays, since the record names it, and says nothing of anybody any more.

    Who held an office keeps the name: what was done in office has to have been done by somebody.
    """
    EmailAddress.objects.filter(user=person).delete()
    Authenticator.objects.filter(user=person).delete()
    EnrolmentCode.objects.filter(person=person).delete()
    if not person.offices.exists():
        person.full_name = person.public_id
    person.phone, person.phone_verified, person.email = None, False, None
    person.last_login = None
    person.is_active = False
    person.save()


def _text(instant: datetime | None) -> str | None:
    return to_text(instant) if instant else None
