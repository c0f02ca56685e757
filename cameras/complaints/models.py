"""A camera's sign at the gate, and what people who pass by complain about."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from cameras.registry.models import Camera
from portal.files.sealing import Seal
from portal.lib import ids

from . import vocabulary, words
from .rights import NOUN
from .states import State

assert words.SENTENCES

CODE_LENGTH = 8  # 40 bits: short enough to type off a sign, too many to walk through
_PHONES = Seal("ward-camera-portal/complaints/phone/v1")


def new_code() -> str:
    return ids.new_id()[:CODE_LENGTH]


class Sign(models.Model):
    """What hangs beside the camera. Its code is not the camera's id: the public record is about
    ids, and whoever stands at the gate shall not find this camera in it.
    """

    camera = models.OneToOneField(Camera, models.PROTECT, related_name="sign")
    code = models.CharField(max_length=CODE_LENGTH, unique=True, default=new_code, editable=False)
    purpose = models.CharField(max_length=10, choices=vocabulary.purposes)
    shown = models.CharField(max_length=6, choices=vocabulary.shown)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.code


class Complaint(models.Model):
    public_id = models.CharField(max_length=16, unique=True, default=ids.new_id, editable=False)
    camera = models.ForeignKey(Camera, models.PROTECT, related_name="complaints")
    receipt = models.CharField(max_length=CODE_LENGTH, unique=True, default=new_code)
    token_sha256 = models.CharField(max_length=64, unique=True)  # of the complainant's own link
    wrong = models.CharField(max_length=8, choices=vocabulary.wrongs)
    state = models.CharField(max_length=10, choices=vocabulary.states, default=State.OPEN)
    phone_sealed = models.BinaryField(default=bytes)  # empty: nobody left one, or it is forgotten
    language = models.CharField(max_length=5)
    network = models.CharField(max_length=64, blank=True)  # keyed hash, forgotten after two days
    due_at = models.DateTimeField()
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    message_due_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["camera", "-created_at"]),
            models.Index(fields=["network", "created_at"]),
            models.Index(
                fields=["message_due_at"],
                name="complaint_message_due",
                condition=Q(message_due_at__isnull=False),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="complaint_closing_is_dated",
                condition=Q(state=State.CLOSED, closed_at__isnull=False)
                | (~Q(state=State.CLOSED) & Q(closed_at=None)),
            ),
        ]

    def __str__(self) -> str:
        return self.receipt

    @property
    def subject(self) -> str:
        return ids.subject(NOUN, self.public_id)

    @property
    def phone(self) -> str:
        """For the worker that sends the answer, and for nobody else."""
        if not self.phone_sealed:
            return ""
        return _PHONES.unseal(self.phone_sealed, context=self.subject)

    @phone.setter
    def phone(self, number: str) -> None:
        self.phone_sealed = _PHONES.seal(number, context=self.subject) if number else b""

    @property
    def is_open(self) -> bool:
        return self.state == State.OPEN

    def is_overdue(self, at: datetime) -> bool:
        return self.is_open and at > self.due_at


class Word(models.Model):
    """One thing that was said about a complaint. Never changed."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="words")
    side = models.CharField(max_length=12, choices=vocabulary.sides)
    then = models.CharField(max_length=10, choices=vocabulary.states)  # the state it led to
    text = models.TextField(max_length=1000, blank=True)
    actor = models.CharField(max_length=60, blank=True)  # a subject; empty: the complainant
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["complaint", "at"])]

    def __str__(self) -> str:
        return f"{self.side}: {self.then}"
