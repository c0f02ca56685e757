"""What a person is told, each way it was sent, and what they chose about it."""

import logging

from django.conf import settings
from django.db import models
from django.db.models import Q

from portal.files.sealing import Seal, Unsealable
from portal.lib.ids import new_id

from . import words
from .quiet import Quiet

assert words.SENTENCES

SMS, ZALO, EMAIL = "sms", "zalo", "email"

_LINKS = Seal("ward-camera-portal/notices/link/v1")

logger = logging.getLogger(__name__)


class Notice(models.Model):
    public_id = models.CharField(max_length=16, unique=True, default=new_id, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=40)  # as the ledger's kinds: request:asked
    title = models.CharField(max_length=200)
    body = models.TextField(max_length=2000)
    link_sealed = models.BinaryField(default=b"")  # empty: the notice leads nowhere
    subject = models.CharField(max_length=60, blank=True)
    urgent = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["person", "read_at"])]

    def __str__(self) -> str:
        return self.title

    @property
    def link(self) -> str:
        """A path on this site. It may be a key (an owner answers by it), hence sealed at rest.

        One that cannot be opened is none: the notice and its neighbours stay readable.
        """
        if not self.link_sealed:
            return ""
        try:
            return _LINKS.unseal(self.link_sealed, context=f"notice:{self.public_id}")
        except Unsealable:
            logger.exception("notice %s: its link does not open", self.public_id)
            return ""

    @link.setter
    def link(self, path: str) -> None:
        sealed = _LINKS.seal(path, context=f"notice:{self.public_id}") if path else b""
        self.link_sealed = sealed


class Delivery(models.Model):
    """One notice over one channel. The row is the queue: sent at most once, tried until it is.

    States: waiting | sending | sent | failed (it did not go out, and is not tried any more) |
    unknown (it was handed over and nobody can tell what became of it: not sent again).
    """

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=8)
    state = models.CharField(max_length=8, default="waiting")
    attempts = models.PositiveSmallIntegerField(default=0)  # also the token of who sends it now
    next_try_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "next_try_at"])]
        constraints = [
            models.UniqueConstraint(fields=["notice", "channel"], name="delivery_once_per_channel"),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.channel}"

    @property
    def key(self) -> str:
        """The same at every try, so that a channel that knows keys sends it once."""
        return f"notice:{self.notice.public_id}:{self.channel}"

    @property
    def trouble(self) -> str:
        """What the person should know of it; mostly nothing."""
        return words.trouble(self.state, self.channel)


class Choice(models.Model):
    """How one person wants to be told. Without hours of their own the rule of their unit holds."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+"
    )
    channel = models.CharField(max_length=8, blank=True)  # empty: what there is an address for
    quiet_from = models.PositiveSmallIntegerField(null=True, blank=True)  # hour of the day, 0-23
    quiet_until = models.PositiveSmallIntegerField(null=True, blank=True)  # the same hour: never

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="choice_hours_together",
                condition=Q(quiet_from=None, quiet_until=None)
                | Q(quiet_from__range=(0, 23), quiet_until__range=(0, 23)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.channel}"

    @property
    def quiet(self) -> Quiet | None:
        if self.quiet_from is None or self.quiet_until is None:
            return None
        return Quiet(self.quiet_from, self.quiet_until)
