"""Something the law gives a time for: who must do it, by when, and what became of it."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from portal.lib.ids import new_id, subject

from . import clocks, rights, vocabulary, words

# Importing a model is what makes refusals readable and the policy's relations known to workers.
assert words.SENTENCES
assert rights.__name__


class Duty(models.Model):
    """`about` is the public subject of what it is about (`camera:...`): no name, no text."""

    public_id = models.CharField(max_length=16, unique=True, default=new_id, editable=False)
    kind = models.CharField(max_length=16, choices=vocabulary.kinds)
    about = models.CharField(max_length=80)
    unit = models.ForeignKey("places.Unit", models.PROTECT, related_name="duties")
    role = models.CharField(max_length=16, choices=vocabulary.roles)  # whose office must act
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    warn_at = models.DateTimeField()
    warned_at = models.DateTimeField(null=True, blank=True)
    alarmed_at = models.DateTimeField(null=True, blank=True)
    third_party = models.BooleanField(default=False)  # somebody outside must stop as well
    extended_at = models.DateTimeField(null=True, blank=True)
    extended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    extension_reason = models.CharField(max_length=300, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due_at", "pk"]
        indexes = [
            models.Index(fields=["done_at", "warn_at"], name="duty_to_warn"),
            models.Index(fields=["unit", "role", "done_at", "due_at"], name="duty_on_a_desk"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "about"],
                condition=Q(done_at__isnull=True),
                name="duty_open_once_about_each",
            ),
            models.CheckConstraint(
                condition=Q(due_at__gt=F("opened_at")), name="duty_is_due_after_it_opens"
            ),
            models.CheckConstraint(
                condition=Q(extended_at__isnull=True) | ~Q(extension_reason=""),
                name="duty_extended_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.about}"

    @property
    def subject(self) -> str:
        return subject("duty", self.public_id)

    def state_at(self, at: datetime) -> clocks.State:
        extended = self.extended_at is not None
        return clocks.state_of(self.due_at, self.done_at, at, extended=extended)
