"""The public month: counted and published once, long after it ended, and read from then on.

A month is published 31 days after it ended. By then no delay that began in it still runs, so no
public figure has in it what an owner has not been shown.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Q, QuerySet

from evidence.cases.models import Outcome
from evidence.delays.queries import all_delays
from evidence.emergency.queries import unreviewed_in
from evidence.requests.models import FootageRequest, Target
from evidence.requests.states import RequestState, TargetState
from evidence.requests.vocabulary import Basis
from portal.lib.clock import VIETNAM

from .disclosure import UnitMonth, protect
from .models import PublicFigure, PublicMonth

AFTER = timedelta(days=31)
MOST_MONTHS = 12  # made good for, where none was made

APPROVED = (RequestState.APPROVED, RequestState.CLOSED)
# Told, but not asked: consent was gone when the commander decided.
_TOOK_IT_BACK = Q(state=TargetState.WITHDRAWN, answered_at=F("told_at"))
SAID = (TargetState.DECLINED, TargetState.NOTHING, TargetState.AGREED, TargetState.FULFILLED)


def publish_due(at: datetime) -> list[PublicMonth]:
    """Every month that is due and not there yet, the oldest first; none is ever made anew."""
    months = [_before(at, back) for back in range(MOST_MONTHS + 2, 0, -1)]
    due = [month for month in months if at >= bounds_of(month)[1] + AFTER]
    there = set(PublicMonth.objects.filter(month__in=due).values_list("month", flat=True))
    return [_publish(month, at) for month in due[-MOST_MONTHS:] if month not in there]


@transaction.atomic
def _publish(month: date, at: datetime) -> PublicMonth:
    made, is_new = PublicMonth.objects.get_or_create(month=month, defaults={"made_at": at})
    if is_new:
        figures = protect(
            _counted(month),
            delays=_delays_at(bounds_of(month)[1]),
            unreviewed=_unreviewed(month),
        )
        PublicFigure.objects.bulk_create(
            PublicFigure(
                month=made,
                unit_id=figure.unit,
                name=figure.name,
                part=figure.part,
                band=figure.band,
                count=figure.count,
            )
            for figure in figures
        )
    return made


def bounds_of(month: date) -> tuple[datetime, datetime]:
    """[first instant, first instant of the next month), in Vietnam."""
    first = datetime.combine(month, time(), tzinfo=VIETNAM)
    return first, datetime.combine(_next(month), time(), tzinfo=VIETNAM)


def _next(month: date) -> date:
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


def _before(at: datetime, back: int) -> date:
    """The first day of the month that lies so many months before the instant's."""
    today = at.astimezone(VIETNAM).date()
    months = today.year * 12 + today.month - 1 - back
    return date(months // 12, months % 12 + 1, 1)


def _counted(month: date) -> Iterable[UnitMonth]:
    """Raw numbers; they go into `protect` and nowhere else."""
    start, stop = bounds_of(month)
    approved = FootageRequest.objects.filter(
        state__in=APPROVED, decided_at__gte=start, decided_at__lt=stop
    )
    kinds: dict[int, dict[str, int]] = defaultdict(dict)
    for unit, kind, count in _by(approved, "case__unit_id", "case__kind"):
        kinds[unit][kind] = count
    recorded = Outcome.objects.filter(
        at__gte=start, at__lt=stop, case__requests__state__in=APPROVED
    )
    outcomes: dict[int, dict[str, int]] = defaultdict(dict)
    for unit, kind, count in _by(recorded, "case__unit_id", "kind"):
        outcomes[unit][kind] = count
    asked = _questions(start, stop)
    return [
        UnitMonth(
            unit=unit,
            requests=sum(kinds[unit].values()),
            asked=len(asked[unit]),
            unanswered=sum(one.is_silent for one in asked[unit]),
            answer_hours=[one.hours for one in asked[unit] if one.hours is not None],
            kinds=kinds[unit],
            outcomes=outcomes[unit],
        )
        for unit in sorted(kinds)
    ]


@dataclass
class _Question:
    """What one camera's owner was asked in one request, for however many windows."""

    is_silent: bool = True
    hours: float | None = None  # until the first answer


def _questions(start: datetime, stop: datetime) -> dict[int, list[_Question]]:
    """By unit; each camera of a request once."""
    rows = (
        Target.objects.filter(request__basis=Basis.CONSENT, told_at__gte=start, told_at__lt=stop)
        .exclude(Q(answered_means="ahead") | _TOOK_IT_BACK)
        .order_by("request_id", "camera_id", "pk")
        .values_list(
            *("request__case__unit_id", "request_id", "camera_id"),
            *("state", "told_at", "answered_at"),
        )
    )
    found: dict[int, list[_Question]] = defaultdict(list)
    for (unit, *_key), mine in groupby(rows.iterator(), key=lambda row: row[:3]):
        question = _Question()
        for *_keys, state, told, answered in mine:
            question.is_silent &= state == TargetState.EXPIRED
            if state in SAID and told is not None and answered is not None:
                took = (answered - told) / timedelta(hours=1)
                question.hours = took if question.hours is None else min(took, question.hours)
        found[unit].append(question)
    return found


def _by(rows: QuerySet[Any], *columns: str) -> Iterable[tuple[Any, ...]]:
    counted = rows.order_by().values_list(*columns).annotate(Count("pk", distinct=True))
    return list(counted)


def _unreviewed(month: date) -> dict[int, int]:
    """By unit: openings in an emergency that fell due in the month and nobody had reviewed."""
    rows = unreviewed_in(*bounds_of(month)).order_by()
    counted = rows.values_list("request__case__unit_id").annotate(Count("pk"))
    return dict(counted)


def _delays_at(at: datetime) -> int:
    """How many cases owners were shown late at that instant."""
    started = all_delays().filter(started_at__lte=at, started_at__gt=at - AFTER)
    return sum(row.span.holds_at(at) for row in started)
