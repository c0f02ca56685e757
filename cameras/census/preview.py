"""A row of the preview: each cell with its text, what is wrong with it, and what it could say."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from . import queries
from .columns import BY_NAME
from .models import Import, ImportRow, Verdict
from .words import problem_sentence

TONES = {
    Verdict.GOOD: "good",
    Verdict.ASKS: "warn",
    Verdict.WRONG: "bad",
    Verdict.KNOWN: "plain",
    Verdict.DROPPED: "plain",
}


@dataclass(frozen=True)
class CellShown:
    name: str
    heading: str
    text: str
    problems: tuple[str, ...]


@dataclass(frozen=True)
class LineShown:
    number: int
    cells: tuple[CellShown, ...]
    words: str
    tone: str
    offers: tuple[tuple[str, str], ...]  # code, words of the button
    asks: bool
    is_open: bool


@dataclass(frozen=True)
class OrderShown:
    order: str
    words: str


def line_shown(line: ImportRow, names: list[str]) -> LineShown:
    found = line.found()
    # A problem of a column that the file does not have is shown in a column of its own.
    columns = [*names, *dict.fromkeys(p.column for p in found if p.column not in names)]
    cells = tuple(
        CellShown(
            name,
            BY_NAME[name].heading,
            line.texts.get(name, ""),
            tuple(problem_sentence(p.code, p.facts) for p in found if p.column == name),
        )
        for name in columns
    )
    verdict = Verdict(line.verdict)
    offers = tuple((p.code, _offer_words(p.code, dict(p.offer))) for p in found if p.offer)
    is_open = verdict in (Verdict.WRONG, Verdict.ASKS)
    asks = verdict == Verdict.ASKS
    return LineShown(line.number, cells, _said(verdict), TONES[verdict], offers, asks, is_open)


def orders(source: Import) -> list[OrderShown]:
    """One button for many rows."""
    return [OrderShown(bulk.order, _order_words(bulk)) for bulk in queries.bulks(source)]


def _said(verdict: Verdict) -> str:
    return {
        Verdict.GOOD: _("Được"),
        Verdict.ASKS: _("Chờ trả lời"),
        Verdict.WRONG: _("Phải sửa"),
        Verdict.KNOWN: _("Đã đăng ký"),
        Verdict.DROPPED: _("Bỏ ra ngoài"),
    }[verdict]


def _offer_words(code: str, offer: dict[str, str]) -> str:
    if code == "swapped":
        return _("Đổi chỗ vĩ độ và kinh độ")
    return _("Dùng “%(words)s”") % {"words": next(iter(offer.values()))}


def _order_words(bulk: queries.Bulk) -> str:
    facts = {"count": bulk.count, "what": _kept_words().get(bulk.code, "")}
    if bulk.order == "take:swapped":
        return ngettext(
            "Đổi chỗ vĩ độ và kinh độ cho cả %(count)s dòng",
            "Đổi chỗ vĩ độ và kinh độ cho cả %(count)s dòng",
            bulk.count,
        ) % {"count": bulk.count}
    return _("Giữ nguyên cả %(count)s dòng: %(what)s") % facts


def _kept_words() -> dict[str, str]:
    return {
        "far": _("vị trí nằm ngoài đơn vị đã ghi"),
        "nowhere_near": _("vị trí xa mọi phường, xã"),
        "coarse": _("vị trí chỉ chính xác đến cả trăm mét"),
        "alike_in_file": _("giống một dòng khác"),
        "alike_known": _("giống camera đã đăng ký"),
        "other_owner_name": _("một số điện thoại, hai tên chủ"),
    }
