"""People, what they belong to, and the offices they hold from a day to a day."""

from datetime import datetime
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField  # type: ignore[import-untyped]

from portal.lib import clock, ids
from portal.lib.errors import Refused
from portal.places.models import Neighbourhood, Unit

from . import checks, words
from .enrolment_code import TRIES
from .roles import MEMBER_ROLES, OFFICE_ROLES, Role

__all__ = [
    "ConfirmedFactor",
    "EnrolmentCode",
    "Membership",
    "Office",
    "Organisation",
    "User",
    "checks",
    "words",
]


def office_roles() -> list[tuple[str, Any]]:
    return [(role.value, words.ROLE_NAMES[role]) for role in OFFICE_ROLES]


def member_roles() -> list[tuple[str, Any]]:
    return [(role.value, words.ROLE_NAMES[role]) for role in MEMBER_ROLES]


class OrganisationKind(models.TextChoices):
    HOUSEHOLD = "household", _("Hộ gia đình")
    BUSINESS = "business", _("Cơ sở kinh doanh")
    SCHOOL = "school", _("Trường học")
    AGENCY = "agency", _("Cơ quan")
    POLICE = "police", _("Công an")
    COMMITTEE = "committee", _("Ban Chỉ đạo")
    BOARD = "board", _("Ban điều hành khu phố, tổ dân phố, thôn")
    FUND = "fund", _("Quỹ")


def organisation_kinds() -> list[tuple[str, Any]]:
    return list(OrganisationKind.choices)


class UserManager(BaseUserManager["User"]):
    def create_user(self, full_name: str, *, at: datetime, **fields: Any) -> "User":
        user = self.model(full_name=full_name, created_at=at, **fields)
        user.set_unusable_password()
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(public_id=username)


class User(AbstractBaseUser, PermissionsMixin):
    """A person. Signs in by phone or e-mail and a code; there is no user name."""

    public_id = models.CharField(max_length=16, unique=True, default=ids.new_id, editable=False)
    phone = PhoneNumberField(null=True, blank=True, unique=True)
    phone_verified = models.BooleanField(default=False)
    email = models.EmailField(null=True, blank=True, unique=True)
    full_name = models.CharField(max_length=120)
    language = models.CharField(max_length=5, default="vi")
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=clock.now)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "public_id"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    def __str__(self) -> str:
        return self.full_name

    @property
    def subject(self) -> str:
        return ids.subject("person", self.public_id)

    def offices_at(self, at: datetime) -> list["Office"]:
        """The offices held at an instant; read once for each object and filtered in memory."""
        return [office for office in self._all_offices() if office.holds(at)]

    def memberships_at(self, at: datetime) -> list["Membership"]:
        return [membership for membership in self._all_memberships() if membership.holds(at)]

    def units_with(self, role: Role, at: datetime) -> frozenset[int]:
        """Primary keys of the units in which the person holds this office."""
        return frozenset(o.unit_id for o in self.offices_at(at) if o.role == role)

    def organisations_with(self, roles: tuple[Role, ...], at: datetime) -> frozenset[int]:
        """Primary keys of the organisations in which the person has one of these roles."""
        return frozenset(m.organisation_id for m in self.memberships_at(at) if m.role in roles)

    def roles_at(self, at: datetime) -> frozenset[Role]:
        held = {Role(office.role) for office in self.offices_at(at)}
        member = {Role(membership.role) for membership in self.memberships_at(at)}
        return frozenset({Role.PERSON} | held | member)

    def is_official(self, at: datetime) -> bool:
        return bool(self.offices_at(at))

    def _all_offices(self) -> list["Office"]:
        if not hasattr(self, "_offices_read"):
            self._offices_read = list(self.offices.select_related("unit"))
        return self._offices_read

    def _all_memberships(self) -> list["Membership"]:
        if not hasattr(self, "_memberships_read"):
            self._memberships_read = list(self.memberships.select_related("organisation"))
        return self._memberships_read

    def confirmed_factors(self) -> frozenset[int]:
        """Keys of the authenticators that count for an office; read once for each object."""
        if not hasattr(self, "_confirmed_read"):
            rows = self.confirmed.values_list("authenticator_id", flat=True)
            self._confirmed_read = frozenset(rows)
        return self._confirmed_read

    def forget_read(self) -> None:
        """Drop what was read about offices, memberships and factors, after one has changed."""
        for name in ("_offices_read", "_memberships_read", "_confirmed_read"):
            self.__dict__.pop(name, None)

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        self.forget_read()
        super().refresh_from_db(*args, **kwargs)


