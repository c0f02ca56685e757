"""The chain of custody of an item, read from the ledger."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from portal.ledger.kinds import Kind
from portal.ledger.models import Entry, entries_about
from portal.people.models import User

from .models import Item
from .vocabulary import ItemRole

KINDS = (
    Kind.HOLD_ASKED,
    Kind.HOLD_SEALED,
    Kind.EMERGENCY_VIEWED,
    Kind.HOLD_RELEASED,
    Kind.ITEM_SEALED,
    Kind.ITEM_DERIVED,
    Kind.ITEM_OPENED,
    Kind.ITEM_EXPORTED,
    Kind.ITEM_DESTROYED,
    Kind.FINDING_PRODUCED,
    Kind.FINDING_CONFIRMED,
    Kind.FINDING_REJECTED,
)

_SYSTEM = _("Hệ thống")
_WORKERS = {
    "system:extraction": _("Hệ thống, việc lấy hình"),
    "system:findings": _("Hệ thống, việc xem hình bằng máy"),
}


@dataclass(frozen=True)
class Event:
    seq: int
    at: datetime
    label: str
    actor: str  # a person's name, or the worker's
    purpose: str
    sha256: str
    role: str


def events_of(item: Item) -> list[Event]:
    """Everything on record about the item, in the order it was recorded."""
    entries = list(entries_about(item.subject, KINDS).order_by("seq").prefetch_related("details"))
    names = names_of({entry.actor for entry in entries})
    return [_event(entry, names) for entry in entries]


def names_of(actors: set[str]) -> dict[str, str]:
    """Names of the people among these ledger subjects, in one query."""
    ids = [actor.removeprefix("person:") for actor in actors if actor.startswith("person:")]
    people = User.objects.filter(public_id__in=ids)
    return {person.subject: person.full_name for person in people}


def _event(entry: Entry, names: dict[str, str]) -> Event:
    facts = entry.facts
    return Event(
        seq=entry.seq,
        at=entry.at,
        label=entry.label,
        actor=names.get(entry.actor) or str(_WORKERS.get(entry.actor, _SYSTEM)),
        purpose=entry.private("purpose") or "",
        sha256=str(facts.get("sha256", "")),
        role=_role_label(str(facts.get("role", ""))),
    )


def _role_label(role: str) -> str:
    return str(ItemRole(role).label) if role in ItemRole.values else ""
