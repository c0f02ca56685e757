"""Cameras, the way to their recorders, and registrations that are not finished yet."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from portal.lib import ids

from . import vocabulary, words

DAY_HOURS = 24
ASSUMED_RETENTION_HOURS = 7 * DAY_HOURS  # what a full card or a small disk usually still holds
ASSUMED_FOV_DEG = 90  # a 2.8-4 mm lens on a common sensor
ASSUMED_RANGE_M = 30

assert words.SENTENCES  # importing a model is what makes the refusals of this package readable


class Camera(models.Model):
    public_id = models.CharField(max_length=16, unique=True, default=ids.new_id, editable=False)
    owner = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, related_name="cameras"
    )
    ownership = models.CharField(max_length=16, choices=vocabulary.ownerships)
    name = models.CharField(max_length=120)
    place_kind = models.CharField(max_length=16, choices=vocabulary.place_kinds)
    address = models.CharField(max_length=300, blank=True)  # as its people have it
    lat = models.FloatField()
    lng = models.FloatField()
    qk = models.BigIntegerField(db_index=True)  # a map tile is one range of it
    cell = models.CharField(max_length=16, db_index=True)  # H3, the level of public figures
    unit = models.ForeignKey("places.Unit", on_delete=models.PROTECT, related_name="cameras")
    neighbourhood = models.ForeignKey(
        "places.Neighbourhood",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="cameras",
    )
    # Null: nobody has said which way it looks, so a search has to assume all round.
    bearing_deg = models.PositiveSmallIntegerField(null=True, blank=True)
    fov_deg = models.PositiveSmallIntegerField(default=ASSUMED_FOV_DEG)
    range_m = models.PositiveSmallIntegerField(default=ASSUMED_RANGE_M)
    width_px = models.PositiveSmallIntegerField(default=1920)
    height_px = models.PositiveSmallIntegerField(default=1080)
    # Which of the figures around here were said: what nobody said is assumed, and shown as that.
    fov_source = models.CharField(
        max_length=12, choices=vocabulary.sources, default=vocabulary.Source.ASSUMED
    )
    resolution_source = models.CharField(
        max_length=12, choices=vocabulary.sources, default=vocabulary.Source.ASSUMED
    )
    indoor = models.BooleanField(default=False)
    indoor_source = models.CharField(
        max_length=12, choices=vocabulary.sources, default=vocabulary.Source.ASSUMED
    )
    connection = models.CharField(  # empty: not known
        max_length=10, choices=vocabulary.connections, blank=True, default=""
    )
    preset = models.CharField(max_length=20, blank=True, default="")  # a code of presets.py
    night_vision = models.BooleanField(null=True, blank=True)  # null: not known
    infrared_m = models.PositiveSmallIntegerField(default=0)
    recording = models.CharField(
        max_length=12, choices=vocabulary.recordings, default=vocabulary.Recording.CONTINUOUS
    )
    recording_source = models.CharField(
        max_length=12, choices=vocabulary.sources, default=vocabulary.Source.ASSUMED
    )
    retention_hours = models.PositiveIntegerField(
        default=ASSUMED_RETENTION_HOURS,
        validators=[MinValueValidator(1), MaxValueValidator(365 * DAY_HOURS)],
    )
    retention_source = models.CharField(
        max_length=12, choices=vocabulary.sources, default=vocabulary.Source.ASSUMED
    )
    status = models.CharField(
        max_length=10, choices=vocabulary.statuses, default=vocabulary.Status.ACTIVE
    )
    # Its owner lets the police know it: folded by consent, and counted in TileCount.
    on_map = models.BooleanField(default=False, editable=False)
    # What a visit on the ground found: folded by upkeep from its events.
    verification = models.CharField(
        max_length=10,
        choices=vocabulary.verifications,
        default=vocabulary.Verification.WAITING,
        editable=False,
    )
    # When its people last said that it still hangs there, and since when they are asked again.
    affirmed_at = models.DateTimeField(null=True, blank=True, editable=False)
    asked_again_at = models.DateTimeField(null=True, blank=True, editable=False)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="camera_is_on_earth",
                condition=Q(lat__gte=-90, lat__lte=90, lng__gte=-180, lng__lte=180),
            ),
            models.CheckConstraint(
                name="camera_looks_somewhere",
                condition=(Q(bearing_deg__isnull=True) | Q(bearing_deg__lt=360))
                & Q(fov_deg__gte=1, fov_deg__lte=360, range_m__gte=1),
            ),
            models.CheckConstraint(
                name="camera_keeps_something", condition=Q(retention_hours__gte=1)
            ),
            models.CheckConstraint(
                name="camera_removal_is_dated",
                condition=Q(status="removed", removed_at__isnull=False)
                | (~Q(status="removed") & Q(removed_at__isnull=True)),
            ),
        ]
        indexes = [
            # Those on the police's map, by place: what a map or a search looks through first lies
            # in the index alone.
            models.Index(
                fields=["unit", "qk", "lat", "lng", "id"],
                name="camera_on_map",
                condition=Q(status="active", on_map=True),
            ),
            models.Index(
                fields=["unit", "created_at"],
                name="camera_waiting_in_unit",
                condition=Q(status="active", verification="waiting"),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> str:
        return ids.subject("camera", self.public_id)

    @property
    def is_active(self) -> bool:
        return self.status == vocabulary.Status.ACTIVE

    @property
    def retention_days(self) -> int:
        return max(1, self.retention_hours // DAY_HOURS)


class Photo(models.Model):
    """Of the camera on its wall, of what it sees, or of a visit. Drawn anew: without metadata."""

    public_id = models.CharField(max_length=16, unique=True, default=ids.new_id, editable=False)
    camera = models.ForeignKey(Camera, on_delete=models.PROTECT, related_name="photos")
    kind = models.CharField(max_length=8, choices=vocabulary.photo_kinds)
    stored = models.OneToOneField("files.StoredObject", models.PROTECT, related_name="+")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    added_by = models.CharField(max_length=60)  # a subject
    created_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)  # its bytes are destroyed with that

    class Meta:
        indexes = [models.Index(fields=["camera", "kind", "removed_at"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"


class Mask(models.Model):
    """A part of the picture that is nobody's business. Ended, never changed: footage of that time
    keeps the mask of that time.
    """

    public_id = models.CharField(max_length=16, unique=True, default=ids.new_id, editable=False)
    camera = models.ForeignKey(Camera, on_delete=models.PROTECT, related_name="masks")
    points = models.JSONField()  # [[x, y], ...] in thousandths of width and height
    reason = models.CharField(max_length=12, choices=vocabulary.mask_reasons)
    drawn_by = models.CharField(max_length=60)  # a subject
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["camera", "ended_at"])]
        constraints = [
            models.CheckConstraint(
                name="mask_ends_after_it_began",
                condition=Q(ended_at=None) | Q(ended_at__gte=models.F("created_at")),
            ),
        ]

    def __str__(self) -> str:
        return self.public_id


class TileCount(models.Model):
    """Cameras in use of one unit and ownership in one tile or cell; `counts.py` keeps it."""

    unit = models.ForeignKey("places.Unit", on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField()  # zoom of the tile; 0: an H3 cell
    key = models.BigIntegerField()  # Morton key of the tile, or the H3 cell as a number
    ownership = models.CharField(max_length=16, choices=vocabulary.ownerships)
    total = models.IntegerField()
    on_map = models.IntegerField()  # of these, known to the police by their owners' consent

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "level", "key", "ownership"], name="tile_counted_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.level}/{self.key}: {self.total}"


class Link(models.Model):
    """How the portal reaches the recorder. The password goes in and never comes out to a page."""

    camera = models.OneToOneField(Camera, on_delete=models.PROTECT, related_name="link")
    adapter = models.CharField(max_length=16, choices=vocabulary.adapters)
    url = models.CharField(max_length=300)
    channel = models.PositiveSmallIntegerField(default=1)
    username = models.CharField(max_length=64, blank=True)
    password_sealed = models.BinaryField(default=bytes)
    # What the recorder's clock shows minus true time; null until somebody measured it.
    clock_offset_ms = models.BigIntegerField(null=True, blank=True)
    offset_measured_at = models.DateTimeField(null=True, blank=True)
    offset_method = models.CharField(
        max_length=16, choices=vocabulary.offset_methods, blank=True, default=""
    )
    offset_uncertainty_ms = models.PositiveIntegerField(default=0)
    clock_drift_ppm = models.FloatField(null=True, blank=True)  # what it gains, once measured twice
    # When footage that came over this link showed what was held before the camera just then.
    controlled_at = models.DateTimeField(null=True, blank=True)
    device = models.CharField(max_length=200, blank=True, default="")  # what it says it is
    oldest_at = models.DateTimeField(null=True, blank=True)  # oldest footage seen, in true time
    oldest_seen_at = models.DateTimeField(null=True, blank=True)  # when that was asked
    last_tested_at = models.DateTimeField(null=True, blank=True)
    last_problem = models.CharField(max_length=40, blank=True, default="")  # a refusal's code
    last_seen_at = models.DateTimeField(null=True, blank=True)
    last_pull_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="link_offset_is_dated",
                condition=Q(
                    clock_offset_ms__isnull=True, offset_measured_at__isnull=True, offset_method=""
                )
                | (
                    Q(clock_offset_ms__isnull=False, offset_measured_at__isnull=False)
                    & ~Q(offset_method="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.adapter} {self.camera_id}"


class Draft(models.Model):
    """A registration under way: every answered page is kept at once, so nothing is ever lost."""

    public_id = models.CharField(max_length=16, unique=True, default=ids.new_id, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="camera_drafts"
    )
    answers = models.JSONField(default=dict)
    # The camera it became: sending the same draft twice finds it here.
    camera = models.OneToOneField(
        Camera, null=True, blank=True, on_delete=models.PROTECT, related_name="draft"
    )
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["person", "-changed_at"], name="draft_of_person")]

    def __str__(self) -> str:
        return self.public_id
