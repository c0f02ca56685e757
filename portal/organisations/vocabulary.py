"""Kinds of organisations people make themselves, the parts in each, and an invitation's states."""

from datetime import timedelta
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.people.models import OrganisationKind, member_roles
from portal.people.roles import Role

KEPT_WAITING = timedelta(days=14)
MOST_FOUNDED = 20  # organisations that one person makes
MOST_WAITING = 10  # invitations of one organisation
MOST_A_DAY = 30  # invitations that one person sends in 24 hours
MOST_MESSAGES = 3  # that one telephone gets in 24 hours, whoever invites it
DAY = timedelta(days=1)

SPEAKING = (Role.OWNER, Role.CO_OWNER, Role.SIGNATORY)  # consent and answer for its cameras

_OFFICIAL = (Role.SIGNATORY, Role.TECHNICIAN)
# Police, committees, boards and funds are made by administrators, elsewhere.
OFFERED: dict[OrganisationKind, tuple[Role, ...]] = {
    OrganisationKind.HOUSEHOLD: (Role.CO_OWNER,),
    OrganisationKind.BUSINESS: _OFFICIAL,
    OrganisationKind.SCHOOL: _OFFICIAL,
    OrganisationKind.AGENCY: _OFFICIAL,
}
KIND_CHOICES: tuple[tuple[str, str | Promise], ...] = (
    (OrganisationKind.HOUSEHOLD, _("Hộ gia đình\nCamera ở nhà riêng. Bạn là chủ camera.")),
    (
        OrganisationKind.BUSINESS,
        _("Cơ sở kinh doanh\nCửa hàng, xưởng, công ty. Bạn là người ký thay."),
    ),
    (OrganisationKind.SCHOOL, _("Trường học\nBạn là người ký thay trường.")),
    (OrganisationKind.AGENCY, _("Cơ quan\nBạn là người ký thay cơ quan.")),
)


class State(models.TextChoices):
    WAITING = "waiting", _("Đang chờ")
    ACCEPTED = "accepted", _("Đã nhận lời")
    DECLINED = "declined", _("Không nhận lời")
    WITHDRAWN = "withdrawn", _("Đã rút lại")
    EXPIRED = "expired", _("Đã hết hạn")


def states() -> list[tuple[str, Any]]:
    return list(State.choices)


def roles() -> list[tuple[str, Any]]:
    return member_roles()


def roles_offered(kind: str) -> tuple[Role, ...]:
    """The parts one may be invited to; none in a kind that administrators look after."""
    return OFFERED.get(OrganisationKind(kind), ())


def founders_role(kind: str) -> Role:
    """What whoever makes it becomes."""
    return Role.OWNER if kind == OrganisationKind.HOUSEHOLD else _OFFICIAL[0]
