"""What a verification found, in a form that can be stored and said in words."""

from dataclasses import dataclass, field
from typing import Any

from . import words

MAX_PROBLEMS = 200  # named; the rest is counted


@dataclass(frozen=True)
class Problem:
    """One thing found: the entry's number where there is one, a code of `words.PROBLEMS`, facts."""

    code: str
    seq: int | None = None
    facts: dict[str, Any] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        return {"code": self.code, "seq": self.seq, **self.facts}

    def __str__(self) -> str:
        return words.problem_sentence(self.as_dict())


@dataclass
class Report:
    """What a verification came to. `erased` counts private texts that were lawfully removed;
    `unnamed` counts problems beyond the first MAX_PROBLEMS.
    """

    size: int = 0
    root: str = ""
    erased: int = 0
    problems: list[Problem] = field(default_factory=list)
    unnamed: int = 0

    @property
    def ok(self) -> bool:
        return not self.problems

    def add(self, code: str, seq: int | None = None, **facts: object) -> None:
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(Problem(code, seq, facts))
        else:
            self.unnamed += 1
