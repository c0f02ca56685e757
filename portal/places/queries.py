"""Finding units by a point and by what became of them; by name, see `search.py`."""

from django.db.models import Count

from portal.lib.geo import box_around, distance_m

from .models import Succession, Unit, UnitKind

_REACH_M = 60_000  # farther than this from every centre is no unit of ours


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
