"""The public map: what was counted once a week, kept as it was shown."""

from django.db import models

from . import words

assert words.SENTENCES  # importing a model is what makes the refusals of this package readable


class PublicSnapshot(models.Model):
    """One week's public numbers. Made once, never changed."""

    week = models.DateField(unique=True)  # its Monday, in Vietnam
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"week of {self.week}"


class PublicCell(models.Model):
    """A cell with at least five owners, and the band of its count; the count itself is not kept."""

    snapshot = models.ForeignKey(PublicSnapshot, on_delete=models.PROTECT, related_name="cells")
    # Where most of its cameras are registered: says on whose page the cell is listed.
    unit = models.ForeignKey("places.Unit", on_delete=models.PROTECT, related_name="+")
    cell = models.CharField(max_length=16)  # H3
    band = models.PositiveSmallIntegerField()  # index into public.BANDS

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["snapshot", "cell"], name="public_cell_once_a_week"),
        ]
        indexes = [models.Index(fields=["snapshot", "unit"], name="public_cell_of_unit")]

    def __str__(self) -> str:
        return f"{self.cell}: {self.band}"
