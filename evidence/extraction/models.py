"""The pull of one target's minutes. This row is the queue: a worker claims it by its token."""

from django.db import models
from django.db.models import Q

from portal.lib import ids

from . import words
from .words import JobState, Step


class Job(models.Model):
    public_id = models.CharField(max_length=16, unique=True, default=ids.new_id, editable=False)
    target = models.OneToOneField("requests.Target", models.PROTECT, related_name="job")
    state = models.CharField(max_length=8, choices=words.job_states, default=JobState.WAITING)
    step = models.CharField(max_length=12, choices=words.steps, default=Step.CONSENT)
    token = models.CharField(max_length=16, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)  # tries that ended with an answer
    crashes = models.PositiveSmallIntegerField(default=0)  # tries that ended without one
    next_try_at = models.DateTimeField()
    reason = models.CharField(max_length=20, blank=True)
    preserving = models.BooleanField(default=False)  # for a hold: nobody has decided yet
    item = models.OneToOneField(  # the sealed original
        "custody.Item", models.PROTECT, related_name="job", null=True, blank=True
    )
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "next_try_at"])]
        constraints = [
            models.CheckConstraint(
                name="job_running_has_lease",
                condition=~Q(state=JobState.RUNNING)
                | (Q(lease_until__isnull=False) & ~Q(token="")),
            ),
            models.CheckConstraint(
                name="job_sealed_has_item",
                condition=~Q(state=JobState.SEALED) | Q(item__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.public_id} ({self.state}, {self.step})"

    @property
    def step_label(self) -> str:
        """What the worker is doing, for the officer's page."""
        return str(Step(self.step).label)

    @property
    def state_label(self) -> str:
        return str(JobState(self.state).label)

    @property
    def reason_label(self) -> str:
        return str(words.REASONS.get(self.reason, ""))
