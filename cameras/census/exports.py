"""What leaves as a list: one's own cameras, a unit's inventory, a list with its problems."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import Count, F

from cameras.registry.models import Camera
from cameras.registry.queries import cameras_of
from cameras.registry.vocabulary import Ownership, Status
from portal.ledger.kinds import Kind
from portal.ledger.write import Draft, append
from portal.people.models import User
from portal.people.roles import Role
from portal.places.models import Unit

from . import headings
from .columns import BEARING_LABELS, BY_NAME, LABELS, TO_MEND, columns_for
from .models import Brought, Import
from .words import problem_sentence
from .writing import Row, Sheet

IN_FULL = (Ownership.COMMUNITY, Ownership.STATE)  # public cameras: no private person's place
COUNTED = (Ownership.HOME, Ownership.BUSINESS)
NOWHERE = "Chưa rõ khu phố"
OWN_MORE = ("Chủ quản", "Ngày đăng ký", "Mã camera")
BOARD_SHEET, PUBLIC_SHEET, COUNT_SHEET = "Camera", "Camera công cộng", "Số lượng"
COUNT_HEADINGS = ("Khu phố", "Loại", "Số camera")
PUBLIC = ("name", "kind", "address", "unit", "neighbourhood", "lat", "lng", "place_kind",
          "bearing", "fov", "range", "night", "recording", "days")  # fmt: skip
WRITTEN = ("name", "kind", "owner_name", "address", "lat", "lng", "bearing", "place_kind")
_MANY = 2_000


def own(person: User, at: datetime) -> Sheet:
    """The person's cameras in the columns of the template: what leaves can come back."""
    columns = columns_for(boards=False)
    names = [column.name for column in columns if column.name != "place"]
    rows = cameras_of(person, at).select_related("owner", "unit", "neighbourhood")
    return Sheet(
        BOARD_SHEET,
        [*(BY_NAME[name].heading for name in names), *OWN_MORE],
        (
            [*_camera(camera, names), camera.owner.name, camera.created_at, camera.public_id]
            for camera in rows.iterator(_MANY)
        ),
        [*(BY_NAME[name].width for name in names), 28, 14, 20],
    )


def inventory(unit: Unit, person: User, at: datetime) -> list[Sheet]:
    """What this person's office may know of the unit's cameras.

    Public cameras in full for the committee. Of homes and businesses only how many there are in
    each neighbourhood. A board gets, besides the counts, what its own lists brought.
    """
    counts = Sheet(COUNT_SHEET, COUNT_HEADINGS, _counts(unit), (28, 28, 14))
    if unit.pk in person.units_with(Role.COMMITTEE, at):
        return [_public(unit), counts]
    return [_brought(unit, person, at), counts]


def flat_inventory(unit: Unit, person: User, at: datetime) -> tuple[list[str], Iterator[Row]]:
    """The same as one table: a line for each camera, then a line for each count."""
    first, counts = inventory(unit, person, at)
    headings = [*first.headings, "Số camera"]
    places = [headings.index(BY_NAME[name].heading) for name in ("name", "kind")]

    def rows() -> Iterator[Row]:
        for row in first.rows:
            yield [*row, 1]
        for part, kind, count in counts.rows:
            line: list[object] = [None] * len(headings)
            line[places[0]], line[places[1]], line[-1] = f"Tổng số, {part}", kind, count
            yield line

    return headings, rows()


@transaction.atomic
def record_export(unit: Unit, *, person: User, layout: str, at: datetime) -> None:
    """Who took the unit's list along stands on the record before the first byte."""
    draft = Draft(Kind.INVENTORY_EXPORTED, (unit.subject,), {"unit": unit.code, "layout": layout})
    append(draft, actor=person.subject, at=at)


def annotated(source: Import) -> Sheet:
    """The list as it stands now with a column of what is to be mended; may be uploaded again."""
    names = used_columns(source)
    sheet = Sheet(
        BOARD_SHEET,
        [*(BY_NAME[name].heading for name in names), TO_MEND],
        (),
        [*(BY_NAME[name].width for name in names), 60],
    )
    sheet.rows = _annotated(source, names, sheet.bad)
    return sheet


