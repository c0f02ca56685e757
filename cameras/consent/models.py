"""What owners said, in the order they said it, and the row folded from it."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

from cameras.registry.models import Camera
from portal.lib import clock, ids

from . import rights, vocabulary, words
from .limits import Ahead
from .scopes import Verb

# Importing a model is what makes refusals readable and the policy's relations known to workers.
assert words.SENTENCES
assert rights.__name__


class ConsentEvent(models.Model):
    """One thing one person said about one camera. Never changed, never deleted."""

    public_id = models.CharField(max_length=16, unique=True, default=ids.new_id, editable=False)
    camera = models.ForeignKey(Camera, on_delete=models.PROTECT, related_name="consent_events")
    verb = models.CharField(max_length=10, choices=vocabulary.verbs)
    scopes = models.JSONField(default=list)
    limits = models.JSONField(default=dict)  # of a grant: until, release, keep_days (limits.py)
    terms_version = models.CharField(max_length=16)
    terms_language = models.CharField(max_length=8)
    terms_sha256 = models.CharField(max_length=64)  # of the very bytes that were shown
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="consent_events"
    )
    # Who pressed the button when somebody helped; otherwise the person themselves.
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    means = models.CharField(max_length=10, choices=vocabulary.means)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="consent_verb_is_known",
                condition=Q(verb__in=["grant", "refuse", "withdraw", "leave"]),
            ),
        ]
        indexes = [models.Index(fields=["camera", "id"], name="consent_of_camera")]

    def __str__(self) -> str:
        return f"{self.verb} {self.camera_id}"

    @property
    def until(self) -> datetime | None:
        """When a grant ends by itself."""
        until = self.limits.get("until")
        return clock.from_text(until) if until else None

    @property
    def limit_words(self) -> str:
        """How far a grant reaches, in a sentence; empty without limits."""
        said = []
        if ahead := self.limits.get("release"):
            said.append(vocabulary.ahead_words(Ahead.of(ahead)))
        if days := self.limits.get("keep_days"):
            said.append(vocabulary.kept_words(days))
        return " ".join(said)

    @property
    def verb_words(self) -> str:
        return str(vocabulary.VERB_WORDS[Verb(self.verb)])

    @property
    def scope_words(self) -> str:
        """What it was about, in the order of the questions."""
        named = [words for scope, words in vocabulary.SCOPE_WORDS.items() if scope in self.scopes]
        return "; ".join(str(words) for words in named)


class CurrentConsent(models.Model):
    """The fold of a camera's events, written with them: the row that others join, and lock."""

    camera = models.OneToOneField(Camera, on_delete=models.PROTECT, related_name="current_consent")
    map = models.BooleanField(default=False)
    ask = models.BooleanField(default=False)
    release = models.BooleanField(default=False)  # within which limits stands in the events
    detect = models.BooleanField(default=False)
    since = models.DateTimeField()  # of the last change
    # The earliest end among what is allowed: from then on the fold decides anew.
    until = models.DateTimeField(null=True, blank=True, db_index=True)

    def __str__(self) -> str:
        return f"consent of {self.camera_id}"


class TermsNotice(models.Model):
    """Somebody was told that the terms they agreed to have a newer version."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    version = models.CharField(max_length=16)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "version"], name="terms_told_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.version}"
