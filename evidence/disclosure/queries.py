"""What an owner is told about their cameras, read from the ledger in a fixed number of queries."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from cameras.registry.models import Camera
from evidence.custody.kept_back import KeptBack, kept_back
from evidence.custody.models import Item
from portal.ledger.kinds import Kind
from portal.ledger.models import Entry, Mention
from portal.people.models import User
from portal.people.policy import roles_for
from portal.people.rights import require

from . import words
from .lines import Look, Things

PAGE_SIZE = 20
BATCH = 500  # lines read at once where all of them are taken along


def get_camera(public_id: str, person: User, at: datetime) -> Camera:
    """The camera and the right to its list in one line; a stranger gets 404."""
    camera = get_object_or_404(Camera.objects.select_related("owner", "unit"), public_id=public_id)
    require(person, "looks:view", camera, at=at)
    return camera


def cameras_of(person: User, at: datetime) -> list[Camera]:
    """Every camera whose list the person may read, removed ones with it."""
    owners = person.organisations_with(tuple(roles_for("looks:view")), at)
    return list(Camera.objects.filter(owner_id__in=owners).order_by("name", "pk"))


def looks_at(
    cameras: Sequence[Camera], number: str | None, at: datetime
) -> tuple[list[Look], Page[Entry]]:
    """One page of what happened with the footage of these cameras, newest first."""
    kept = kept_back(cameras, at)
    page = Paginator(_entries(cameras, kept), PAGE_SIZE).get_page(number)
    return _read(list(page.object_list), cameras, kept), page


def all_looks(cameras: Sequence[Camera], at: datetime) -> Iterator[Look]:
    """Every line, newest first, batch by batch: a long record is never in memory as a whole."""
    kept = kept_back(cameras, at)
    rows, last = _entries(cameras, kept), None
    while batch := list((rows if last is None else rows.filter(seq__lt=last))[:BATCH]):
        yield from _read(batch, cameras, kept)
        last = batch[-1].seq


def get_entry(camera: Camera, seq: int, at: datetime) -> Entry:
    """A line of the camera's list; any other entry is not there."""
    return get_object_or_404(_entries([camera], kept_back([camera], at)), seq=seq)


def _entries(cameras: Sequence[Camera], kept: KeptBack) -> QuerySet[Entry]:
    """Entries that name one of the cameras, and what came of cases and requests that hold footage
    from them; none of what a delay keeps back.

    One subquery for each index: a join over all mentions would need DISTINCT over the record.
    """
    own = Mention.objects.filter(subject__in=[camera.subject for camera in cameras])
    clips = Item.objects.filter(target__camera__in=cameras, parent=None).order_by()
    clips = clips.exclude(target__in=kept.hidden)
    pairs = clips.values_list("case__public_id", "target__request__public_id").distinct()
    cases, requests = set(), set()
    for case, request in pairs:
        cases.add(f"case:{case}")
        requests.add(f"request:{request}")
    return (
        Entry.objects.filter(
            (Q(pk__in=own.values("entry_id"), kind__in=words.OWN_KINDS) & ~kept.hides())
            | Q(pk__in=_naming(cases), kind=Kind.OUTCOME_RECORDED)
            | Q(pk__in=_naming(requests), kind=Kind.REQUEST_NOT_FOUND)
            | Q(pk__in=_naming(set(kept.delays)), kind__in=words.DELAY_KINDS)
        )
        .order_by("-seq")
        .prefetch_related("details")
    )


def _naming(subjects: set[str]) -> "QuerySet[Mention, int]":
    return Mention.objects.filter(subject__in=subjects).values_list("entry_id", flat=True)


def _read(entries: list[Entry], cameras: Sequence[Camera], kept: KeptBack) -> list[Look]:
    things = Things(entries, cameras, kept)
    return [things.line(entry) for entry in entries]
