"""What was found on footage: the machine's work on one item, and what people said about it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from evidence.custody.models import Item
from portal.lib import ids

from . import words

WAITING, RUNNING, DONE, FAILED = "waiting", "running", "done", "failed"
CONFIRMED, REJECTED = "confirmed", "rejected"


class InstalledModel(models.Model):
    """A detection model an administrator put in place, named by the hash of its bytes."""

    public_id = models.CharField(max_length=16, unique=True, default=ids.new_id, editable=False)
    name = models.CharField(max_length=80)
    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()
    installed_at = models.DateTimeField()

    class Meta:
        get_latest_by = ["installed_at", "id"]

    def __str__(self) -> str:
        return f"{self.name} ({self.sha256[:12]})"

    @property
    def subject(self) -> str:
        return ids.subject("model", self.public_id)


class Analysis(models.Model):
    """The machine's look at one item. This row is the queue: a worker claims it by its token."""

    public_id = models.CharField(max_length=16, unique=True, default=ids.new_id, editable=False)
    item = models.OneToOneField(Item, models.PROTECT, related_name="analysis")
    state = models.CharField(max_length=8, choices=words.analysis_states, default=WAITING)
    token = models.CharField(max_length=16, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    progress_pm = models.PositiveSmallIntegerField(default=0, help_text="per mille of the clip")
    reason = models.CharField(max_length=60, blank=True, help_text="why it failed, as a code")
    model_name = models.CharField(max_length=80, blank=True)
    model_sha256 = models.CharField(max_length=64, blank=True)
    derivative = models.OneToOneField(
        Item, models.PROTECT, related_name="findings_of", null=True, blank=True
    )
    tracks = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["state", "next_try_at"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="analysis_done_has_derivative",
                condition=~Q(state=DONE) | Q(derivative__isnull=False),
            ),
            models.CheckConstraint(
                name="analysis_running_has_lease",
                condition=~Q(state=RUNNING) | (Q(lease_until__isnull=False) & ~Q(token="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.public_id} ({self.state})"

    @property
    def reason_label(self) -> str:
        return str(words.REASONS.get(self.reason, ""))


class Review(models.Model):
    """What a person said about one track the machine proposed. The latest word counts."""

    public_id = models.CharField(max_length=16, unique=True, default=ids.new_id, editable=False)
    item = models.ForeignKey(Item, models.PROTECT, related_name="reviews")
    findings = models.ForeignKey(Item, models.PROTECT, related_name="reviews_of_findings")
    track = models.PositiveIntegerField(help_text="the track's number in the findings file")
    verdict = models.CharField(max_length=9, choices=words.verdicts)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["findings", "track"])]

    def __str__(self) -> str:
        return f"{self.verdict} track {self.track} of {self.item_id}"
