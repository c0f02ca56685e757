"""What a person asks about their own data when no button of the portal does it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from portal.lib.ids import new_id, subject

from . import vocabulary, words

# Importing a model is what makes refusals readable for workers.
assert words.SECTIONS


class DataRequest(models.Model):
    public_id = models.CharField(max_length=16, unique=True, default=new_id, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="data_requests"
    )
    unit = models.ForeignKey("places.Unit", models.PROTECT, related_name="data_requests")
    kind = models.CharField(max_length=12, choices=vocabulary.kinds)
    text = models.TextField(max_length=2000)
    asked_at = models.DateTimeField()
    answer = models.TextField(max_length=2000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | ~Q(answer=""),
                name="data_request_answered_in_words",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"

    @property
    def subject(self) -> str:
        return subject("datarequest", self.public_id)

    @property
    def kind_words(self) -> str:
        return str(vocabulary.AskKind(self.kind).label)
