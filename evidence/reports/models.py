"""Figures of past years as somebody wrote them down. Rows are added, never changed."""

from django.conf import settings
from django.db import models

from portal.lib.ids import new_id, subject

from .vocabulary import Figure, figures


class YearCount(models.Model):
    """A number of one unit at the end of a year, or in it. The latest row counts."""

    public_id = models.CharField(max_length=16, unique=True, default=new_id, editable=False)
    batch = models.CharField(max_length=16)  # the form it came with: sent twice, written once
    unit = models.ForeignKey("places.Unit", models.PROTECT, related_name="year_counts")
    year = models.PositiveSmallIntegerField()
    what = models.CharField(max_length=16, choices=figures)
    number = models.PositiveIntegerField()
    source = models.CharField(max_length=200)  # the document that says so
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["unit", "year", "what"], name="year_count_of_unit")]
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "unit", "year", "what"], name="year_count_once_in_form"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}, {self.year}, {self.what}: {self.number}"

    @property
    def subject(self) -> str:
        return subject("figure", self.public_id)

    @property
    def what_label(self) -> str:
        return str(Figure(self.what).label)


class PublicMonth(models.Model):
    """What was published of one month: made once, never anew."""

    month = models.DateField(unique=True)  # its first day
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-month"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(month__day=1), name="public_month_begins_on_first"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%m/%Y}"


class PublicFigure(models.Model):
    """One band or plain count (`disclosure.py`), of a unit or of all. What has no row is unsaid."""

    month = models.ForeignKey(PublicMonth, models.CASCADE, related_name="figures")
    unit = models.ForeignKey(
        "places.Unit", models.PROTECT, related_name="public_figures", null=True, blank=True
    )
    name = models.CharField(max_length=16)
    part = models.CharField(max_length=20, blank=True)
    band = models.PositiveSmallIntegerField(null=True, blank=True)
    count = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(band__isnull=False, count=None)
                | models.Q(band=None, count__isnull=False),
                name="public_figure_is_band_or_count",
            ),
            models.UniqueConstraint(
                fields=["month", "unit", "name", "part"], name="public_figure_of_unit_once"
            ),
            models.UniqueConstraint(
                fields=["month", "name", "part"],
                condition=models.Q(unit=None),
                name="public_figure_of_all_once",
            ),
        ]

    def __str__(self) -> str:
        said = self.band if self.count is None else self.count
        return f"{self.month}, {self.unit_id}: {self.name} {self.part} {said}"
