"""A case: why police may ask for anything at all, and what came of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from portal.lib.ids import new_id, subject
from portal.look.templatetags.words import dong

from .report_lines import line_of
from .vocabulary import CaseKind, OutcomeKind, case_kinds, outcome_kinds


class Case(models.Model):
    public_id = models.CharField(max_length=16, unique=True, default=new_id, editable=False)
    number = models.CharField(max_length=20, unique=True)  # AN-2026-0001, read out on the phone
    kind = models.CharField(max_length=20, choices=case_kinds)
    title = models.CharField(max_length=120)
    summary = models.TextField(max_length=2000, blank=True)
    unit = models.ForeignKey("places.Unit", models.PROTECT, related_name="cases")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    happened_at = models.DateTimeField()
    lat = models.FloatField()
    lng = models.FloatField()
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ["-opened_at", "-pk"]
        indexes = [models.Index(fields=["unit", "closed_at"])]

    def __str__(self) -> str:
        return self.number

    @property
    def subject(self) -> str:
        return subject("case", self.public_id)

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def kind_label(self) -> str:
        return str(CaseKind(self.kind).label)

    @property
    def report_line_label(self) -> str:
        """Where the reports count it."""
        return str(line_of(self.kind).label)


class Outcome(models.Model):
    """What the case came to. A later one corrects an earlier one; none is rewritten."""

    public_id = models.CharField(max_length=16, unique=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="outcomes")
    kind = models.CharField(max_length=20, choices=outcome_kinds)
    people_caught = models.PositiveIntegerField(default=0)
    fine_dong = models.BigIntegerField(default=0)
    document = models.CharField(max_length=60, blank=True)
    note = models.TextField(max_length=2000, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(fine_dong__gte=0), name="outcome_fine_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.case.number}: {self.kind}"

    @property
    def kind_label(self) -> str:
        return str(OutcomeKind(self.kind).label)

    @property
    def summary(self) -> str:
        """People and money in one line, the note below."""
        parts = []
        if self.people_caught:
            parts.append(_("%(n)s người bị bắt giữ, xử lý") % {"n": self.people_caught})
        if self.fine_dong:
            parts.append(_("phạt %(sum)s") % {"sum": dong(self.fine_dong)})
        if self.document:
            parts.append(_("văn bản %(number)s") % {"number": self.document})
        return "\n".join(part for part in (", ".join(parts), self.note) if part)
