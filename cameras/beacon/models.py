"""One session: a person, a camera, a token that is used once. This row is also the queue."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q

from cameras.registry.models import Camera
from portal.lib import ids

from . import rights, vocabulary, words
from .vocabulary import Means, State

assert words.FAILURES
assert callable(rights.organisation_of_beacon)

CODES_LAST = timedelta(minutes=10)  # no code of the session says a later time
UPLOAD_LASTS = timedelta(minutes=60)  # taking a recording out of a recorder takes its time


class Beacon(models.Model):
    public_id = models.CharField(max_length=16, unique=True, default=ids.new_id, editable=False)
    camera = models.ForeignKey(Camera, models.PROTECT, related_name="beacons")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    token_sha256 = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=8, choices=vocabulary.states, default=State.WAITING)
    means = models.CharField(max_length=8, choices=vocabulary.means, blank=True)
    started_at = models.DateTimeField()
    expires_at = models.DateTimeField()  # of its codes
    shown_at = models.DateTimeField(null=True, blank=True)  # when codes were first asked for
    received_at = models.DateTimeField(null=True, blank=True)
    # Half the fastest answer that the page had from the server: how far its clock may be off.
    page_error_ms = models.PositiveSmallIntegerField(default=0)
    recorder_url = models.CharField(max_length=300, blank=True)  # the link that was measured
    recorder_channel = models.PositiveSmallIntegerField(default=0)
    # The recording handed over: its bytes are destroyed as soon as they were read.
    upload = models.OneToOneField(
        "files.StoredObject", models.PROTECT, related_name="+", null=True, blank=True
    )
    upload_began_at = models.DateTimeField(null=True, blank=True)  # as the file says

    token = models.CharField(max_length=16, blank=True)  # the worker's, not the code's
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    progress = models.PositiveIntegerField(default=0)  # pictures looked at
    reason = models.CharField(max_length=20, blank=True)

    told = models.CharField(max_length=8, choices=vocabulary.told, blank=True)
    offset_ms = models.BigIntegerField(null=True, blank=True)  # recorder minus true time
    error_ms = models.PositiveIntegerField(null=True, blank=True)
    drift_ppm = models.FloatField(null=True, blank=True)
    readings = models.PositiveIntegerField(default=0)
    codes = models.PositiveIntegerField(default=0)
    measured_at = models.DateTimeField(null=True, blank=True)  # true time of the last code read
    picture = models.OneToOneField(  # what the camera sees, a JPEG
        "files.StoredObject", models.PROTECT, related_name="+", null=True, blank=True
    )
    picture_true_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["state", "next_try_at"]),
            models.Index(fields=["camera", "-started_at"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="beacon_reading_has_lease",
                condition=~Q(state=State.READING) | (Q(lease_until__isnull=False) & ~Q(token="")),
            ),
            models.CheckConstraint(
                name="beacon_measured_says_all",
                condition=~Q(state=State.MEASURED)
                | (
                    Q(offset_ms__isnull=False, error_ms__isnull=False, measured_at__isnull=False)
                    & ~Q(told="")
                    & ~Q(means="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.public_id} ({self.state})"

    @property
    def subject(self) -> str:
        return ids.subject("beacon", self.public_id)

    @property
    def is_waiting(self) -> bool:
        return self.state == State.WAITING

    @property
    def is_under_way(self) -> bool:
        return self.state in (State.RECEIVED, State.READING)

    @property
    def proves_control(self) -> bool:
        """The footage came from the linked recorder: whoever held the code controls that camera."""
        return self.state == State.MEASURED and self.means == Means.PULLED

    @property
    def uploads_until(self) -> datetime:
        return self.started_at + UPLOAD_LASTS

    @property
    def recorder(self) -> tuple[str, int] | None:
        return (self.recorder_url, self.recorder_channel) if self.recorder_url else None
