"""Reading custody: which items a person may know of, and what belongs to an item."""

from datetime import datetime

from django.db.models import Count, Prefetch, Q, QuerySet
from django.shortcuts import get_object_or_404

from evidence.cases.models import Case
from evidence.cases.queries import visible_to as cases_visible_to
from portal.people.models import User
from portal.people.rights import Shut, allowed, require

from . import words
from .models import Item, Viewing
from .vocabulary import ItemKind, ItemRole

__all__ = ["words"]

_WITH_CAMERA = ("stored", "case__unit", "target__camera", "target__request")


def visible_to(person: User, at: datetime) -> QuerySet[Item]:
    """Items the person may open at this instant, consent aside: own units, open cases."""
    cases = cases_visible_to(person, at).filter(closed_at=None)
    return Item.objects.filter(case__in=cases)


def get_item(public_id: str, person: User, action: str, at: datetime) -> Item:
    """The original and the right to it in one line; a stranger gets 404."""
    item = get_object_or_404(
        Item.objects.select_related(*_WITH_CAMERA), public_id=public_id, kind=ItemKind.ORIGINAL
    )
    thing = item if action.startswith("item:") else item.case
    if thing is item:
        say_when_closed(item.case, person, at)
    require(person, action, thing, at=at)
    return item


def say_when_closed(case: Case, person: User, at: datetime) -> None:
    """Who may read the closed case is told why its footage stays shut; to others nothing is there.

    Raises Shut.
    """
    if not case.is_open and allowed(person, "case:view", case, at=at):
        raise Shut("custody.case_closed", number=case.number)


def get_viewing(public_id: str, person: User, at: datetime) -> Viewing:
    """A viewing of this person; anybody else's is not there. The gate asks the rest."""
    with_item = (f"item__{path}" for path in _WITH_CAMERA)
    viewing = get_object_or_404(Viewing.objects.select_related(*with_item), public_id=public_id)
    if viewing.person_id == person.pk:
        say_when_closed(viewing.item.case, person, at)
    require(person, "viewing:watch", viewing, at=at)
    return viewing


def index_of(item: Item) -> Item | None:
    """The playable head that goes in front of the item's bytes, when one was made."""
    return _derivatives(item, ItemRole.INDEX).first()


def playable_parts(item: Item) -> list[Item]:
    """What plays, laid end to end: index and original, a working copy alone, or the bare original.

    A working copy exists where browsers cannot play what came (AVI, MPEG-TS, old codecs).
    """
    copy = _derivatives(item, ItemRole.FOOTAGE).first()
    if copy is not None:
        return [copy]
    head = index_of(item)
    return [head, item] if head else [item]


def thumbnails_of(item: Item) -> list[Item]:
    """In the order of their instants."""
    found = list(_derivatives(item, ItemRole.THUMBNAIL).order_by("pk"))
    return sorted(found, key=lambda thumbnail: thumbnail.recipe.get("at_ms", 0))


def originals_of(case: Case) -> QuerySet[Item]:
    """What is held for a case, newest first, with how often each was opened."""
    return (
        Item.objects.filter(case=case, kind=ItemKind.ORIGINAL)
        .select_related(*_WITH_CAMERA)
        .annotate(
            openings=Count("viewings", distinct=True),
            made=Count("derivatives", filter=Q(derivatives__destroyed_at=None), distinct=True),
        )
    )


def with_derivatives(item: Item) -> list[Item]:
    """The item and all that was made from it, oldest first."""
    parts = Prefetch("derivatives", queryset=Item.objects.select_related("stored").order_by("pk"))
    whole = Item.objects.select_related("stored").prefetch_related(parts).get(pk=item.pk)
    return [whole, *whole.derivatives.all()]


def _derivatives(item: Item, role: ItemRole) -> QuerySet[Item]:
    return (
        Item.objects.filter(parent=item, role=role, destroyed_at=None)
        .select_related("stored")
        .order_by("-pk")
    )
