"""The policy read as a matrix: who may do what to which thing, told from the table alone.

``python -m tests.house.access`` writes it down as docs/access.md. The code that obeys the table
(`portal/people/rights.py`) is not asked here: the matrix test holds it against these answers.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum, auto
from pathlib import Path

from portal.people import policy
from portal.people.policy import ACTORS, BY_ANOTHER, BY_SELF, CONDITIONS, OPENINGS, Actor, Row
from portal.people.roles import MEMBER_ROLES, OFFICE_ROLES

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "access.md"


class Verdict(Enum):
    YES = auto()
    NO = auto()
    BY_ANOTHER = auto()  # somebody in this role may, only not this very person: they are told so


@dataclass(frozen=True)
class Place:
    """Where an actor's roles hold."""

    unit: str = ""
    organisation: str = ""


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What the relations of the table are about, of one thing. `by` names the actor behind it."""

    unit: str = ""
    organisation: str = ""
    by: str = ""
    holds: frozenset[str] = field(default_factory=lambda: frozenset(CONDITIONS))


WARD, OTHER_WARD = "ward", "other ward"
HOUSEHOLD, NEXT_DOOR, BUSINESS, FAR_AWAY = "household", "next door", "business", "far away"
PLACES: dict[str, Place] = {
    "resident": Place(organisation=HOUSEHOLD),
    "co-owner": Place(organisation=HOUSEHOLD),
    "neighbour": Place(organisation=NEXT_DOOR),
    "technician": Place(organisation=BUSINESS),
    "signatory": Place(organisation=BUSINESS),
    "other-officer": Place(unit=OTHER_WARD),
    "other-commander": Place(unit=OTHER_WARD),
    **dict.fromkeys(("officer", "colleague", "commander"), Place(unit=WARD)),
    **dict.fromkeys(("committee", "board", "auditor", "administrator"), Place(unit=WARD)),
}


def verdict(actor: Actor, action: str, facts: Facts | None) -> Verdict:
    """Without facts of a thing: is there any on which a role of this actor may?"""
    rows = [line for role in actor.roles for line in policy.rows(role, action)]
    if any(facts is None or _holds(line, actor, facts, line.relations) for line in rows):
        return Verdict.YES
    assert facts is not None or not rows
    for line in rows:
        others = tuple(name for name in line.relations if name not in BY_ANOTHER)
        if facts is not None and _holds(line, actor, facts, others):
            return Verdict.BY_ANOTHER
    return Verdict.NO


def _holds(line: Row, actor: Actor, facts: Facts, relations: tuple[str, ...]) -> bool:
    return all(_relation(line, actor, facts, name) for name in relations)


def _relation(line: Row, actor: Actor, facts: Facts, name: str) -> bool:
    place = PLACES.get(actor.name, Place())
    if name == policy.ANY:
        return True
    if name == policy.OWN_UNIT:
        return line.role in OFFICE_ROLES and bool(place.unit) and facts.unit == place.unit
    if name == policy.OWNER:
        same = bool(place.organisation) and facts.organisation == place.organisation
        return line.role in MEMBER_ROLES and same
    if name in BY_SELF:
        return facts.by == actor.name
    if name in BY_ANOTHER:
        return facts.by != actor.name
    return name in facts.holds


COLUMNS = ("own", "same unit", "other unit", "no relation")


def _columns(actor: Actor) -> Iterator[Facts]:
    place = PLACES.get(actor.name, Place())
    unit = place.unit or WARD
    yield Facts(unit=unit, organisation=place.organisation, by=actor.name)
    yield Facts(unit=unit, organisation="somebody else's", by="somebody else")
    yield Facts(unit="another unit", organisation="somebody else's", by="somebody else")
    yield Facts()


def _table(actor: Actor) -> Iterator[str]:
    for action in sorted(policy.ACTIONS):
        verdicts = [verdict(actor, action, facts) for facts in _columns(actor)]
        if Verdict.YES in verdicts:
            words = ["yes" if one is Verdict.YES else "no" for one in verdicts]
            yield f"| `{action}` | {' | '.join(words)} | {_needs(actor, action)} |"


def _needs(actor: Actor, action: str) -> str:
    said = BY_SELF | BY_ANOTHER | CONDITIONS | OPENINGS
    names = [
        name
        for role in actor.roles
        for line in policy.rows(role, action)
        for name in line.relations
    ]
    return ", ".join(dict.fromkeys(said[name] for name in names if name in said))


def _sections() -> Iterator[str]:
    drawn: dict[tuple[object, ...], str] = {}
    for actor in ACTORS:
        yield f"\n## {actor.name}: {actor.words}\n"
        if actor.reserved:
            yield f"Reserved: {actor.reserved}."
            continue
        yield f"Roles: {', '.join(actor.roles)}.\n"
        rows = list(_table(actor))
        if not rows:
            yield "Nothing but the pages that are open to everybody."
        elif actor.roles in drawn:
            yield f"As {drawn[actor.roles]}, about things of their own."
        else:
            drawn[actor.roles] = actor.name
            yield f"| action | {' | '.join(COLUMNS)} | only |"
            yield f"|---|{'---|' * len(COLUMNS)}---|"
            yield from rows


HEAD = """\
# Who may do what

Made by `python -m tests.house.access` from `portal/people/policy.py`; a test compares the two and
tries every address of the portal as everybody named here. What is not listed is refused, and what
one may not even know of is 'not found'.

Own: of one's own household or business, of the unit in which one holds the office, or made by
oneself. Same unit: somebody else's there. Other unit: somebody else's elsewhere. No relation: it
lies in no unit and belongs to nobody the person knows. Officials also show a second factor. Consent
and the state of a case or request are asked beside this table, at each step.
"""


def document() -> str:
    lines = [HEAD, *_sections(), "\n## Open to everybody\n", "| page | why |", "|---|---|"]
    lines += [f"| `{name}` | {why} |" for name, why in policy.OPEN.items()]
    lines += ["\n## Rules that no page asks yet\n", "| action | why it stands |", "|---|---|"]
    lines += [f"| `{action}` | {why} |" for action, why in policy.RESERVED.items()]
    lines += ["\n## What runs by itself\n", "| task | signs as | may |", "|---|---|---|"]
    lines += [
        f"| `{task.name}` | {f'`{task.actor}`' if task.actor else 'writes no entry'} | {task.may} |"
        for task in policy.TASKS
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    DOCUMENT.write_text(document())
