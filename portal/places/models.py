"""Administrative units with a beginning and an end, what became of them, and rules that differ.

A unit is a row for as long as anything was recorded in it: the units that ended on 2025-06-30 stay,
with their successors, so that an old name is found and last year's figures stay comparable.
"""

import json
from datetime import date, datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _

from portal.lib import clock, ids
from portal.lib.words import clean, folded

from .shapes import Shape, bounds_of, distance_to


class Province(models.Model):
    """A province or a city under the government, as since 2025-07-01."""

    code = models.CharField(primary_key=True, max_length=8)
    name = models.CharField(max_length=100)

    def __str__(self) -> str:
        return self.name


class UnitKind(models.TextChoices):
    WARD = "ward", "phường"
    COMMUNE = "commune", "xã"
    SPECIAL = "special", "đặc khu"
    TOWN = "town", "thị trấn"  # ended 2025-06-30
    DISTRICT = "district", "quận, huyện, thị xã, thành phố"  # ended 2025-06-30


def unit_kinds() -> list[tuple[str, str]]:
    return list(UnitKind.choices)


class UnitQuerySet(models.QuerySet["Unit"]):
    def current(self, on: date) -> "UnitQuerySet":
        return self.filter(Q(valid_from__lte=on) & (Q(valid_to=None) | Q(valid_to__gte=on)))


class Unit(models.Model):
    """A ward, commune or special zone; a former one has `valid_to` and successors."""

    public_id = models.CharField(max_length=16, unique=True, default=ids.new_id, editable=False)
    # The official number; former units carry "old-" before theirs, since numbers were reused.
    code = models.CharField(max_length=16, unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=unit_kinds)
    province = models.ForeignKey(Province, on_delete=models.PROTECT, related_name="units")
    within = models.CharField(max_length=160, blank=True)  # former units: district, old province
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    lat = models.FloatField(null=True)
    lng = models.FloatField(null=True)
    radius_m = models.PositiveIntegerField(null=True)
    south = models.FloatField(null=True, editable=False)
    west = models.FloatField(null=True, editable=False)
    north = models.FloatField(null=True, editable=False)
    east = models.FloatField(null=True, editable=False)
    outline = models.JSONField(null=True)  # GeoJSON geometry, WGS84
    outline_note = models.CharField(max_length=120, blank=True)
    source = models.CharField(max_length=120, blank=True)
    folded = models.CharField(max_length=400, editable=False)

    objects = UnitQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["valid_to", "south", "north"], name="unit_by_box"),  # unit_at
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="unit_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> str:
        return ids.subject("unit", self.public_id)

    @property
    def full_name(self) -> str:
        """With what it lies in: 'Phường Tam Thắng, Thành phố Hồ Chí Minh'."""
        return f"{self.name}, {self.within or self.province.name}"

    @property
    def is_approximate(self) -> bool:
        return self.outline is None

    @property
    def shape_note(self) -> str:
        """What a map has to write beside the outline."""
        if self.outline is None:
            return _("Ranh giới gần đúng: một hình tròn có cùng diện tích.")
        return self.outline_note

    def save(self, *args: object, **kwargs: object) -> None:
        self.name = clean(self.name)
        self.folded = self.searchable()
        self.set_bounds()
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # Django's own signature

    def searchable(self) -> str:
        return folded(self.full_name)

    def shape(self) -> Shape | None:
        """What `portal.places.shapes` needs; None when no centre is known."""
        if self.lat is None or self.lng is None:
            return None
        outline = json.dumps(self.outline, sort_keys=True) if self.outline else None
        return Shape(self.lat, self.lng, self.radius_m or 0, outline)

    def set_bounds(self) -> None:
        """Fill the box from outline or circle; to be called after either has changed. Of a former
        unit only the centre is known, and its box from the source: that one stays.
        """
        if self.outline is None and self.radius_m is None and self.south is not None:
            return
        shape = self.shape()
        box = (None, None, None, None) if shape is None else bounds_of(shape)
        self.south, self.west, self.north, self.east = box

    def distance_m(self, lat: float, lng: float) -> float | None:
        """Metres from a point to the unit: 0 inside, None when its place is not known."""
        shape = self.shape()
        return None if shape is None else distance_to(shape, lat, lng)

    def contains(self, lat: float, lng: float, slack_m: float = 0) -> bool:
        """Does the point lie in the unit, or within `slack_m` of it? False without a place."""
        distance = self.distance_m(lat, lng)
        return distance is not None and distance <= slack_m

    def is_current(self, at: datetime) -> bool:
        day = at.astimezone(clock.VIETNAM).date()
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class Succession(models.Model):
    """What became of a former unit: one row for each successor."""

    old = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="became")
    new = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="formed_from")
    is_main = models.BooleanField(default=True)  # of a divided unit: where its figures go

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["old", "new"], name="succession_once"),
            models.CheckConstraint(condition=~Q(old=F("new")), name="succession_of_another"),
        ]

    def __str__(self) -> str:
        return f"{self.old} -> {self.new}"


class NeighbourhoodKind(models.TextChoices):
    KHU_PHO = "khu_pho", "khu phố"
    TO_DAN_PHO = "to_dan_pho", "tổ dân phố"
    THON = "thon", "thôn"
    AP = "ap", "ấp"
    XOM = "xom", "xóm"


def neighbourhood_kinds() -> list[tuple[str, str]]:
    return list(NeighbourhoodKind.choices)


class Neighbourhood(models.Model):
    """A part of a unit with a board of its own; no administrative tier."""

    public_id = models.CharField(max_length=16, unique=True, default=ids.new_id, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="neighbourhoods")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=neighbourhood_kinds)
    folded = models.CharField(max_length=120, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "folded"], name="neighbourhood_once_in_unit"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.name = clean(self.name)
        self.folded = folded(self.name)
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # Django's own signature

    @property
    def subject(self) -> str:
        return ids.subject("neighbourhood", self.public_id)


class RuleRow(models.Model):
    """A rule of one province or one unit from a day on; `rules.DEFAULTS` holds the country's."""

    public_id = models.CharField(max_length=16, unique=True, default=ids.new_id, editable=False)
    key = models.CharField(max_length=60)
    province = models.ForeignKey(Province, on_delete=models.PROTECT, null=True, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True)
    value = models.JSONField()
    valid_from = models.DateField()
    source = models.CharField(max_length=200)  # the document that says so
    recorded_by = models.CharField(max_length=60, blank=True)  # a subject; empty: loaded
    recorded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["key", "valid_from"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(province=None) | Q(unit=None), name="rule_of_province_or_unit"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} = {self.value}"
