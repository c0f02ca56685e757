"""The record of one unit as the rules read it: three queries however long it is, streamed.

What is read is the body that was signed, not the columns beside it. An entry whose body was
altered beyond reading is counted and left out: the verification of the record names it.
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from evidence.requests.models import Target
from portal.ledger.kinds import Kind
from portal.ledger.models import Detail, Entry, Mention
from portal.lib.ids import subject
from portal.places.models import Unit

from .records import Ask, Decision, Look, Records, Result

BATCH = 2_000
LOOKS = (Kind.ITEM_OPENED, Kind.DETAILS_OPENED)
DECISIONS = (Kind.REQUEST_APPROVED, Kind.REQUEST_REFUSED)
RESULTS = (Kind.OUTCOME_RECORDED, Kind.REQUEST_NOT_FOUND)
READ = (Kind.REQUEST_SUBMITTED, *DECISIONS, *LOOKS, *RESULTS)
ABOUT_REQUESTS = (Kind.REQUEST_SUBMITTED, *DECISIONS)
WITH_PURPOSE = (Kind.REQUEST_SUBMITTED, *LOOKS)


@dataclass(frozen=True)
class Reading:
    records: Records
    entries: int
    unread: int  # entries whose body is no longer one


@dataclass(frozen=True, slots=True)
class _Row:
    seq: int
    at: datetime
    kind: str
    actor: str
    named: dict[str, str]  # noun -> subject, the first of each noun


def read(unit: Unit, start: datetime, stop: datetime) -> Reading:
    """Everything of the unit from `start` until before `stop`, in the order of the record."""
    cameras = _cameras(unit, start, stop)
    purposes = _purposes(unit, start, stop)
    asks, decisions, looks, results = [], [], [], []
    askers: dict[str, str] = {}
    entries = unread = 0
    for row in _rows(unit, start, stop):
        entries += 1
        if row is None:
            unread += 1
            continue
        named = row.named
        if row.kind == Kind.REQUEST_SUBMITTED:
            wanted = named["request"]
            askers[wanted] = row.actor
            seen = tuple(cameras.get(wanted, ()))
            text = purposes.get(row.seq)
            asks.append(Ask(row.seq, row.at, row.actor, named["case"], wanted, seen, text))
        elif row.kind in DECISIONS:
            approved = row.kind == Kind.REQUEST_APPROVED
            if asker := askers.get(named["request"]):
                decisions.append(
                    Decision(row.seq, row.at, named["request"], asker, row.actor, approved)
                )
        elif row.kind in LOOKS:
            camera, text = named.get("camera", ""), purposes.get(row.seq)
            looks.append(Look(row.seq, row.at, row.actor, named["case"], camera, text))
        else:
            results.append(Result(row.seq, row.at, named["case"]))
    records = Records(tuple(asks), tuple(decisions), tuple(looks), tuple(results))
    return Reading(records, entries, unread)


def _rows(unit: Unit, start: datetime, stop: datetime) -> Iterator[_Row | None]:
    found = (
        Entry.objects.filter(seq__in=_naming(unit), kind__in=READ, at__gte=start, at__lt=stop)
        .order_by("seq")
        .values_list("seq", "at", "kind", "actor", "body")
    )
    for seq, at, kind, actor, body in found.iterator(chunk_size=BATCH):
        try:
            named = _named(kind, json.loads(bytes(body)))
        except (ValueError, TypeError, KeyError, AttributeError):
            yield None
        else:
            yield _Row(seq, at, kind, actor, named)


def _naming(unit: Unit) -> QuerySet[Mention, int]:
    """Not a join: without statistics SQLite would walk through every entry of the kinds read."""
    return Mention.objects.filter(subject=unit.subject).values_list("entry_id", flat=True)


def _named(kind: str, body: dict[str, Any]) -> dict[str, str]:
    """Raises KeyError when what the rules need is not named."""
    named: dict[str, str] = {}
    for name in body["subjects"]:
        named.setdefault(name.partition(":")[0], name)
    for noun in ("case", "request") if kind in ABOUT_REQUESTS else ("case",):
        if noun not in named:
            raise KeyError(noun)
    return named


def _cameras(unit: Unit, start: datetime, stop: datetime) -> dict[str, list[str]]:
    rows = Target.objects.filter(
        request__case__unit=unit, request__submitted_at__gte=start, request__submitted_at__lt=stop
    )
    pairs = rows.order_by("pk").values_list("request__public_id", "camera__public_id")
    found: dict[str, dict[str, None]] = defaultdict(dict)  # a camera once, for however many windows
    for wanted, camera in pairs.iterator(chunk_size=BATCH):
        found[subject("request", wanted)][subject("camera", camera)] = None
    return {wanted: list(seen) for wanted, seen in found.items()}


def _purposes(unit: Unit, start: datetime, stop: datetime) -> dict[int, str]:
    """By entry; an erased text is missing."""
    rows = Detail.objects.filter(
        name="purpose",
        entry__in=_naming(unit),
        entry__kind__in=WITH_PURPOSE,
        entry__at__gte=start,
        entry__at__lt=stop,
    )
    return dict(rows.values_list("entry_id", "text").iterator(chunk_size=BATCH))
