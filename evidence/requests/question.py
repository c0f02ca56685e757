"""What the owner of one camera is asked in one request: one to five windows, answered all at once
or each for itself.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _

from .ahead import taken_ahead
from .models import Target
from .present import answer_words
from .queries import windows_of
from .scope import Window
from .states import TargetState
from .windows import total

GOOD = (TargetState.AGREED, TargetState.FULFILLED)


@dataclass(frozen=True)
class Group:
    """Windows of which the same became, with the same answer."""

    parts: tuple[Target, ...]

    @property
    def target(self) -> Target:
        return self.parts[0]

    @property
    def words(self) -> str:
        return answer_words(self.target)

    @property
    def ahead(self) -> bool:
        return taken_ahead(self.target)

    @property
    def allowed(self) -> Window:
        """What the owner allows of a window that was answered in part."""
        return Window(self.target.start, self.target.stop)


@dataclass(frozen=True)
class Question:
    parts: tuple[Target, ...]  # in order

    @property
    def lead(self) -> Target:
        """On which the links, reminders and helpers of all of them hang."""
        return self.parts[0]

    @property
    def is_one(self) -> bool:
        return len(self.parts) == 1

    @property
    def length(self) -> timedelta:
        return total(part.asked for part in self.parts)

    @property
    def waiting(self) -> tuple[Target, ...]:
        return tuple(part for part in self.parts if part.state == TargetState.WAITING)

    @property
    def may_hand_on(self) -> bool:
        return any(part.state in (TargetState.WAITING, TargetState.AGREED) for part in self.parts)

    @property
    def is_agreed(self) -> bool:
        return any(part.state == TargetState.AGREED for part in self.parts)

    @property
    def words(self) -> str:
        """In one line, for a list."""
        shown = self.waiting or self.parts
        said = dict.fromkeys(answer_words(part) for part in shown)
        return next(iter(said)) if len(said) == 1 else _("Đã trả lời từng đoạn")

    @property
    def tone(self) -> str:
        if self.waiting:
            return "warn"
        return "good" if any(part.state in GOOD for part in self.parts) else "plain"

    def chosen(self, keys: Collection[str]) -> tuple[Target, ...]:
        """The windows that a form names; all of them where it names none."""
        return tuple(part for part in self.parts if not keys or part.public_id in keys)

    def groups(self, *, late: bool) -> list[Group]:
        """What has been answered, and what no longer can be."""
        found: dict[object, list[Target]] = {}
        for part in self.parts:
            if part.state != TargetState.WAITING or late:
                found.setdefault(_outcome(part), []).append(part)
        return [Group(tuple(parts)) for parts in found.values()]


def _outcome(part: Target) -> object:
    allowed = (part.window_start, part.window_stop)
    said = (part.answered_at, part.answered_by_id, part.answered_means, part.answered_why)
    job = getattr(part, "job", None)  # of the room above: named by string only
    return (part.state, job.state if job else "", *allowed, *said)


def question_of(target: Target) -> Question:
    """All windows beside this one, which its owner was told of."""
    found = windows_of([target])[target.request_id, target.camera_id]
    return Question(tuple(found) or (target,))


def questions_of(targets: Collection[Target]) -> list[Question]:
    """For each line of a list all windows, in one query."""
    found = windows_of(targets)
    return [Question(tuple(found[one.request_id, one.camera_id])) for one in targets]
