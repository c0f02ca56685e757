"""What is held as evidence, and who opened it."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from cameras.registry.models import Camera
from portal.lib.ids import new_id, subject

from .hold_states import HoldState
from .vocabulary import ItemKind, ItemRole, grounds, hold_states, item_kinds, item_roles


class Item(models.Model):
    """One sealed object. An original is what came from the camera, untouched; a derivative was made
    from its `parent` by its `recipe`, and the original stays beside it.

    `window_start` and `window_stop` are what was asked for; `first_frame_at` and `last_frame_at`
    are what is there, both in true time: the recorder's clock less `clock_offset_ms`.
    """

    public_id = models.CharField(max_length=16, unique=True, default=new_id, editable=False)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="items")
    target = models.ForeignKey(
        "requests.Target", models.PROTECT, related_name="items", null=True, blank=True
    )
    kind = models.CharField(max_length=12, choices=item_kinds)
    role = models.CharField(max_length=12, choices=item_roles)
    parent = models.ForeignKey(
        "self", models.PROTECT, related_name="derivatives", null=True, blank=True
    )
    recipe = models.JSONField(default=dict, blank=True)
    stored = models.OneToOneField("files.StoredObject", models.PROTECT, related_name="item")
    media_type = models.CharField(max_length=80)
    window_start = models.DateTimeField(null=True, blank=True)
    window_stop = models.DateTimeField(null=True, blank=True)
    first_frame_at = models.DateTimeField(null=True, blank=True)
    last_frame_at = models.DateTimeField(null=True, blank=True)
    frames = models.PositiveIntegerField(null=True, blank=True)
    clock_offset_ms = models.BigIntegerField(null=True, blank=True)  # recorder minus true
    partial = models.BooleanField(default=False)
    notes = models.JSONField(default=dict, blank=True)
    sealed_by = models.CharField(max_length=80)  # a ledger subject: a person or a worker
    created_at = models.DateTimeField()
    destroyed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["parent", "role"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=ItemKind.ORIGINAL, parent__isnull=True)
                | Q(kind=ItemKind.DERIVATIVE, parent__isnull=False),
                name="item_derivative_has_parent",
            ),
            models.CheckConstraint(
                condition=Q(window_start__isnull=True)
                | Q(window_stop__isnull=True)
                | Q(window_stop__gt=F("window_start")),
                name="item_window_runs_forward",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.public_id}"

    @property
    def subject(self) -> str:
        return subject("item", self.public_id)

    @property
    def subjects(self) -> tuple[str, ...]:
        """What an entry of the record about the item is about."""
        about_camera = (self.camera.subject,) if self.camera else ()
        return (self.subject, *about_camera, self.case.subject, self.case.unit.subject)

    @property
    def camera(self) -> Camera | None:
        return self.target.camera if self.target else None

    @property
    def extra_before(self) -> timedelta:
        """What the clip shows before the window: the start of a key-frame group."""
        if self.first_frame_at is None or self.window_start is None:
            return timedelta()
        return max(self.window_start - self.first_frame_at, timedelta())

    @property
    def extra_after(self) -> timedelta:
        if self.last_frame_at is None or self.window_stop is None:
            return timedelta()
        return max(self.last_frame_at - self.window_stop, timedelta())

    @property
    def clock_words(self) -> str:
        """How far the recorder's clock was off, and which way."""
        if self.clock_offset_ms is None:
            return _("Chưa đo được độ lệch")
        seconds = abs(self.clock_offset_ms) / 1000
        if self.clock_offset_ms == 0:
            return _("Chạy đúng giờ")
        words = _("Nhanh %(s)s giây") if self.clock_offset_ms > 0 else _("Chậm %(s)s giây")
        return words % {"s": number_format(seconds, decimal_pos=1)}

    @property
    def kind_label(self) -> str:
        return str(ItemKind(self.kind).label)

    @property
    def role_label(self) -> str:
        return str(ItemRole(self.role).label)


class Hold(models.Model):
    """Minutes of one target, sealed before anybody decided; it shows nothing of them to anybody.

    Its `public_id` becomes the item's when it is released, so the record reads on. There is one for
    each target, ever: what was destroyed is not asked for again by pressing once more.
    """

    public_id = models.CharField(max_length=16, unique=True, default=new_id, editable=False)
    target = models.OneToOneField("requests.Target", models.PROTECT, related_name="hold")
    state = models.CharField(max_length=12, choices=hold_states, default=HoldState.ASKED)
    ground = models.CharField(max_length=8, choices=grounds)
    reason = models.CharField(max_length=300)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    until = models.DateTimeField()  # as the clock showed it; `lasts_ms` is what counts
    born_ms = models.BigIntegerField()  # of the time that truly passes (Timekeeper)
    lasts_ms = models.BigIntegerField()
    stored = models.OneToOneField(
        "files.StoredObject", models.PROTECT, related_name="hold", null=True, blank=True
    )
    footage = models.JSONField(default=dict, blank=True)  # what the item will say of itself
    sealed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ending = models.CharField(max_length=16, blank=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        indexes = [
            models.Index(fields=["state"], name="hold_by_state"),
            models.Index(fields=["asked_by", "asked_at"], name="hold_by_officer"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=("sealed", "released")) | Q(stored__isnull=False),
                name="hold_sealed_holds_bytes",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="hold_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.public_id} ({self.state})"

    @property
    def subject(self) -> str:
        return subject("hold", self.public_id)


class Viewing(models.Model):
    """One person looks at one item for one stated purpose, in one session, for a limited time.

    The ledger entry `ledger_seq` was committed before this row let out any byte.
    """

    public_id = models.CharField(max_length=16, unique=True, default=new_id, editable=False)
    item = models.ForeignKey(Item, models.PROTECT, related_name="viewings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="viewings")
    session_sha256 = models.CharField(max_length=64)  # of the session's key: a copy opens nothing
    purpose = models.CharField(max_length=300)
    opened_at = models.DateTimeField()
    until = models.DateTimeField()
    bytes_served = models.BigIntegerField(default=0)
    ledger_seq = models.BigIntegerField()

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gt=F("opened_at")), name="viewing_ends_after_it_opens"
            ),
            models.CheckConstraint(condition=~Q(purpose=""), name="viewing_has_a_purpose"),
        ]

    def __str__(self) -> str:
        return f"{self.public_id} until {self.until:%d/%m/%Y %H:%M}"

    def is_open_at(self, at: datetime) -> bool:
        return self.opened_at <= at < self.until
