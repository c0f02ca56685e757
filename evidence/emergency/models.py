"""One opening in an emergency: by one officer, of one request, for a short time; and each look."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from portal.lib.ids import new_id, subject

from . import words
from .rules import Span
from .states import OpeningState
from .vocabulary import OPENING_LABELS, endings, opening_states

# Importing a model is what makes refusals readable to workers.
assert words.__name__

_MS = timedelta(milliseconds=1)


class Opening(models.Model):
    """`until` and `due_at` are as the clock showed them; `lasts_ms` and `review_ms` count."""

    public_id = models.CharField(max_length=16, unique=True, default=new_id, editable=False)
    request = models.ForeignKey("requests.FootageRequest", models.PROTECT, related_name="openings")
    # The request's own, here as well so that the database can hold reviewer and asker apart.
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    targets = models.ManyToManyField("requests.Target", related_name="openings")
    state = models.CharField(max_length=12, choices=opening_states, default=OpeningState.RUNNING)
    reason = models.CharField(max_length=300)
    opened_at = models.DateTimeField()
    until = models.DateTimeField()
    due_at = models.DateTimeField()
    born_ms = models.BigIntegerField()  # of the time that truly passes (Timekeeper)
    lasts_ms = models.BigIntegerField()
    review_ms = models.BigIntegerField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ending = models.CharField(max_length=12, choices=endings, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    reviewed_at = models.DateTimeField(null=True, blank=True)
    review_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-opened_at", "-pk"]
        indexes = [
            models.Index(fields=["state"], name="opening_by_state"),
            models.Index(fields=["person", "state"], name="opening_by_officer"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "person"],
                condition=Q(state="running"),
                name="opening_runs_once_for_each",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="opening_has_a_reason"),
            models.CheckConstraint(
                condition=Q(reviewed_by=None)
                | (~Q(reviewed_by=F("person")) & ~Q(reviewed_by=F("requested_by"))),
                name="opening_reviewed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("running", "ended", "overdue"), reviewed_by=None)
                | (
                    Q(state__in=("justified", "unjustified"))
                    & ~Q(review_reason="")
                    & Q(reviewed_by__isnull=False)
                ),
                name="opening_reviewed_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.public_id} ({self.state})"

    @property
    def subject(self) -> str:
        return subject("emergency", self.public_id)

    @property
    def span(self) -> Span:
        return Span(self.lasts_ms * _MS, self.until, self.review_ms * _MS)

    @property
    def is_unreviewed_at_due(self) -> bool:
        """Nobody reviewed it in time, even if somebody did later."""
        return self.state == OpeningState.OVERDUE or (
            self.reviewed_at is not None and self.reviewed_at >= self.due_at
        )

    @property
    def label(self) -> tuple[str, str]:
        words_, tone = OPENING_LABELS[OpeningState(self.state)]
        return str(words_), tone


class Watch(models.Model):
    """The officer looks at one camera's minutes, in one session. The ledger entry `ledger_seq` was
    committed before this row let out any byte.
    """

    public_id = models.CharField(max_length=16, unique=True, default=new_id, editable=False)
    opening = models.ForeignKey(Opening, models.PROTECT, related_name="watches")
    target = models.ForeignKey("requests.Target", models.PROTECT, related_name="watches")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    session_sha256 = models.CharField(max_length=64)
    head = models.BinaryField()  # what goes in front so that it plays: tables, no picture
    opened_at = models.DateTimeField()
    bytes_served = models.BigIntegerField(default=0)
    ledger_seq = models.BigIntegerField()

    class Meta:
        ordering = ["-opened_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.public_id} {self.opened_at:%d/%m/%Y %H:%M}"

    def opened_before(self, at: datetime) -> bool:
        return self.opened_at <= at
