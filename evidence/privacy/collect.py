"""Everything held about one person, as one JSON document, each package giving its own part."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import cast

from cameras.beacon import personal as beacon
from cameras.census import personal as census
from cameras.consent import personal as consent
from cameras.consultation import personal as consultation
from cameras.funding import personal as funding
from cameras.registry import personal as registry
from evidence.cases import personal as cases
from evidence.custody import personal as custody
from evidence.emergency import personal as emergency
from evidence.findings import personal as findings
from evidence.oversight import personal as oversight
from evidence.reports import personal as reports
from evidence.requests import personal as requests
from portal.access import personal as access
from portal.ledger import personal as ledger
from portal.ledger.models import Entry
from portal.lib.clock import to_text
from portal.notices import personal as notices
from portal.organisations import personal as organisations
from portal.people import personal as people
from portal.people.models import User

from .asking import of_person
from .rules import BY_CAMERA, is_for_writer

FORMAT = "ward-camera-portal/held-about-me"
VERSION = 1
BATCH = 200  # rows in one piece of the answer

Rows = Iterable[dict[str, object]]


def sections(person: User, at: datetime) -> dict[str, Rows]:
    """Name of each part and its rows, from the ground floor up; the record comes last."""

    def mine(entry: Entry, name: str) -> bool:
        return entry.actor == person.subject and is_for_writer(entry.kind, name)

    return {
        **people.held(person),
        **access.held(person),
        **notices.held(person),
        **organisations.held(person),
        **registry.held(person, at),
        **beacon.held(person),
        **census.held(person),
        **consent.held(person),
        **funding.held(person),
        **consultation.held(person),
        **cases.held(person),
        **requests.held(person),
        **custody.held(person),
        **emergency.held(person),
        **findings.held(person),
        **reports.held(person),
        **oversight.held(person),
        "questions_about_data": _questions(person),
        "ledger_entries": _once(person, ledger.held(person.subject, mine=mine)),
    }


def _once(person: User, rows: Rows) -> Iterator[dict[str, object]]:
    """What a person wrote camera by camera stands here once, without the cameras."""
    seen = set()
    for row in rows:
        subjects = cast("list[str]", row["subjects"])
        if row["by"] == person.subject and row["kind"] in BY_CAMERA:
            if (row["kind"], subjects[0]) in seen:
                continue
            seen.add((row["kind"], subjects[0]))
            about = [name for name in subjects if not name.startswith(("target:", "camera:"))]
            yield {**row, "subjects": about}
        else:
            yield row


def _questions(person: User) -> list[dict[str, object]]:
    return [
        {
            "asked_at": to_text(row.asked_at),
            "kind": row.kind,
            "text": row.text,
            "answered_at": to_text(row.answered_at) if row.answered_at else None,
            "answer": row.answer,
        }
        for row in of_person(person)
    ]


def counts(person: User, at: datetime) -> dict[str, int]:
    """How many rows each part has, for the page."""
    return {name: sum(1 for _ in rows) for name, rows in sections(person, at).items()}


def document(person: User, at: datetime) -> Iterator[str]:
    """The document in pieces: a long record is never in memory as a whole."""
    head = {"format": FORMAT, "version": VERSION, "made_at": to_text(at)}
    yield json.dumps(head, ensure_ascii=False)[:-1]
    for name, rows in sections(person, at).items():
        yield f',\n"{name}": ['
        yield from _listed(iter(rows))
        yield "]"
    yield "}\n"


def _listed(rows: Iterator[dict[str, object]]) -> Iterator[str]:
    separator = "\n"
    while batch := list(islice(rows, BATCH)):
        yield separator + ",\n".join(json.dumps(row, ensure_ascii=False) for row in batch)
        separator = ",\n"
