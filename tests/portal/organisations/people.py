"""What these tests share: a business, invitations, and asking as somebody."""

from datetime import datetime, timedelta

from portal.organisations import invitations
from portal.organisations.models import Invitation
from portal.people.models import Organisation, OrganisationKind, User
from portal.people.roles import Role
from portal.people.services import create_organisation
from tests.cast import AT, SYSTEM, Cast

NOBODYS = "0912345678"  # a number without an account
LATER = AT + timedelta(hours=1)


def invited(
    cast: Cast,
    *,
    phone: str = "",
    role: Role = Role.CO_OWNER,
    organisation: Organisation | None = None,
    actor: User | None = None,
    at: datetime = AT,
) -> Invitation:
    """An invitation of the stranger into the household, unless told otherwise."""
    return invitations.invite(
        organisation=organisation or cast.household,
        phone=phone or str(cast.stranger.phone),
        role=role,
        actor=actor or cast.owner,
        at=at,
    )


def business(cast: Cast, *members: tuple[User, Role]) -> Organisation:
    return create_organisation(
        kind=OrganisationKind.BUSINESS,
        name="Tiệm mẫu",
        unit=cast.ward,
        members=members,
        actor=SYSTEM,
        at=cast.at,
    )
