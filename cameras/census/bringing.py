"""From checked rows to cameras: everything prepared first, then one transaction, all or nothing.

On SQLite nobody else writes while that transaction runs, so nothing is looked up, judged or
computed in it: people, households, cameras and the record's entries wait as finished rows.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from cameras.registry.drafts import INFRARED_M, OWNERSHIPS
from cameras.registry.models import DAY_HOURS, Camera
from cameras.registry.services import NewCamera, ReadyCameras, prepare_cameras
from cameras.registry.vocabulary import Ownership, Recording, Source
from portal.files import vault
from portal.ledger import ready as rows
from portal.ledger.kinds import Kind
from portal.ledger.write import Draft, append
from portal.lib.errors import Refused
from portal.lib.jobs import nudge
from portal.people.ahead import (
    NewOrganisation,
    NewPerson,
    ReadyOrganisations,
    ReadyPeople,
    prepare_organisations,
    prepare_people,
)
from portal.people.models import Membership, Organisation, OrganisationKind, User
from portal.people.rights import allowed
from portal.people.roles import Role
from portal.places.models import Neighbourhood, Unit

from . import claims, known, loading
from .models import Brought, Import, ImportRow, Verdict
from .rows import Reading
from .twins import Spot
from .words import State

PHONES_AT_ONCE = 500


@dataclass
class Plan:
    """What is to be written, with the owners that exist already by their key in the list."""

    rows: list[tuple[ImportRow, Reading]]
    owners: dict[str, Organisation]
    people: dict[str, User] = field(default_factory=dict)  # by telephone, without a household yet
    strangers: dict[str, str] = field(default_factory=dict)  # name by telephone
    units: dict[int, Unit] = field(default_factory=dict)
    parts: dict[int, Neighbourhood] = field(default_factory=dict)
    merged: dict[int, Camera] = field(default_factory=dict)  # by row: its owner has it already


@dataclass(frozen=True)
class Ready:
    """The same as rows that wait for nothing but their keys."""

    people: ReadyPeople
    owners: ReadyOrganisations
    cameras: ReadyCameras
    brought: rows.Ready[Brought]

    def save(self) -> None:
        """Inside the one transaction: each after those it points at."""
        self.people.save()
        self.owners.save()
        self.cameras.save()
        self.brought.save()


def bring(source: Import, at: datetime) -> None:
    """Import the list, or give it back for another look when something has changed meanwhile."""
    if not allowed(source.person, "census:start", source.whose, at=at):
        raise Refused("census.right_ended")
    good = loading.check_all(source)
    if source.lines.filter(verdict__in=(Verdict.WRONG, Verdict.ASKS)).exists():
        claims.release(source, state=State.CHECKED, reason="census.changed_meanwhile")
        return
    ready = _prepare(source, _plan(source, good, at), at)
    with transaction.atomic():
        if not claims.held(source).select_for_update().exists():
            raise claims.Lost(source.public_id)
        ready.save()
        _close(source, len(good), at)
        transaction.on_commit(partial(nudge, "census.run", source.public_id))


def _plan(source: Import, good: list[tuple[ImportRow, Reading]], at: datetime) -> Plan:
    keys = {reading.unit for _row, reading in good}
    plan = Plan(good, {}, units=Unit.objects.select_related("province").in_bulk(keys))
    plan.parts = Neighbourhood.objects.in_bulk({r.neighbourhood for _, r in good} - {None})
    if source.organisation is not None:
        plan.owners[""] = source.organisation
        return plan
    if any(reading.kind != "home" for _, reading in good):
        board = known.board_of(source.whose)
        if board is not None:
            plan.owners[known.COMMON] = board
    _find_people(plan, at)
    _merge(plan)
    return plan


def _find_people(plan: Plan, at: datetime) -> None:
    """Who of the telephones has an account, and a household in this unit."""
    names: dict[str, str] = {}
    for _row, reading in plan.rows:
        if reading.owner_phone:
            names.setdefault(reading.owner_phone, reading.owner_name)
    phones = sorted(names)
    for start in range(0, len(phones), PHONES_AT_ONCE):
        some = phones[start : start + PHONES_AT_ONCE]
        plan.people |= {str(u.phone): u for u in User.objects.filter(phone__in=some)}
        memberships = Membership.objects.filter(
            person__phone__in=some,
            role__in=known.SPEAKING,
            valid_from__lte=at,
            organisation__kind=OrganisationKind.HOUSEHOLD,
            organisation__unit__in=plan.units.values(),
        ).exclude(valid_to__lte=at)
        for membership in memberships.select_related("organisation", "person").order_by("-pk"):
            plan.owners[str(membership.person.phone)] = membership.organisation
    plan.strangers = {phone: names[phone] for phone in phones if phone not in plan.people}
    plan.people = {p: u for p, u in plan.people.items() if p not in plan.owners}


def _merge(plan: Plan) -> None:
    """A camera that its owner has registered alone is not registered a second time."""
    twins = known.of_owners({owner.pk for owner in plan.owners.values()})
    for row, reading in plan.rows:
        owner = plan.owners.get(_owner_key(reading))
        if owner is None or reading.kind != "home":
            continue
        spot = Spot(owner.pk, reading.lat, reading.lng, reading.bearing, reading.name)
        camera = twins.same(spot) or twins.alike(spot)
        if camera is not None:
            plan.merged[row.number] = camera


def _owner_key(reading: Reading) -> str:
    if not reading.kind:
        return ""
    return reading.owner_phone if reading.kind == "home" else known.COMMON


def _prepare(source: Import, plan: Plan, at: datetime) -> Ready:
    """Every row and entry, but for the keys and numbers that only the database gives."""
    actor = source.person.subject
    phones = list(plan.strangers)
    new = [NewPerson(plan.strangers[p], p, is_demo=source.is_demo) for p in phones]
    people = prepare_people(new, actor=actor, at=at)
    plan.people |= dict(zip(phones, people.rows.rows, strict=True))
    wanted: dict[str, NewOrganisation] = {}
    with override("vi"):
        for row, reading in plan.rows:
            key = _owner_key(reading)
            if key not in plan.owners and key not in wanted and row.number not in plan.merged:
                wanted[key] = _new_owner(source, plan, reading)
    owners = prepare_organisations(list(wanted.values()), actor=actor, at=at)
    plan.owners |= dict(zip(wanted, owners.rows.rows, strict=True))
    fresh = [(row, r) for row, r in plan.rows if row.number not in plan.merged]
    specs = [_spec(source, plan, reading) for _row, reading in fresh]
    cameras = prepare_cameras(specs, actor=source.person, at=at)
    made = {row.number: c for (row, _), c in zip(fresh, cameras.rows.rows, strict=True)}
    brought = _brought(source, plan, plan.merged | made)
    return Ready(people, owners, cameras, rows.Ready(Brought, brought, late=("camera",)))


def _new_owner(source: Import, plan: Plan, reading: Reading) -> NewOrganisation:
    if reading.kind == "home":
        person = plan.people[reading.owner_phone]
        name = _("Hộ %(name)s") % {"name": person.full_name or reading.owner_name}
        members = ((person, Role.OWNER),)
        kind, unit = OrganisationKind.HOUSEHOLD, plan.units[reading.unit]
    else:
        part = source.neighbourhood or source.unit
        name = _("Ban điều hành %(name)s") % {"name": part.name}
        members = ((source.person, Role.SIGNATORY),)
        kind, unit = OrganisationKind.BOARD, source.unit
    return NewOrganisation(kind, name, unit, members, source.is_demo)


def _brought(source: Import, plan: Plan, cameras: Mapping[int, Camera]) -> list[Brought]:
    return [
        Brought(
            source=source,
            camera=cameras[row.number],
            number=row.number,
            written=_written(reading) if source.is_board else {},
            tell=reading.kind == "home" and row.number not in plan.merged,
        )
        for row, reading in plan.rows
    ]


def _spec(source: Import, plan: Plan, reading: Reading) -> NewCamera:
    owner = plan.owners[_owner_key(reading)]
    part = reading.neighbourhood or source.neighbourhood_id
    return NewCamera(
        owner=owner,
        ownership=_ownership(owner, reading),
        name=reading.name,
        place_kind=reading.place_kind,
        lat=reading.lat,
        lng=reading.lng,
        unit=plan.units[reading.unit],
        address=reading.address,
        neighbourhood=plan.parts.get(part or 0) or source.neighbourhood,
        bearing_deg=reading.bearing,
        indoor=bool(reading.indoor),
        indoor_source=_source(reading.indoor),
        fov_source=_source(reading.fov),
        night_vision=reading.night,
        infrared_m=INFRARED_M if reading.night else 0,
        recording=reading.recording or Recording.CONTINUOUS,
        recording_source=_source(reading.recording),
        retention_source=_source(reading.days),
        is_demo=source.is_demo,
        **_stated(reading),
    )


def _source(said: object) -> Source:
    """An answer in the row is stated, 'no' as well; what the row leaves open is assumed."""
    return Source.ASSUMED if said is None or said == "" else Source.STATED


def _ownership(owner: Organisation, reading: Reading) -> Ownership:
    if reading.kind:
        return Ownership(reading.kind)
    return OWNERSHIPS[OrganisationKind(owner.kind)]


def _stated(reading: Reading) -> dict[str, Any]:
    """What the row says in numbers; the registry's own assumptions stand for the rest."""
    hours = reading.days * DAY_HOURS if reading.days else None
    said = {"fov_deg": reading.fov, "range_m": reading.range_m, "retention_hours": hours}
    return {name: value for name, value in said.items() if value is not None}


def _written(reading: Reading) -> dict[str, object]:
    """For the board itself, later: without telephone numbers."""
    return {
        "name": reading.name,
        "kind": reading.kind,
        "owner_name": reading.owner_name,
        "address": reading.address,
        "lat": reading.lat,
        "lng": reading.lng,
        "bearing": reading.bearing,
        "place_kind": reading.place_kind,
    }


def _close(source: Import, taken: int, at: datetime) -> None:
    """The rows and the file have served: neither is kept. What came of them is on the record."""
    counted = source.lines.filter(verdict=Verdict.KNOWN).count()
    source.lines.all().delete()
    vault.destroy(source.stored, at=at)
    subjects = (source.subject, source.unit.subject)
    if source.organisation is not None:
        subjects = (source.subject, source.organisation.subject)
    facts = {"sha256": source.sha256, "rows": source.rows, "taken": taken, "known": counted}
    append(Draft(Kind.IMPORT_DONE, subjects, facts), actor=source.person.subject, at=at)
    told = None if source.is_board else at
    claims.release(
        source, state=State.DONE, taken=taken, known=counted, told_at=told, finished_at=at
    )
