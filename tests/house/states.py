"""Every state machine of the house, and docs/states.md drawn from their tables.

``python -m tests.house.states`` writes the document anew.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "states.md"


@dataclass(frozen=True)
class Machine:
    name: str
    where: str
    says: str
    moves: Mapping[Any, frozenset[Any]]

    @property
    def states(self) -> list[Any]:
        """All there are, also such as the table forgot."""
        return list(type(self.first).__members__.values())

    @property
    def first(self) -> Any:
        return next(iter(self.moves))


def machines() -> tuple[Machine, ...]:
    from evidence.custody.hold_states import HOLD_MOVES
    from evidence.emergency.states import OPENING_MOVES
    from evidence.extraction.states import JOB_MOVES
    from evidence.requests.states import REQUEST_MOVES, TARGET_MOVES

    return (
        Machine(
            "Request",
            "evidence/requests/states.py",
            "What an officer asks for, from the draft to the end of its case.",
            REQUEST_MOVES,
        ),
        Machine(
            "Target",
            "evidence/requests/states.py",
            "One camera of a request. An officer is shown less (`present.officer_state`): until "
            "the deadline every answer reads as waiting, after it all that brought nothing read "
            "alike.",
            TARGET_MOVES,
        ),
        Machine(
            "Extraction",
            "evidence/extraction/states.py",
            "The job that pulls one target's minutes. The row is the queue; a move is a counted "
            "update that names the worker's token.",
            JOB_MOVES,
        ),
        Machine(
            "Hold",
            "evidence/custody/hold_states.py",
            "Minutes sealed before anybody decided. Nobody reads them before `released`.",
            HOLD_MOVES,
        ),
        Machine(
            "Opening",
            "evidence/emergency/states.py",
            "One officer looks before anybody approved, where a life is at risk; another commander "
            "reviews it. A review after `overdue` is recorded and changes no count.",
            OPENING_MOVES,
        ),
    )


def written() -> str:
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# State machines"
    yield ""
    yield "Drawn from the tables in the code by `python -m tests.house.states`; a test holds it up"
    yield "to date and tries every move that is not drawn. Consent is no state but a fold of what"
    yield "was said: `cameras/consent/fold.py`."
    for machine in machines():
        yield from ("", f"## {machine.name}", "", machine.says, f"Table: `{machine.where}`.", "")
        yield "```mermaid"
        yield "stateDiagram-v2"
        yield f"    [*] --> {machine.first.value}"
        for state, moves in machine.moves.items():
            for then in sorted(moves, key=lambda one: str(one.value)):
                yield f"    {state.value} --> {then.value}"
            if not moves:
                yield f"    {state.value} --> [*]"
        yield "```"


def main() -> None:
    import django

    django.setup()
    DOCUMENT.write_text(written(), encoding="utf-8")


if __name__ == "__main__":
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    main()
