"""The cast: the same people in every test, and the stranger who turns up in each of them.

ward        where it happens        other_ward   next door
owner, co_owner   a household with one camera; neighbour: the household beside it
officer, colleague, commander   police of the ward; outsider: an officer of the other ward
committee, board, second_board, auditor, administrator   of the ward
stranger    signed in, related to nothing

guests, invited by `make_guests` where a test wants more kinds of people:
technician, signatory   of a business in the ward
former_co_owner, former_officer   of the household, of the ward's police: their terms have ended
outside_commander   of the other ward's police
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from time import time

from django.test import Client

from cameras.consent import texts
from cameras.consent.scopes import PLAIN, Means, Scope
from cameras.consent.services import grant_many
from cameras.registry.models import Camera
from cameras.registry.services import NewCamera, register_cameras
from portal.people.models import Organisation, OrganisationKind, User
from portal.people.roles import Role
from portal.people.services import (
    NewOrganisation,
    NewPerson,
    add_member,
    appoint,
    create_organisation,
    create_organisations_many,
    end_membership,
    end_office,
    give_totp,
    register_people_many,
)
from portal.places.models import Neighbourhood, Province, Unit

AT = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)  # when the cast took up its roles
PLACE = (10.3621, 107.0853)  # in the ward, on a street
SYSTEM = "system:test"
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXA"


@dataclass
class Cast:
    ward: Unit
    other_ward: Unit
    neighbourhood: Neighbourhood
    household: Organisation
    owner: User
    co_owner: User
    neighbour: User
    officer: User
    colleague: User
    commander: User
    outsider: User
    committee: User
    board: User
    second_board: User
    auditor: User
    administrator: User
    stranger: User
    at: datetime

    def camera(self, *, scopes: frozenset[Scope] = PLAIN, **changes: object) -> Camera:
        """A camera of the household that looks at PLACE from 20 m south, consent as given."""
        facts: dict[str, object] = {
            "owner": self.household,
            "ownership": "home",
            "name": "Cổng nhà mẫu",
            "place_kind": "home_gate",
            "lat": PLACE[0] - 0.00018,
            "lng": PLACE[1],
            "unit": self.ward,
            "bearing_deg": 0,
            "fov_deg": 90,
            "range_m": 60,
            "retention_hours": 15 * 24,
        }
        spec = NewCamera(**{**facts, **changes})  # type: ignore[arg-type]
        row = register_cameras([spec], actor=self.owner, at=self.at)[0]
        if scopes:
            grant_many(
                [(row, self.owner)],
                scopes,
                terms=texts.current("vi"),
                means=Means.WEB,
                actor=self.owner,
                at=self.at,
            )
        return row


@dataclass
class Guests:
    business: Organisation
    technician: User
    signatory: User
    former_co_owner: User
    former_officer: User
    outside_commander: User


def make_cast(at: datetime = AT) -> Cast:
    """Two wards and everybody in them."""
    province = Province.objects.get_or_create(code="79", defaults={"name": "Tỉnh mẫu"})[0]
    ward = _unit(province, "t1", "Phường Mẫu Một", 10.36, 107.085)
    other = _unit(province, "t2", "Phường Mẫu Hai", 10.42, 107.12)
    part = Neighbourhood.objects.create(unit=ward, name="Khu phố 1", kind="khu_pho")
    names = [
        "owner",
        "co_owner",
        "neighbour",
        "officer",
        "colleague",
        "commander",
        "outsider",
        "committee",
        "board",
        "second_board",
        "auditor",
        "administrator",
        "stranger",
    ]
    people = _people(names, 0, at)
    owners = (people["owner"], Role.OWNER), (people["co_owner"], Role.CO_OWNER)
    neighbours = ((people["neighbour"], Role.OWNER),)
    household, _ = create_organisations_many(
        [
            NewOrganisation(OrganisationKind.HOUSEHOLD, "Hộ mẫu", ward, owners),
            NewOrganisation(OrganisationKind.HOUSEHOLD, "Hộ bên cạnh", ward, neighbours),
        ],
        actor=SYSTEM,
        at=at,
    )
    for name, role, unit in (
        ("officer", Role.OFFICER, ward),
        ("colleague", Role.OFFICER, ward),
        ("commander", Role.COMMANDER, ward),
        ("outsider", Role.OFFICER, other),
        ("committee", Role.COMMITTEE, ward),
        ("board", Role.BOARD, ward),
        ("second_board", Role.BOARD, ward),
        ("auditor", Role.AUDITOR, ward),
        ("administrator", Role.ADMINISTRATOR, ward),
    ):
        place = part if role == Role.BOARD else None
        appoint(
            person=people[name],
            role=role,
            unit=unit,
            neighbourhood=place,
            appointed_by=None,
            valid_from=at - timedelta(days=30),
            at=at,
        )
    return Cast(ward, other, part, household, at=at, **people)


def make_guests(cast: Cast) -> Guests:
    """Those whom few tests need, so that the cast stays quick to make."""
    at = cast.at
    names = ["technician", "signatory", "former_co_owner", "former_officer", "outside_commander"]
    people = _people(names, 100, at)
    business = create_organisation(
        kind=OrganisationKind.BUSINESS,
        name="Tiệm mẫu",
        unit=cast.ward,
        members=[(people["technician"], Role.TECHNICIAN), (people["signatory"], Role.SIGNATORY)],
        actor=SYSTEM,
        at=at,
    )
    before = at - timedelta(days=30)
    membership = add_member(
        organisation=cast.household,
        person=people["former_co_owner"],
        role=Role.CO_OWNER,
        actor=cast.owner,
        at=before,
    )
    end_membership(membership=membership, actor=cast.owner, at=at)
    for name, role, unit in (
        ("former_officer", Role.OFFICER, cast.ward),
        ("outside_commander", Role.COMMANDER, cast.other_ward),
    ):
        appoint(
            person=people[name],
            role=role,
            unit=unit,
            appointed_by=None,
            valid_from=before,
            at=at,
        )
    office = people["former_officer"].offices.get()
    end_office(office=office, ended_by=cast.administrator, at=at)
    return Guests(business, **people)


def _unit(province: Province, code: str, name: str, lat: float, lng: float) -> Unit:
    return Unit.objects.create(
        code=code,
        name=name,
        kind="ward",
        province=province,
        valid_from=date(2025, 7, 1),
        lat=lat,
        lng=lng,
        radius_m=2500,
    )


def _people(names: list[str], first: int, at: datetime) -> dict[str, User]:
    new = [
        NewPerson(name.replace("_", " ").title(), f"+8490100{number:04d}", phone_verified=True)
        for number, name in enumerate(names, first)
    ]
    return dict(zip(names, register_people_many(new, actor=SYSTEM, at=at), strict=True))


def sign_in(client: Client, person: User) -> None:
    """As after phone code and authenticator app, which counts for whoever holds an office."""
    shown = _app_of(person) if person.offices.exists() else 0
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session["account_authentication_methods_user"] = str(person.pk)
    session["account_authentication_methods"] = [
        {"method": "code", "at": time()},
        {"method": "mfa", "at": time(), "type": "totp", "id": shown},
    ]
    session.save()


def _app_of(person: User) -> int:
    """The key of the app that counts; set up if the person has none yet."""
    counts = person.confirmed.filter(authenticator__type="totp").first()
    if counts is None:
        give_totp(person=person, secret=TOTP_SECRET)
        counts = person.confirmed.get(authenticator__type="totp")
    return int(counts.authenticator_id)
