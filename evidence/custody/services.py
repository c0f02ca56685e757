"""Writing custody: seal what came, derive what is made from it, destroy both.

Each verb saves the vault's row, the item and the ledger entry in one transaction. The caller has
the bytes sealed in the vault first (`portal.files.vault`), and passes the row that is not saved.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from evidence.requests.models import Target
from portal.files import vault
from portal.files.models import StoredObject
from portal.ledger.kinds import Kind
from portal.ledger.write import Draft, append, append_many
from portal.lib import canonical, clock, digest
from portal.lib.errors import Refused
from portal.lib.ids import new_id

from . import words
from .models import Item
from .vocabulary import ItemKind, ItemRole

__all__ = ["Derived", "Footage", "derive", "derive_many", "destroy", "seal", "words"]


@dataclass(frozen=True, kw_only=True)
class Footage:
    """What is known of a clip at its sealing. Instants are true time."""

    media_type: str
    window_start: datetime
    window_stop: datetime
    first_frame_at: datetime | None = None
    last_frame_at: datetime | None = None
    frames: int | None = None
    clock_offset_ms: int | None = None  # recorder minus true, as applied
    partial: bool = False
    notes: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Derived:
    """One thing made from an item: what it is, by which recipe, and its sealed bytes.

    The ledger pins the recipe by the hash of its canonical form, so it holds no fractions.
    """

    role: ItemRole
    media_type: str
    recipe: Mapping[str, object]
    stored: StoredObject
    notes: Mapping[str, object] = field(default_factory=dict)


@transaction.atomic
def seal(
    *,
    stored: StoredObject,
    footage: Footage,
    target: Target,
    actor: str,
    at: datetime,
    role: ItemRole = ItemRole.FOOTAGE,
    public_id: str | None = None,
) -> Item:
    """Take an original into custody. `actor` is the ledger subject of who or what brought it;
    `public_id` is given where the record named it before it was one.
    """
    stored.save()
    item = Item.objects.create(
        public_id=public_id or new_id(),
        case=target.request.case,
        target=target,
        kind=ItemKind.ORIGINAL,
        role=role,
        stored=stored,
        media_type=footage.media_type,
        window_start=footage.window_start,
        window_stop=footage.window_stop,
        first_frame_at=footage.first_frame_at,
        last_frame_at=footage.last_frame_at,
        frames=footage.frames,
        clock_offset_ms=footage.clock_offset_ms,
        partial=footage.partial,
        notes=dict(footage.notes),
        sealed_by=actor,
        created_at=at,
    )
    facts = {
        "basis": target.request.basis,
        "clock_offset_ms": footage.clock_offset_ms,
        "first_frame_at": _text(footage.first_frame_at),
        "frames": footage.frames,
        "last_frame_at": _text(footage.last_frame_at),
        "partial": footage.partial,
        "role": str(role),
        "sha256": stored.sha256,
        "size": stored.size,
        "unit": item.case.unit.code,
        "window_start": _text(footage.window_start),
        "window_stop": _text(footage.window_stop),
    }
    subjects = (
        item.subject,
        target.camera.subject,
        item.case.subject,
        target.request.subject,
        target.subject,
        item.case.unit.subject,
    )
    append(Draft(Kind.ITEM_SEALED, subjects, facts), actor=actor, at=at)
    return item


def derive(*, parent: Item, made: Derived, actor: str, at: datetime) -> Item:
    """Keep one derivative beside its parent."""
    return derive_many(parent=parent, made=[made], actor=actor, at=at)[0]


@transaction.atomic
def derive_many(*, parent: Item, made: Sequence[Derived], actor: str, at: datetime) -> list[Item]:
    """Keep derivatives beside their parent; a destroyed parent gets none."""
    fresh = Item.objects.select_for_update().get(pk=parent.pk)
    if fresh.destroyed_at is not None:
        raise Refused("custody.parent_destroyed")
    items = []
    for one in made:
        one.stored.save()
        items.append(_derivative(parent, one, actor, at))
    append_many(
        [_derived_entry(parent, item, one) for item, one in zip(items, made, strict=True)],
        actor=actor,
        at=at,
    )
    return items


@transaction.atomic
def destroy(*, item: Item, actor: str, reason: str, at: datetime) -> None:
    """Destroy an item with everything derived from it: keys with this commit, bytes right after.

    The rows stay, with hashes and sizes, so that the record of what was held still reads.
    """
    family = Item.objects.select_for_update(of=("self",)).filter(pk__in=_family(item))
    rows = list(family.select_related("stored", "case__unit", "target__camera").order_by("pk"))
    gone = [row for row in rows if row.destroyed_at is None]
    for row in gone:
        vault.destroy(row.stored, at=at)
        row.destroyed_at = at
        row.save(update_fields=["destroyed_at"])
    append_many(
        [
            Draft(
                Kind.ITEM_DESTROYED,
                row.subjects,
                {"role": row.role, "sha256": row.stored.sha256},
                {"reason": reason},
            )
            for row in gone
        ],
        actor=actor,
        at=at,
    )


def _family(item: Item) -> list[int]:
    """The keys of an item and of all that was made from it, however many steps down."""
    keys, last = [item.pk], [item.pk]
    while last:
        last = list(Item.objects.filter(parent_id__in=last).values_list("pk", flat=True))
        keys += last
    return keys


def _derivative(parent: Item, made: Derived, actor: str, at: datetime) -> Item:
    return Item.objects.create(
        case=parent.case,
        target=parent.target,
        kind=ItemKind.DERIVATIVE,
        role=made.role,
        parent=parent,
        recipe=dict(made.recipe),
        stored=made.stored,
        media_type=made.media_type,
        notes=dict(made.notes),
        sealed_by=actor,
        created_at=at,
    )


def _derived_entry(parent: Item, item: Item, made: Derived) -> Draft:
    recipe = digest.sha256(canonical.encode(dict(made.recipe))).hex()
    facts = {
        "recipe_sha256": recipe,
        "role": str(made.role),
        "sha256": made.stored.sha256,
        "size": made.stored.size,
    }
    own, *others = item.subjects
    return Draft(Kind.ITEM_DERIVED, (own, parent.subject, *others), facts)


def _text(instant: datetime | None) -> str | None:
    return clock.to_text(instant) if instant else None
