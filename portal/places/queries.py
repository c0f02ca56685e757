"""Finding units by a point and by what became of them; by name, see `search.py`."""

from django.db.models import Count, F

from portal.lib.geo import box_around, distance_m

from .models import Succession, Unit, UnitKind

_REACH_M = 60_000  # farther than this from every centre is no unit of ours
SHORE_M = 2_000  # boxes of former wards leave out piers, and are not all complete


def unit_at(lat: float, lng: float) -> Unit | None:
    """The unit in force at a point: by outline where one is known, else by nearest centre.

    A circle is only as good as its centre and area; the answer is a proposal to a person.
    """
    current = Unit.objects.filter(valid_to=None).select_related("province")
    around = current.filter(south__lte=lat, north__gte=lat, west__lte=lng, east__gte=lng)
    inside = [unit for unit in around if unit.contains(lat, lng)]
    outlined = [unit for unit in inside if unit.outline is not None]
    if outlined or inside:
        return min(outlined or inside, key=lambda unit: _share_of_radius(unit, lat, lng))
    box = box_around(lat, lng, _REACH_M)
    near = current.defer("outline").filter(
        lat__range=(box.south, box.north), lng__range=(box.west, box.east)
    )
    return min(near, key=lambda unit: _share_of_radius(unit, lat, lng), default=None)


def is_sea(lat: float, lng: float) -> bool | None:
    """Whether the place lies in no box of a former ward, with some metres of grace; None where no
    such boxes are known around. The ten thousand wards until 2025 are small: within 2 km of ward
    centres on land 2 places in 10,000 are taken for sea (measured with the package's own data).
    """
    grace = box_around(lat, lng, SHORE_M)
    around = box_around(lat, lng, _REACH_M)
    boxes = Unit.objects.filter(outline__isnull=True, radius_m=None, valid_to__isnull=False)
    known = boxes.filter(south__lt=F("north"))
    here = known.filter(
        south__lte=grace.north, north__gte=grace.south, west__lte=grace.east, east__gte=grace.west
    )
    if here.exists():
        return False
    near = known.filter(
        south__lte=around.north,
        north__gte=around.south,
        west__lte=around.east,
        east__gte=around.west,
    )
    return True if near.exists() else None


def successors(unit: Unit) -> list[Unit]:
    """The units in force where this one's ground lies now, the one that took most of it first.

    A unit in force gives itself.
    """
    if unit.valid_to is None:
        return [unit]
    rows = unit.became.select_related("new__province").order_by("-is_main", "new__code")
    units = [row.new for row in rows]
    if unit.kind == UnitKind.DISTRICT:
        weight = _wards_taken(unit)
        units.sort(key=lambda new: (-weight.get(new.pk, 0), new.code))
    return units


def former_units(unit: Unit) -> list[Unit]:
    """Former wards and communes of which this unit was formed, without districts."""
    rows = unit.formed_from.exclude(old__kind=UnitKind.DISTRICT).select_related("old")
    return [row.old for row in rows.order_by("old__code")]


def _wards_taken(district: Unit) -> dict[int, int]:
    """How many wards of the former district each unit in force took."""
    rows = Succession.objects.filter(is_main=True, old__within=district.full_name)
    return dict(rows.values_list("new").annotate(wards=Count("pk")).order_by())


def _share_of_radius(unit: Unit, lat: float, lng: float) -> float:
    assert unit.lat is not None
    assert unit.lng is not None
    return distance_m(unit.lat, unit.lng, lat, lng) / max(unit.radius_m or 1, 1)
