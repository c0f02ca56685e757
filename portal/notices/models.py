"""What a person is told, each way it was sent, and what somebody must do by when."""

from django.conf import settings
from django.db import models

from portal.lib.ids import new_id

PAGE, SMS, EMAIL = "page", "sms", "email"


class Notice(models.Model):
    public_id = models.CharField(max_length=16, unique=True, default=new_id, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=40)  # as the ledger's kinds: request:asked
    title = models.CharField(max_length=200)
    body = models.TextField(max_length=2000)
    link = models.CharField(max_length=300, blank=True)  # a path on this site
    subject = models.CharField(max_length=60, blank=True)
    urgent = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["person", "read_at"])]

    def __str__(self) -> str:
        return self.title


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


class Duty(models.Model):
    """Something a person or a unit's desk must do before `due_at` (a statutory clock)."""

    public_id = models.CharField(max_length=16, unique=True, default=new_id, editable=False)
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=60)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="duties", null=True, blank=True
    )
    unit = models.ForeignKey(
        "places.Unit", models.PROTECT, related_name="duties", null=True, blank=True
    )
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["done_at", "due_at"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"
