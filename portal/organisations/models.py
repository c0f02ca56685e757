"""Invitations: the only way into an organisation that already exists."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from phonenumber_field.modelfields import PhoneNumberField  # type: ignore[import-untyped]

from portal.lib import ids
from portal.people.models import Organisation

from . import vocabulary, words
from .vocabulary import State

assert words.ROLE_MEANINGS  # importing a model is what makes the refusals of this package readable


class Invitation(models.Model):
    """A part in an organisation, offered to whoever holds a telephone number."""

    public_id = models.CharField(max_length=16, unique=True, default=ids.new_id, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="invitations"
    )
    # Somebody's number, of whom we know nothing else: empty once the invitation is over.
    phone = PhoneNumberField(blank=True)
    role = models.CharField(max_length=12, choices=vocabulary.roles)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="invitations_sent"
    )
    at = models.DateTimeField()
    expires_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=vocabulary.states, default=State.WAITING)
    ended_at = models.DateTimeField(null=True, blank=True)
    # Who accepted or declined.
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="invitations_answered",
    )
    # The row is the queue of its message; null: it went out, or will not any more.
    message_due_at = models.DateTimeField(null=True, blank=True)
    message_sent_at = models.DateTimeField(null=True, blank=True)
    # Handed to the channel, and perhaps gone out: set before, taken back when it surely did not.
    message_handed_at = models.DateTimeField(null=True, blank=True)
    message_attempts = models.PositiveSmallIntegerField(default=0)  # also who sends it now

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "phone", "role"],
                condition=Q(state="waiting"),
                name="invitation_waits_once",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", ended_at=None)
                | (~Q(state="waiting") & Q(ended_at__isnull=False)),
                name="invitation_end_is_dated",
            ),
        ]
        indexes = [
            models.Index(fields=["phone", "state"], name="invitation_for_number"),
            models.Index(fields=["state", "expires_at"], name="invitation_by_end"),
            models.Index(fields=["message_due_at"], name="invitation_message_due"),
        ]

    def __str__(self) -> str:
        return f"{self.role}, {self.organisation}"

    @property
    def subject(self) -> str:
        return ids.subject("invitation", self.public_id)

    def waits(self, at: datetime) -> bool:
        return self.state == State.WAITING and at < self.expires_at
