"""What a person is told, and each way it was sent."""

import logging

from django.conf import settings
from django.db import models

from portal.files.sealing import Seal, Unsealable
from portal.lib.ids import new_id

PAGE, SMS, EMAIL = "page", "sms", "email"

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
    """One notice over one channel. The row is the queue: sent at most once, tried until it is."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=8)
    state = models.CharField(max_length=8, default="waiting")  # waiting | sending | sent | failed
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "next_try_at"])]
        constraints = [
            models.UniqueConstraint(fields=["notice", "channel"], name="delivery_once_per_channel"),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.channel}"