class Organisation(models.Model):
    """What owns cameras and is asked for footage: a household as well as a school."""

    public_id = models.CharField(max_length=16, unique=True, default=ids.new_id, editable=False)
    kind = models.CharField(max_length=12, choices=organisation_kinds)
    name = models.CharField(max_length=160)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="organisations")
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> str:
        return ids.subject("organisation", self.public_id)


class Term(models.Model):
    """Something that holds from an instant on, until an instant that is no longer part of it."""

    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    def holds(self, at: datetime) -> bool:
        return self.valid_from <= at and (self.valid_to is None or at < self.valid_to)


class Membership(Term):
    """A person's part in an organisation: who may speak for a household's cameras."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="memberships"
    )
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=12, choices=member_roles)
    # Who ended it: oneself, by leaving, or another. Null while it holds, and where nobody wrote it.
    ended_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships_ended"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person", "role"],
                condition=Q(valid_to=None),
                name="membership_once_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.role}, {self.organisation}"


class Office(Term):
    """A public role in a unit. Who appointed stands on the row and in the ledger."""

    public_id = models.CharField(max_length=16, unique=True, default=ids.new_id, editable=False)
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="offices")
    role = models.CharField(max_length=16, choices=office_roles)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="offices")
    neighbourhood = models.ForeignKey(
        Neighbourhood, on_delete=models.PROTECT, null=True, blank=True, related_name="offices"
    )
    # Null only for the first administrator, whom an operator appoints from the command line.
    appointed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="appointments_made"
    )
    document = models.CharField(max_length=60, blank=True)  # number of the decision: 15/QĐ-UBND

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(appointed_by=None) | ~Q(person=F("appointed_by")),
                name="office_not_from_oneself",
            ),
            models.UniqueConstraint(
                fields=["person", "role", "unit", "neighbourhood"],
                condition=Q(valid_to=None),
                name="office_once_in_neighbourhood",
            ),
            # A null neighbourhood differs from every other null, so it needs its own line.
            models.UniqueConstraint(
                fields=["person", "role", "unit"],
                condition=Q(valid_to=None, neighbourhood=None),
                name="office_once_in_unit",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.role}, {self.unit}"

    @property
    def subject(self) -> str:
        return ids.subject("office", self.public_id)


class EnrolmentCode(models.Model):
    """A code handed over in person, with which an official's first second factor is set up."""

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="enrolment_codes")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    # Null when an operator issued it from the command line.
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    salt = models.CharField(max_length=32)
    hashed = models.CharField(max_length=64)  # HMAC-SHA256 under a key outside the database
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)  # a newer one took its place

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(ended_at=None), name="enrolment_code_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(issued_by=None) | ~Q(person=F("issued_by")),
                name="enrolment_code_not_from_oneself",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.issued_at:%Y-%m-%d %H:%M}"

    def is_open(self, at: datetime) -> bool:
        fresh = self.used_at is None and self.ended_at is None and self.tries < TRIES
        return fresh and at < self.expires_at

    def refuse_unless_open(self, at: datetime) -> None:
        """Say why it can no longer be typed."""
        if self.used_at is not None:
            raise Refused("people.code_used", field="code")
        if self.tries >= TRIES:
            raise Refused("people.code_dead", field="code")
        if at >= self.expires_at:
            raise Refused("people.code_expired", field="code")


class ConfirmedFactor(models.Model):
    """This second factor counts for the person's offices since `at`. It goes with the factor."""

    authenticator = models.OneToOneField(
        "mfa.Authenticator", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="confirmed")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.person_id} {self.authenticator_id}"
