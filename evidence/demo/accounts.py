"""The demo's people: one for each role, official ones with a second factor.

Their messages go to files on this machine: no telephone is ever called.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from portal.notices.quiet import NOTHING_QUIET
from portal.notices.services import choose
from portal.people.models import Organisation, OrganisationKind, User
from portal.people.roles import Role
from portal.people.services import (
    NewPerson,
    appoint,
    create_organisation,
    give_totp,
    register_people_many,
)
from portal.places.models import Neighbourhood, Unit

LOADER = "system:demo"


@dataclass(frozen=True)
class Account:
    """`secret` is the seed of the authenticator app; empty for people without an office."""

    key: str
    label: str
    full_name: str
    phone: str
    desk: str  # URL name of the page this person starts from
    role: Role | None = None
    secret: str = ""


ACCOUNTS = (
    Account("resident", "Người dân", "Người Dân Mẫu", "+84900000001", "registry:index"),
    Account("business", "Cơ sở kinh doanh", "Chủ Xưởng Mẫu", "+84900000002", "registry:index"),
    Account(
        "officer", "Cán bộ công an", "Cán Bộ Mẫu", "+84900000003", "cases:index",
        Role.OFFICER, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PX3",
    ),
    Account(
        "commander", "Chỉ huy công an", "Chỉ Huy Mẫu", "+84900000004", "requests:approvals",
        Role.COMMANDER, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PX4",
    ),
    Account(
        "committee", "Ban Chỉ đạo", "Ủy Viên Mẫu", "+84900000005", "coverage:map",
        Role.COMMITTEE, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PX5",
    ),
    Account(
        "board", "Ban điều hành khu phố", "Trưởng Khu Phố Mẫu", "+84900000006", "funding:index",
        Role.BOARD, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PX6",
    ),
    Account(
        "auditor", "Kiểm tra viên", "Kiểm Tra Viên Mẫu", "+84900000007", "ledger:index",
        Role.AUDITOR, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PX7",
    ),
    Account(
        "second_commander", "Chỉ huy thứ hai", "Chỉ Huy Mẫu Hai", "+84900000009",
        "requests:approvals", Role.COMMANDER, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXB",
    ),
    Account(
        "co_owner", "Người cùng nhà", "Người Nhà Mẫu", "+84900000010", "registry:index"
    ),
    Account(
        "administrator", "Quản trị viên", "Quản Trị Viên Mẫu", "+84900000008", "appointments:index",
        Role.ADMINISTRATOR, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXA",
    ),
)  # fmt: skip


@dataclass(frozen=True)
class DemoPeople:
    people: dict[str, User]
    household: Organisation
    business: Organisation


def create_accounts(unit: Unit, board_of: Neighbourhood, at: datetime) -> DemoPeople:
    """Everybody in ACCOUNTS with their offices, the resident's household, the business."""
    users = register_people_many(
        [
            NewPerson(a.full_name, phone=a.phone, phone_verified=True, is_demo=True)
            for a in ACCOUNTS
        ],
        actor=LOADER,
        at=at,
    )
    people = dict(zip((a.key for a in ACCOUNTS), users, strict=True))
    for account in ACCOUNTS:
        # Whoever tries the demo in the evening gets messages at once.
        choose(person=people[account.key], channel="sms", quiet=NOTHING_QUIET, at=at)
        if account.role is not None:
            appoint(
                person=people[account.key],
                role=account.role,
                unit=unit,
                neighbourhood=board_of if account.role == Role.BOARD else None,
                appointed_by=None,
                at=at,
            )
            give_totp(person=people[account.key], secret=account.secret)
    return DemoPeople(
        people,
        _owner(
            OrganisationKind.HOUSEHOLD,
            "Hộ Người Dân Mẫu",
            unit,
            [(people["resident"], Role.OWNER), (people["co_owner"], Role.CO_OWNER)],
            at,
        ),
        _owner(
            OrganisationKind.BUSINESS,
            "Xưởng gỗ Mẫu",
            unit,
            [(people["business"], Role.OWNER), (people["business"], Role.SIGNATORY)],
            at,
        ),
    )


def create_police(names: Sequence[str], role: Role, unit: Unit, at: datetime) -> list[User]:
    """Colleagues who are only read of: nobody signs in as them."""
    users = register_people_many(
        [NewPerson(name, is_demo=True) for name in names], actor=LOADER, at=at
    )
    for user in users:
        appoint(person=user, role=role, unit=unit, appointed_by=None, at=at)
    return users


def _owner(
    kind: OrganisationKind,
    name: str,
    unit: Unit,
    members: Sequence[tuple[User, Role]],
    at: datetime,
) -> Organisation:
    return create_organisation(
        kind=kind,
        name=name,
        unit=unit,
        members=members,
        is_demo=True,
        actor=LOADER,
        at=at,
    )
