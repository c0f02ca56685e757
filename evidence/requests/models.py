"""What police ask for: a place, a time window, and camera by camera what became of it."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from portal.lib.ids import new_id, subject

from .place import Marked, from_json
from .scope import Window
from .states import RequestState, TargetState
from .vocabulary import Basis, bases, request_states, target_states, urgencies, verdicts
from .windows import Windows


class FootageRequest(models.Model):
    public_id = models.CharField(max_length=16, unique=True, default=new_id, editable=False)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="requests")
    state = models.CharField(max_length=12, choices=request_states, default=RequestState.DRAFT)
    basis = models.CharField(max_length=16, choices=bases)
    document = models.CharField(max_length=60, blank=True)  # the written demand's number
    document_date = models.DateField(null=True, blank=True)
    document_signer = models.CharField(max_length=80, blank=True)  # name and office
    purpose = models.TextField(max_length=500)
    urgency = models.CharField(max_length=12, choices=urgencies)
    lat = models.FloatField()
    lng = models.FloatField()
    radius_m = models.PositiveIntegerField()
    # What was drawn, as place.py writes it; null: a circle. lat, lng and radius_m hold it all.
    shape = models.JSONField(null=True, blank=True)
    # From the start of the first window that is asked for now to the end of the last: for lists and
    # bounds. Which minutes are asked for say its targets; their sum is not this length.
    window_start = models.DateTimeField()
    window_stop = models.DateTimeField()
    # Why it goes beyond the unit's usual limits; empty: it does not.
    beyond_reason = models.TextField(max_length=500, blank=True)
    widens = models.ForeignKey(
        "self", models.PROTECT, related_name="widened_by", null=True, blank=True
    )
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    # By the rule in force when it was submitted: a later rule asks nothing more of it, nor less.
    approvals_needed = models.PositiveSmallIntegerField(default=1)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_reason = models.TextField(max_length=500, blank=True)
    deadline = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["state", "deadline"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(window_stop__gt=F("window_start")), name="request_window_runs_forward"
            ),
            # The approver is another person, whatever the code above does.
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("requested_by")),
                name="request_decided_by_another",
            ),
            models.CheckConstraint(
                condition=Q(approvals_needed__range=(1, 2)), name="request_needs_one_or_two"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case.number}/{self.public_id}"

    @property
    def subject(self) -> str:
        return subject("request", self.public_id)

    @property
    def subjects(self) -> tuple[str, ...]:
        """What an entry of the record about the request is about."""
        return (self.subject, self.case.subject, self.case.unit.subject)

    @property
    def place(self) -> Marked:
        return from_json(self.lat, self.lng, self.radius_m, self.shape)

    @property
    def windows(self) -> Windows:
        """What is asked for now, in order; all that is sought while no camera is chosen."""
        return tuple(sorted({target.asked for target in self.targets.all()})) or self.sought

    @property
    def sought(self) -> Windows:
        """The most minutes that this request and its wider steps ask for, in order."""
        return tuple(Window(row.start, row.stop) for row in self.sought_windows.all())

    @property
    def step(self) -> int:
        """1, and one more for each request in vain that this one widens."""
        return 1 + (self.widens.step if self.widens else 0)

    def is_open_at(self, at: datetime) -> bool:
        """Approved, its case open, and where owners were asked, before they had to answer: the same
        for every camera of the request, whatever its owner said.
        """
        late = self.basis == Basis.CONSENT and self.deadline is not None and at >= self.deadline
        return self.state == RequestState.APPROVED and self.case.is_open and not late


class RequestWindow(models.Model):
    """One stretch of time that the officer wrote; the request asks for it or for a part of it."""

    request = models.ForeignKey(FootageRequest, models.CASCADE, related_name="sought_windows")
    start = models.DateTimeField()
    stop = models.DateTimeField()

    class Meta:
        ordering = ["start"]
        constraints = [
            models.UniqueConstraint(fields=["request", "start"], name="sought_window_once"),
            models.CheckConstraint(
                condition=Q(stop__gt=F("start")), name="sought_window_runs_forward"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {self.start:%d/%m/%Y %H:%M}"


class NotFound(models.Model):
    """Somebody looked through what a request brought, and what was sought is not in it. Only after
    this is a wider step offered.
    """

    request = models.OneToOneField(FootageRequest, models.PROTECT, related_name="not_found")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    note = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.request_id} {self.at:%d/%m/%Y %H:%M}"


class Approval(models.Model):
    """What one commander said to a request, once: rows are added, never changed."""

    public_id = models.CharField(max_length=16, unique=True, default=new_id, editable=False)
    request = models.ForeignKey(FootageRequest, models.PROTECT, related_name="approvals")
    # The request's own, here as well so that the database can hold the two apart.
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=8, choices=verdicts)
    reason = models.TextField(max_length=500, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["request", "person"], name="approval_once_by_each"),
            models.CheckConstraint(
                condition=~Q(person=F("requested_by")), name="approval_by_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.verdict} {self.request_id}"


class Target(models.Model):
    """One camera and one window of a request. `dies_at` is when its recorder overwrites it."""

    public_id = models.CharField(max_length=16, unique=True, default=new_id, editable=False)
    request = models.ForeignKey(FootageRequest, models.PROTECT, related_name="targets")
    camera = models.ForeignKey("registry.Camera", models.PROTECT, related_name="targets")
    state = models.CharField(max_length=12, choices=target_states, default=TargetState.PROPOSED)
    rank = models.PositiveSmallIntegerField()
    distance_m = models.FloatField()
    px_per_m = models.FloatField()
    dies_at = models.DateTimeField()
    asked_start = models.DateTimeField()
    asked_stop = models.DateTimeField()
    # The minutes that the owner allows, where these are fewer than were asked for.
    window_start = models.DateTimeField(null=True, blank=True)
    window_stop = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    answered_means = models.CharField(max_length=12, blank=True)  # link | page
    # Why the owner said no, if they cared to: for themself and the auditor, never for police.
    answered_why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["rank", "asked_start", "pk"]
        indexes = [models.Index(fields=["state", "dies_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "camera", "asked_start"], name="target_once_per_window"
            ),
            models.CheckConstraint(
                condition=Q(asked_stop__gt=F("asked_start")), name="target_asked_runs_forward"
            ),
            models.CheckConstraint(
                condition=Q(window_start=None, window_stop=None)
                | Q(window_stop__gt=F("window_start")),
                name="target_window_runs_forward",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id}#{self.rank}"

    @property
    def subject(self) -> str:
        return subject("target", self.public_id)

    @property
    def subjects(self) -> tuple[str, ...]:
        """What an entry of the record about the target is about."""
        return (self.subject, self.camera.subject, *self.request.subjects)

    @property
    def asked(self) -> Window:
        return Window(self.asked_start, self.asked_stop)

    @property
    def start(self) -> datetime:
        """From when footage may be taken: what was asked, or less where the owner said so."""
        return self.window_start or self.asked_start

    @property
    def stop(self) -> datetime:
        return self.window_stop or self.asked_stop

    @property
    def is_narrowed(self) -> bool:
        return self.window_start is not None


class Invitation(models.Model):
    """One adult's personal link to answer for one camera: opening it changes nothing. It hangs on
    the first of the camera's windows and leads to all of them. One that was `handed_on` by an adult
    is for a person who may only deliver what the adult agreed to.
    """

    target = models.ForeignKey(Target, models.CASCADE, related_name="invitations")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    token_sha256 = models.CharField(max_length=64, unique=True)
    handed_on_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", null=True, blank=True
    )
    handed_on_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["target", "person"], name="invitation_once_per_adult"),
        ]

    def __str__(self) -> str:
        return f"{self.target_id} -> {self.person_id}"


class OwnerLookup(models.Model):
    """Somebody was shown how to reach one owner. The ledger entry came first; never erased."""

    target = models.ForeignKey(Target, models.PROTECT, related_name="lookups")
    owner = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=300)
    beyond = models.BooleanField(default=False)  # beyond the usual number, for a written reason
    at = models.DateTimeField()
    ledger_seq = models.BigIntegerField()

    class Meta:
        ordering = ["-at", "-pk"]
        # How many owners one account has looked up within the last hour.
        indexes = [models.Index(fields=["person", "at", "owner"], name="lookup_by_person")]
        constraints = [
            models.CheckConstraint(condition=~Q(purpose=""), name="lookup_has_a_purpose"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} -> {self.owner_id} {self.at:%d/%m/%Y %H:%M}"


class Seal(models.Model):
    """The short code by which anybody finds that a request is genuine (`genuine.py`)."""

    request = models.OneToOneField(FootageRequest, models.CASCADE, related_name="seal")
    code = models.CharField(max_length=12, unique=True)

    def __str__(self) -> str:
        return self.code


class CodeTry(models.Model):
    """Somebody on this network typed a code that seals nothing. Forgotten after a day."""

    network_sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["network_sha256", "at"], name="code_try_by_network")]

    def __str__(self) -> str:
        return f"{self.at:%d/%m/%Y %H:%M}"


class Reminder(models.Model):
    """Somebody was reminded of one thing, once."""

    subject = models.CharField(max_length=60)  # of the target or request, as the ledger names it
    kind = models.CharField(max_length=12)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject", "kind"], name="reminded_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"


class Timekeeper(models.Model):
    """One row: how much time has truly passed (`portal/lib/passage.py`)."""

    boot = models.CharField(max_length=64)
    uptime_ms = models.BigIntegerField()
    wall_ms = models.BigIntegerField()
    passed_ms = models.BigIntegerField()
    anchor_ms = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.passed_ms} ms"
