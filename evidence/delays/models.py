"""One delay of a case, ever, and each time it was made longer."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from portal.lib.ids import new_id

from .rules import MOST_DAYS, Span
from .vocabulary import Ground, grounds


class Delay(models.Model):
    """Owners see lines about this case later. `days` counts from the start, extensions in it."""

    public_id = models.CharField(max_length=16, unique=True, default=new_id, editable=False)
    case = models.OneToOneField("cases.Case", models.PROTECT, related_name="delay")
    ground = models.CharField(max_length=12, choices=grounds)
    reason = models.TextField(max_length=500)  # for the auditor
    days = models.PositiveSmallIntegerField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(days__range=(1, MOST_DAYS)), name="delay_of_thirty_days_at_most"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="delay_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.days}"

    @property
    def span(self) -> Span:
        return Span(self.started_at, self.days, self.lifted_at, self.case.closed_at)

    @property
    def ends_at(self) -> datetime:
        return self.span.ends_at

    @property
    def deciders(self) -> frozenset[int]:
        """Keys of everybody who decided that owners wait."""
        return frozenset({self.person_id, *(row.person_id for row in self.extensions.all())})

    @property
    def ground_words(self) -> str:
        return str(Ground(self.ground).label)


class Extension(models.Model):
    """Made longer, within the same thirty days. Rows are added, never changed."""

    delay = models.ForeignKey(Delay, models.PROTECT, related_name="extensions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.TextField(max_length=500)
    days_before = models.PositiveSmallIntegerField()
    days = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(days__gt=F("days_before"), days__lte=MOST_DAYS),
                name="extension_within_thirty_days",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.delay_id}: {self.days_before} -> {self.days}"
