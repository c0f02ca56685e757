"""All rows of one list, each against the rules, the rows before it and what is registered."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from portal.lib.words import folded

from . import known, rows
from .ground import Ground
from .models import Verdict, Whose
from .rows import Problem, Reading
from .twins import Spot, Twins


class Checked(NamedTuple):
    reading: Reading | None
    problems: list[Problem]
    verdict: Verdict


@dataclass
class _Names:
    """Which name stands beside a telephone number, and since which row."""

    name: str
    row: int


class Checker:
    """Rows go in once each, in order: the second of two alike is the one that is asked about."""

    def __init__(self, whose: Whose) -> None:
        self._whose = whose
        self.ground = Ground(whose)
        self._known = known.for_list(whose)
        self._in_file: Twins[int] = Twins()
        self._names: dict[str, _Names] = {}

    def check(
        self,
        number: int,
        texts: Mapping[str, str],
        flaws: Mapping[str, str],
        kept: Collection[str] = (),
    ) -> Checked:
        """`kept`: codes of questions to which the person has said that it is right so."""
        boards = self._whose.is_board
        reading, problems = rows.check(texts, flaws, self.ground, boards=boards)
        if reading is None:
            return Checked(None, problems, Verdict.WRONG)
        part = self._whose.neighbourhood
        if part is not None and reading.neighbourhood not in (None, part.pk):
            problems.append(Problem("neighbourhood", "part_of_others", {"part": part.name}))
            return Checked(None, problems, Verdict.WRONG)
        spot = self.spot(reading)
        if self._known.same(spot) is not None:
            return Checked(reading, [], Verdict.KNOWN)
        problems += self._twins(spot) + self._other_name(reading, number)
        self._in_file.add(spot, number)
        if any(not problem.asks for problem in problems):
            return Checked(None, problems, Verdict.WRONG)
        asks = any(problem.code not in kept for problem in problems)
        return Checked(reading, problems, Verdict.ASKS if asks else Verdict.GOOD)

    def spot(self, reading: Reading) -> Spot:
        owner: int | str | None = self._whose.organisation_id
        if self._whose.is_board:
            owner = reading.owner_phone if reading.kind == "home" else known.COMMON
        return Spot(owner, reading.lat, reading.lng, reading.bearing, reading.name)

    def _twins(self, spot: Spot) -> list[Problem]:
        if row := self._in_file.same(spot):
            return [Problem("name", "twin_in_file", {"row": row})]
        if row := self._in_file.alike(spot):
            return [Problem("name", "alike_in_file", {"row": row}, asks=True)]
        if name := self._known.alike(spot):
            return [Problem("name", "alike_known", {"name": name}, asks=True)]
        return []

    def _other_name(self, reading: Reading, number: int) -> list[Problem]:
        if not reading.owner_phone:
            return []
        first = self._names.setdefault(reading.owner_phone, _Names(reading.owner_name, number))
        if folded(first.name) == folded(reading.owner_name):
            return []
        return [Problem("owner_name", "other_owner_name", {"row": first.row}, asks=True)]
