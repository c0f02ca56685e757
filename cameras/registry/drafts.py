"""A registration under way. Each page is saved when it is answered, so stopping costs nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from portal.lib.errors import Refused
from portal.people.models import Organisation, OrganisationKind, User
from portal.people.roles import Role
from portal.people.services import create_organisation
from portal.places.models import Unit

from . import machine, sealing
from .links import NewLink
from .models import ASSUMED_RETENTION_HOURS, DAY_HOURS, Camera, Draft
from .services import NewCamera
from .vocabulary import Ownership, Recording, Source

STEPS = ("where", "sees", "owner", "consent")
OPTIONAL = ("machine",)  # a page that nobody is led to; who knows the machine finds it at the check
SPEAKING = (Role.OWNER, Role.CO_OWNER, Role.SIGNATORY)  # may register in an organisation's name
MOST_A_DAY = 50
NEW_HOUSEHOLD, NEW_BUSINESS = "new-household", "new-business"
INFRARED_M = machine.INFRARED_M

OWNERSHIPS = {
    OrganisationKind.HOUSEHOLD: Ownership.HOME,
    OrganisationKind.BUSINESS: Ownership.BUSINESS,
    OrganisationKind.SCHOOL: Ownership.STATE,
    OrganisationKind.AGENCY: Ownership.STATE,
    OrganisationKind.POLICE: Ownership.STATE,
    OrganisationKind.COMMITTEE: Ownership.STATE,
    OrganisationKind.BOARD: Ownership.COMMUNITY,
    OrganisationKind.FUND: Ownership.COMMUNITY,
}


@dataclass(frozen=True)
class Ready:
    """Everything a finished draft says, in the registry's own terms."""

    spec: NewCamera
    link: NewLink | None


def start(*, person: User, at: datetime) -> Draft:
    """A new draft, or the one that was opened and not begun yet."""
    untouched = Draft.objects.filter(person=person, camera=None, answers={}).first()
    return untouched or Draft.objects.create(person=person, created_at=at, changed_at=at)


def save_step(draft: Draft, step: str, answers: Mapping[str, Any], *, at: datetime) -> None:
    """Keep one page's answers; what the other pages said stays, whoever wrote it meanwhile."""
    save_steps(draft, {step: answers}, at=at)


def save_steps(draft: Draft, steps: Mapping[str, Mapping[str, Any]], *, at: datetime) -> None:
    """The same where a page answers for more than one step."""
    for step in steps:
        if step not in STEPS + OPTIONAL:
            raise ValueError(f"got step {step!r}, want one of {STEPS + OPTIONAL}")
    with transaction.atomic():
        row = Draft.objects.select_for_update().get(pk=draft.pk)
        row.answers.update({step: dict(answers) for step, answers in steps.items()})
        row.changed_at = at
        row.save(update_fields=["answers", "changed_at"])
    draft.answers, draft.changed_at = row.answers, row.changed_at


def discard(draft: Draft) -> None:
    """Throw away what was never sent. A draft that became a camera stays with it."""
    Draft.objects.filter(pk=draft.pk, camera=None).delete()


def next_step(draft: Draft) -> str | None:
    """The first page without an answer; None when all are answered."""
    return next((step for step in STEPS if step not in draft.answers), None)


def machine_of(draft: Draft) -> Mapping[str, Any]:
    """What is known of the machine; all of it may be unknown."""
    return {**machine.UNSAID, **(draft.answers.get("machine") or {})}


def seal_password(draft: Draft, password: str) -> str:
    """For the draft's JSON: the password of a recorder is never stored readable."""
    return sealing.seal(password, context=f"draft:{draft.public_id}").hex()


def organisations_of(person: User, at: datetime) -> list[Organisation]:
    """In whose name the person may register a camera."""
    return [m.organisation for m in person.memberships_at(at) if Role(m.role) in SPEAKING]


def ready(draft: Draft, *, person: User, at: datetime) -> Ready:
    """The finished draft as what `register_cameras` takes. Makes the owner when it is a new one,
    so it belongs inside the transaction that registers.
    """
    if next_step(draft) is not None:
        raise Refused("registry.draft_incomplete")
    _refuse_too_many(person, at)
    where, sees, owner = (draft.answers[step] for step in ("where", "sees", "owner"))
    known = machine.read(machine_of(draft), night_vision=sees["night_vision"])
    unit = Unit.objects.get(public_id=where["unit"])
    organisation = _owner(owner, unit, person, at)
    days = sees["days"]
    spec = NewCamera(
        owner=organisation,
        ownership=owner.get("ownership") or OWNERSHIPS[OrganisationKind(organisation.kind)],
        name=owner["name"],
        place_kind=sees["place_kind"],
        lat=where["lat"],
        lng=where["lng"],
        unit=unit,
        address=where["address"],
        bearing_deg=where["bearing"],
        recording=sees["recording"] or Recording.CONTINUOUS,
        recording_source=Source.STATED if sees["recording"] else Source.ASSUMED,
        retention_hours=days * DAY_HOURS if days else ASSUMED_RETENTION_HOURS,
        retention_source=Source.STATED if days else Source.ASSUMED,
        is_demo=person.is_demo,
        **known,
    )
    return Ready(spec, _link(draft))


def _refuse_too_many(person: User, at: datetime) -> None:
    day_ago = at - timedelta(days=1)
    count = Camera.objects.filter(draft__person=person, created_at__gt=day_ago).count()
    if count >= MOST_A_DAY:
        raise Refused("registry.too_many", count=count)


def _owner(answers: Mapping[str, Any], unit: Unit, person: User, at: datetime) -> Organisation:
    chosen = answers["owner"]
    if chosen in (NEW_HOUSEHOLD, NEW_BUSINESS):
        kind = OrganisationKind.HOUSEHOLD if chosen == NEW_HOUSEHOLD else OrganisationKind.BUSINESS
        name = answers["organisation_name"]
        for known in organisations_of(person, at):  # made by another draft in the meantime
            if (known.kind, known.name, known.unit_id) == (kind, name, unit.pk):
                return known
        return create_organisation(
            kind=kind,
            name=name,
            unit=unit,
            members=((person, Role.OWNER),),
            is_demo=person.is_demo,
            actor=person.subject,
            at=at,
        )
    for organisation in organisations_of(person, at):
        if organisation.public_id == chosen:
            return organisation
    raise Refused("registry.owner_not_yours", field="owner")


def _link(draft: Draft) -> NewLink | None:
    link = draft.answers["owner"].get("link")
    if not link:
        return None
    sealed = bytes.fromhex(link["password_sealed"])
    password = sealing.unseal(sealed, context=f"draft:{draft.public_id}")
    return NewLink(
        url=link["url"],
        username=link["username"],
        password=password,
        channel=link["channel"],
        adapter=link["adapter"],
    )
