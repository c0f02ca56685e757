"""One line of 'who looked at my camera': what an entry says to the owner, each fact by its name."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cameras.registry.models import Camera
from evidence.cases.models import Case
from evidence.cases.vocabulary import OutcomeKind
from evidence.custody.kept_back import KeptBack
from evidence.custody.models import Item
from evidence.requests.models import FootageRequest, Target
from evidence.requests.vocabulary import Basis
from portal.ledger.kinds import Kind
from portal.ledger.models import Entry
from portal.look.templatetags.words import stretch

from . import words

T = TypeVar("T")


@dataclass(frozen=True)
class Look:
    """One line. Empty texts are facts that this kind of entry does not have."""

    seq: int
    at: datetime
    title: str
    tone: str
    cameras: tuple[Camera, ...]
    unit: str = ""
    case_kind: str = ""
    window: str = ""
    purpose: str = ""
    basis: str = ""
    answer: str = ""
    ending: str = ""
    outcome: str = ""
    late: str = ""

    @property
    def camera_names(self) -> str:
        return ", ".join(camera.name for camera in self.cameras)

    @property
    def whose(self) -> str:
        """Unit and kind of case in one line."""
        return " · ".join(part for part in (self.unit, self.case_kind) if part)

    @property
    def facts(self) -> Iterator[tuple[str, str]]:
        """As the page lists them under that, only those there are."""
        named = list(zip(headings(), self.values, strict=True))[2:-1]
        return ((label, value) for label, value in named if value)

    @property
    def values(self) -> tuple[str, ...]:
        return (
            self.unit,
            self.case_kind,
            self.window,
            self.purpose,
            self.basis,
            self.answer,
            self.ending,
            self.outcome,
            self.late,
        )


def headings() -> tuple[str, ...]:
    """The names of `Look.values`."""
    return (
        _("Đơn vị"),
        _("Loại vụ việc"),
        _("Đoạn hình"),
        _("Mục đích"),
        _("Căn cứ"),
        _("Câu trả lời"),
        _("Vì sao"),
        _("Kết quả"),
        _("Hiện chậm"),
    )


class Things:
    """What the entries of one page name, in one query a kind of thing."""

    def __init__(self, entries: Iterable[Entry], cameras: Sequence[Camera], kept: KeptBack) -> None:
        self._kept = kept
        named: dict[str, set[str]] = {}
        for entry in entries:
            for name in entry.subjects:
                noun, _colon, public_id = name.partition(":")
                named.setdefault(noun, set()).add(public_id)
        self._cameras = {row.subject: row for row in cameras}
        wanted = {noun: {"public_id__in": named.get(noun, set())} for noun in _NOUNS}
        cases = Case.objects.select_related("unit").prefetch_related("outcomes")
        self._cases = {row.subject: row for row in cases.filter(**wanted["case"])}
        requests = FootageRequest.objects.filter(**wanted["request"])
        self._requests = {row.subject: row for row in requests}
        targets = Target.objects.select_related("request").filter(**wanted["target"])
        self._targets = {row.subject: row for row in targets}
        items = Item.objects.select_related("target__request").filter(**wanted["item"])
        self._items = {row.subject: row for row in items}
        self._at_once: set[str] = set()  # cases and requests of which a clip was never kept back
        self._gave = self._givers(cameras)

    def _givers(self, cameras: Sequence[Camera]) -> dict[str, list[Camera]]:
        """By case and by request: which of these cameras gave a clip to it."""
        by_key = {row.pk: row for row in cameras}
        clips = Item.objects.filter(
            case__in=[row.pk for row in self._cases.values()],
            target__camera__in=by_key,
            parent=None,
        ).exclude(target__in=self._kept.hidden)
        found: dict[str, list[Camera]] = {}
        rows = clips.values_list(
            "case__public_id", "target__request__public_id", "target__camera_id", "target_id"
        )
        for case, request, camera, target in rows.order_by("target__camera_id").distinct():
            for name in (f"case:{case}", f"request:{request}"):
                given = found.setdefault(name, [])
                if by_key[camera] not in given:
                    given.append(by_key[camera])
                if target not in self._kept.late:
                    self._at_once.add(name)
        return found

    def line(self, entry: Entry) -> Look:
        case = _first(entry, self._cases)
        item = _first(entry, self._items)
        target = _first(entry, self._targets) or (item.target if item else None)
        wanted = _first(entry, self._requests) or (target.request if target else None)
        title, tone = words.title_and_tone(entry)
        return Look(
            entry.seq,
            entry.at,
            title,
            tone,
            cameras=self._about(entry),
            unit=case.unit.name if case else "",
            case_kind=case.kind_label if case else "",
            window=_window(entry, wanted, target, item),
            purpose=_purpose(entry, wanted),
            basis=_basis(entry, wanted),
            answer=str(words.ANSWERS.get(entry.private("answer") or "", "")),
            ending=_ending(entry),
            outcome=_outcome(entry, case),
            late=self._late(entry, case, target),
        )

    def _late(self, entry: Entry, case: Case | None, target: Target | None) -> str:
        """That the line was kept back, for how long, and why: in neutral words."""
        delay = self._kept.delays.get(case.subject) if case is not None else None
        if delay is None or not delay.span.holds_at(entry.at):
            return ""
        if entry.kind not in words.DELAY_KINDS:
            if target is not None and target.pk not in self._kept.late:
                return ""
            if target is None and entry.subjects[0] in self._at_once:
                return ""
        days = delay.span.days_late(entry.at)
        sentence = ngettext(
            "Dòng này hiện chậm %(n)s ngày. Chỉ huy đơn vị cho phép, vì %(why)s.",
            "Dòng này hiện chậm %(n)s ngày. Chỉ huy đơn vị cho phép, vì %(why)s.",
            days,
        )
        return sentence % {"n": days, "why": delay.ground_words}

    def _about(self, entry: Entry) -> tuple[Camera, ...]:
        """The camera an entry names, or those that gave a clip to what it names first."""
        named = tuple(self._cameras[name] for name in entry.subjects if name in self._cameras)
        return named or tuple(self._gave.get(entry.subjects[0], ()))


_NOUNS = ("case", "request", "target", "item")


def _first(entry: Entry, rows: dict[str, T]) -> T | None:
    return next((rows[name] for name in entry.subjects if name in rows), None)


def _window(
    entry: Entry, wanted: FootageRequest | None, target: Target | None, item: Item | None
) -> str:
    """Which minutes: of the clip, as the owner allows them once they answered, or as asked for."""
    asked = entry.kind in (Kind.TARGET_NOTIFIED, Kind.TARGET_EXPIRED, Kind.REQUEST_NOT_FOUND)
    if item is not None and item.window_start and item.window_stop:
        return stretch(item.window_start, item.window_stop)
    if target is not None and not asked:
        return stretch(target.start, target.stop)
    if target is not None:
        return stretch(target.asked_start, target.asked_stop)
    return stretch(wanted.window_start, wanted.window_stop) if wanted is not None else ""


def _purpose(entry: Entry, wanted: FootageRequest | None) -> str:
    if entry.kind in words.ABOUT_ALL:  # a case's own notes are nobody's outside
        return ""
    return entry.private("purpose") or (wanted.purpose if wanted else "")


def _ending(entry: Entry) -> str:
    """Why it stopped, where that is a known word: of a hold it is private, of a pull a fact."""
    code = str(entry.facts.get("reason") or entry.private("reason") or "")
    return str(words.ENDINGS.get(code, ""))


def _basis(entry: Entry, wanted: FootageRequest | None) -> str:
    basis = entry.facts.get("basis") or (wanted.basis if wanted else "")
    return str(Basis(basis).label) if basis in Basis.values else ""


def _outcome(entry: Entry, case: Case | None) -> str:
    """What came of it, by its kind only: no number of people, no sum, no document."""
    if entry.kind == Kind.OUTCOME_RECORDED:
        return _outcome_words(str(entry.facts.get("kind", "")))
    if entry.kind not in words.WITH_OUTCOME or case is None:
        return ""
    latest = next(iter(case.outcomes.all()), None)
    if latest is not None:
        return _outcome_words(latest.kind)
    return _("Chưa có kết quả") if case.is_open else _("Vụ việc đã đóng, không ghi kết quả")


def _outcome_words(kind: str) -> str:
    return str(OutcomeKind(kind).label) if kind in OutcomeKind.values else ""
