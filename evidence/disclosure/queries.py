"""What an owner is told about one camera, read from the ledger in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from cameras.registry.models import Camera
from evidence.cases.models import Case
from evidence.custody.models import Item
from evidence.requests.models import FootageRequest
from portal.ledger.kinds import Kind
from portal.ledger.models import Entry, Mention
from portal.people.models import User
from portal.people.rights import require

from . import words

PAGE_SIZE = 20


@dataclass(frozen=True)
class Look:
    """One line of the owner's page."""

    seq: int
    at: datetime
    title: str
    tone: str
    facts: tuple[tuple[str, str], ...]


def get_camera(public_id: str, person: User, at: datetime) -> Camera:
    """The camera and the right to its list in one line; a stranger gets 404."""
    camera = get_object_or_404(Camera.objects.select_related("owner", "unit"), public_id=public_id)
    require(person, "looks:view", camera, at=at)
    return camera


def looks_at(camera: Camera, number: str | None) -> tuple[list[Look], Page[Entry]]:
    """One page of what happened with the camera's footage, newest first."""
    page = Paginator(_entries(camera), PAGE_SIZE).get_page(number)
    entries = list(page.object_list)
    cases, requests = _cases(entries), _requests(entries)
    return [_look(entry, cases, requests) for entry in entries], page


def get_entry(camera: Camera, seq: int) -> Entry:
    """A line of the camera's list; any other entry is not there."""
    return get_object_or_404(_entries(camera), seq=seq)


def _entries(camera: Camera) -> QuerySet[Entry]:
    """Entries that name the camera, and the outcomes of cases that hold its footage.

    One subquery for each index: a join over all mentions would need DISTINCT over the record.
    """
    own = Mention.objects.filter(subject=camera.subject)
    served = Item.objects.filter(target__camera=camera).values_list("case__public_id", flat=True)
    about = Mention.objects.filter(
        subject__in=[f"case:{public_id}" for public_id in served.distinct()]
    )
    return (
        Entry.objects.filter(
            Q(pk__in=own.values("entry_id"), kind__in=words.OWN_KINDS)
            | Q(pk__in=about.values("entry_id"), kind=Kind.OUTCOME_RECORDED)
        )
        .order_by("-seq")
        .prefetch_related("details")
    )


def _cases(entries: Iterable[Entry]) -> dict[str, Case]:
    rows = Case.objects.filter(public_id__in=_named("case", entries)).select_related("unit")
    return {row.subject: row for row in rows}


def _requests(entries: Iterable[Entry]) -> dict[str, FootageRequest]:
    rows = FootageRequest.objects.filter(public_id__in=_named("request", entries))
    return {row.subject: row for row in rows}


def _named(noun: str, entries: Iterable[Entry]) -> set[str]:
    start = f"{noun}:"
    return {
        subject.removeprefix(start)
        for entry in entries
        for subject in entry.subjects
        if subject.startswith(start)
    }


def _look(entry: Entry, cases: dict[str, Case], requests: dict[str, FootageRequest]) -> Look:
    case = next((cases[name] for name in entry.subjects if name in cases), None)
    wanted = next((requests[name] for name in entry.subjects if name in requests), None)
    title, tone = words.title_and_tone(entry)
    return Look(entry.seq, entry.at, title, tone, tuple(words.facts_of(entry, case, wanted)))
