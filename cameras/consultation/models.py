"""A consultation, the households asked, and what they said; who they are is sealed."""

from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.crypto import salted_hmac

from portal.files.sealing import Seal
from portal.lib import ids
from portal.lib.words import folded
from portal.people.models import User
from portal.places.models import Neighbourhood, Unit
from portal.places.rules import day_of

from . import words
from .rights import AT_DOOR, NOUN

assert words.SENTENCES

_PEOPLE = Seal("ward-camera-portal/consultation/household/v1")


class Consultation(models.Model):
    public_id = models.CharField(max_length=16, unique=True, default=ids.new_id, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="consultations")
    # None named: the whole unit.
    neighbourhoods: "models.ManyToManyField[Neighbourhood, models.Model]" = models.ManyToManyField(
        Neighbourhood, related_name="+", blank=True
    )
    title = models.CharField(max_length=120)
    question = models.CharField(max_length=500)
    begins_on = models.DateField()
    ends_on = models.DateField()  # the last day on which households are asked
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)  # since then nobody knows who it was
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ["-begins_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="consultation_ends_after_it_begins",
                condition=Q(ends_on__gte=F("begins_on")),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def subject(self) -> str:
        return ids.subject(NOUN, self.public_id)

    def is_over(self, at: datetime) -> bool:
        return self.closed_at is not None or day_of(at) > self.ends_on

    def last_day(self) -> date:
        return min(self.ends_on, day_of(self.closed_at)) if self.closed_at else self.ends_on


class Household(models.Model):
    """One door. Its name and number are sealed, and gone when the retention is over."""

    public_id = models.CharField(max_length=16, unique=True, default=ids.new_id, editable=False)
    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="households")
    neighbourhood = models.ForeignKey(
        Neighbourhood, models.PROTECT, null=True, blank=True, related_name="+"
    )
    label_sealed = models.BinaryField(default=bytes)
    phone_sealed = models.BinaryField(default=bytes)
    mark = models.CharField(max_length=64, blank=True)  # keyed hash: the same household again?
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-recorded_at", "-pk"]
        indexes = [
            models.Index(fields=["consultation", "mark"]),
            models.Index(fields=["consultation", "neighbourhood", "-recorded_at"]),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def subject(self) -> str:
        return ids.subject(AT_DOOR, self.public_id)

    @property
    def label(self) -> str:
        """Name of the household or number of the house; empty once it was erased."""
        return self._open(self.label_sealed)

    @label.setter
    def label(self, text: str) -> None:
        self.label_sealed = _PEOPLE.seal(text, context=self.subject)

    @property
    def phone(self) -> str:
        return self._open(self.phone_sealed)

    @phone.setter
    def phone(self, number: str) -> None:
        self.phone_sealed = _PEOPLE.seal(number, context=self.subject) if number else b""

    def _open(self, sealed: bytes | memoryview) -> str:
        return _PEOPLE.unseal(sealed, context=self.subject) if sealed else ""


class Reply(models.Model):
    """What was said at one visit. Never changed: a correction is the next one, and it holds."""

    household = models.ForeignKey(Household, models.PROTECT, related_name="replies")
    number = models.PositiveSmallIntegerField()  # 1 is the first visit
    holds = models.BooleanField(default=True)  # the last one of its household
    answer = models.CharField(max_length=12, choices=words.answers)
    remark_sealed = models.BinaryField(default=bytes)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["household", "number"], name="reply_numbered_once"),
            models.UniqueConstraint(
                fields=["household"], condition=Q(holds=True), name="reply_that_holds_is_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.household_id} {self.number}: {self.answer}"

    @property
    def remark(self) -> str:
        if not self.remark_sealed:
            return ""
        return _PEOPLE.unseal(self.remark_sealed, context=self._context)

    @remark.setter
    def remark(self, text: str) -> None:
        self.remark_sealed = _PEOPLE.seal(text, context=self._context) if text else b""

    @property
    def _context(self) -> str:
        return f"{self.household.subject}:{self.number}"


def mark_of(consultation: Consultation, part: Neighbourhood | None, label: str) -> str:
    """The same for the same household in this consultation, and useless in any other."""
    text = f"{consultation.public_id}:{part.pk if part else 0}:{folded(label)}"
    return salted_hmac("cameras.consultation.mark", text, algorithm="sha256").hexdigest()