def used_columns(source: Import) -> list[str]:
    """The columns that a list speaks of, in the template's order, with those it should have."""
    settled = set(headings.settle(source.headings, source.chosen).values())
    wanted = {"name", "kind", "owner_name", "owner_phone"} if source.is_board else {"name"}
    pin = {"lat", "lng"}
    names = settled | wanted | pin
    return [c.name for c in columns_for(boards=source.is_board) if c.name in names]


def _annotated(source: Import, names: list[str], bad: set[int]) -> Iterator[Row]:
    for line in source.lines.order_by("number").iterator(_MANY):
        found = line.found()
        bad.clear()
        bad.update(names.index(p.column) for p in found if p.column in names)
        said = "; ".join(
            f"{BY_NAME[p.column].heading}: {problem_sentence(p.code, p.facts)}" for p in found
        )
        yield [*(line.texts.get(name) for name in names), said or None]


def _public(unit: Unit) -> Sheet:
    rows = (
        Camera.objects.filter(unit=unit, status=Status.ACTIVE, ownership__in=IN_FULL)
        .select_related("unit", "neighbourhood")
        .order_by(F("neighbourhood__folded").asc(nulls_last=True), "name", "pk")
    )
    return Sheet(
        PUBLIC_SHEET,
        [*(BY_NAME[name].heading for name in PUBLIC), "Ngày đăng ký"],
        ([*_camera(camera, PUBLIC), camera.created_at] for camera in rows.iterator(_MANY)),
        [*(BY_NAME[name].width for name in PUBLIC), 14],
    )


def _brought(unit: Unit, person: User, at: datetime) -> Sheet:
    """As the board wrote it. What the owner has done with the camera since is the owner's."""
    parts = {o.neighbourhood_id for o in person.offices_at(at) if o.role == Role.BOARD}
    rows = Brought.objects.filter(source__organisation=None, source__unit=unit)
    if None not in parts:
        rows = rows.filter(source__neighbourhood__in=parts)
    rows = rows.exclude(written={}).select_related("source").order_by("source_id", "number")
    return Sheet(
        BOARD_SHEET,
        [*(BY_NAME[name].heading for name in WRITTEN), "Ngày đăng ký"],
        (
            [*(_written(row.written.get(name), name) for name in WRITTEN), row.source.finished_at]
            for row in rows.iterator(_MANY)
        ),
        [*(BY_NAME[name].width for name in WRITTEN), 14],
    )


def _counts(unit: Unit) -> Iterable[Row]:
    found = (
        Camera.objects.filter(unit=unit, status=Status.ACTIVE)
        .values_list("neighbourhood__name", "ownership")
        .annotate(number=Count("pk"))
        .order_by(F("neighbourhood__folded").asc(nulls_last=True), "ownership")
    )
    for part, ownership, number in found:
        yield [part or NOWHERE, LABELS[ownership], number]


def _written(value: object, name: str) -> object:
    if name == "bearing":
        return _direction(value if isinstance(value, int) else None)
    return LABELS.get(str(value), value) if name in {"kind", "place_kind"} else value


def _direction(bearing: int | None) -> object:
    """In words where they say it exactly, else in degrees: what leaves can come back."""
    return None if bearing is None else BEARING_LABELS.get(bearing, bearing)


def _camera(camera: Camera, names: Iterable[str]) -> list[object]:
    """A camera's facts as the template writes them. What nobody said stays empty."""
    stated = camera.retention_source != "assumed"
    recorded = camera.recording_source != "assumed"
    night = {True: "Có", False: "Không"}
    facts: dict[str, object] = {
        "name": camera.name,
        "kind": LABELS[camera.ownership],
        "address": camera.address or None,
        "unit": camera.unit.name,
        "neighbourhood": camera.neighbourhood.name if camera.neighbourhood else None,
        "lat": round(camera.lat, 6),
        "lng": round(camera.lng, 6),
        "place_kind": LABELS[camera.place_kind],
        "bearing": _direction(camera.bearing_deg),
        "fov": camera.fov_deg if camera.fov_source != "assumed" else None,
        "range": camera.range_m,
        "indoor": night[camera.indoor] if camera.indoor_source != "assumed" else None,
        "night": night.get(camera.night_vision) if camera.night_vision is not None else None,
        "recording": LABELS[camera.recording] if recorded else None,
        "days": camera.retention_days if stated else None,
    }
    return [facts[name] for name in names]
