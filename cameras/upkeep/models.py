"""What was found on the ground, and the yearly question. Rows are added, never changed."""

from django.conf import settings
from django.db import models

from cameras.registry.models import Camera, Photo
from portal.lib import ids

from . import rights, vocabulary, words

assert words.SENTENCES
assert rights.SPEAKING


class Visit(models.Model):
    """One word about one camera; the last one is folded into `Camera.verification`."""

    camera = models.ForeignKey(Camera, models.PROTECT, related_name="visits")
    verdict = models.CharField(max_length=10, choices=vocabulary.verdicts)
    reason = models.CharField(max_length=500, blank=True)
    photo = models.ForeignKey(Photo, models.PROTECT, null=True, blank=True, related_name="+")
    actor = models.CharField(max_length=60)  # a subject
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["camera", "-at"])]

    def __str__(self) -> str:
        return f"{self.verdict} {self.camera_id}"


class Question(models.Model):
    """'Is it still there?', asked of one person by a personal link."""

    public_id = models.CharField(max_length=16, unique=True, default=ids.new_id, editable=False)
    camera = models.ForeignKey(Camera, models.PROTECT, related_name="questions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    token_sha256 = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["camera", "-asked_at"])]

    def __str__(self) -> str:
        return self.public_id
