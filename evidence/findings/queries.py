"""Reading findings: the machine's proposals with what people said about them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.shortcuts import get_object_or_404

from cameras.registry.masks import WHOLE, Polygon, hidden
from evidence.custody.covers import polygons_over
from evidence.custody.models import Item
from evidence.custody.queries import say_when_closed
from evidence.custody.vocabulary import ItemKind
from portal.files import vault
from portal.people.models import User
from portal.people.rights import require

from . import record, words
from .models import DONE, Analysis, Review

__all__ = ["Found", "Seen", "analysis_of", "findings_for", "get_item"]


@dataclass(frozen=True)
class Seen:
    """One proposal and its latest review, if there is one."""

    proposal: record.Proposal
    start_at: datetime | None  # true time
    stop_at: datetime | None
    review: Review | None

    @property
    def n(self) -> int:
        return self.proposal.n

    @property
    def kind(self) -> str:
        return self.proposal.kind

    @property
    def percent(self) -> int:
        return round(self.proposal.confidence_pm / 10)

    @property
    def verdict(self) -> str:
        return self.review.verdict if self.review else ""

    @property
    def verdict_label(self) -> str:
        return str(words.VERDICTS[self.review.verdict]) if self.review else ""


@dataclass(frozen=True)
class Found:
    """Everything proposed about one clip."""

    analysis: Analysis
    frame: tuple[int, int]
    tracks: tuple[Seen, ...]

    def for_player(self) -> dict[str, object]:
        """The findings file as the player reads it, without what a person rejected."""
        tracks = [
            {
                "n": one.proposal.n,
                "kind": one.proposal.kind,
                "start_ms": one.proposal.start_ms,
                "stop_ms": one.proposal.stop_ms,
                "confidence_pm": one.proposal.confidence_pm,
                "boxes": one.proposal.boxes,
            }
            for one in self.tracks
            if one.verdict != "rejected"
        ]
        return {"v": record.VERSION, "frame": self.frame, "tracks": tracks}


def get_item(public_id: str, person: User, action: str, at: datetime) -> Item:
    """The original and the right to what was found on it; a stranger gets 404."""
    item = get_object_or_404(
        Item.objects.select_related("case__unit", "target__camera"),
        public_id=public_id,
        kind=ItemKind.ORIGINAL,
    )
    say_when_closed(item.case, person, at)
    require(person, action, item, at=at)
    return item


def analysis_of(item: Item) -> Analysis | None:
    return Analysis.objects.filter(item=item).select_related("item", "derivative__stored").first()


def findings_for(item: Item, at: datetime) -> Found | None:
    """The proposals about an original; None until the machine has looked. What lies under a mask
    is none of them: the engine saw nothing there, or the mask was drawn after it looked.

    These are bytes of evidence: ask custody's gate first. A destroyed or damaged findings file
    counts as none.
    """
    analysis = analysis_of(item)
    if analysis is None or analysis.state != DONE or analysis.derivative is None:
        return None
    try:
        data = b"".join(vault.read(analysis.derivative.stored))
    except (vault.Destroyed, vault.Damaged):
        return None
    known = record.decode(data)
    shown = _uncovered(known, polygons_over(item, at))
    said = {
        review.track: review
        for review in Review.objects.filter(findings=analysis.derivative)
        .select_related("person")
        .order_by("at", "pk")
    }
    tracks = tuple(
        Seen(one, _at(item, one.start_ms), _at(item, one.stop_ms), said.get(one.n)) for one in shown
    )
    return Found(analysis, known.frame, tracks)


def _uncovered(known: record.Record, polygons: Sequence[Polygon]) -> list[record.Proposal]:
    """Tracks without the boxes whose middle is covered, and without those of nothing else."""
    if not polygons:
        return list(known.tracks)
    width, height = known.frame
    shown = []
    for track in known.tracks:
        middles = [
            ((x + w / 2) * WHOLE / width, (y + h / 2) * WHOLE / height)
            for _, x, y, w, h in track.boxes
        ]
        under = hidden(polygons, middles)
        boxes = tuple(box for box, away in zip(track.boxes, under, strict=True) if not away)
        if len(boxes) == len(track.boxes):
            shown.append(track)
        elif boxes:
            first, last = boxes[0][0], boxes[-1][0]
            shown.append(replace(track, boxes=boxes, start_ms=first, stop_ms=last))
    return shown


def _at(item: Item, t_ms: int) -> datetime | None:
    first = item.first_frame_at
    return first + timedelta(milliseconds=t_ms) if first else None
