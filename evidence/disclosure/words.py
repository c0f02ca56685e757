"""What an owner reads about each kind of entry, in plain words."""

from collections.abc import Iterator

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from evidence.cases.models import Case
from evidence.cases.vocabulary import OutcomeKind
from evidence.requests.models import FootageRequest
from evidence.requests.vocabulary import Basis
from portal.ledger.kinds import Kind
from portal.ledger.models import Entry

_TITLES: dict[Kind, tuple[Promise, str]] = {
    Kind.TARGET_NOTIFIED: (lazy("Công an xin hình từ camera này"), "warn"),
    Kind.TARGET_ANSWERED: (lazy("Bên bạn đã trả lời"), "plain"),
    Kind.TARGET_EXPIRED: (lazy("Hết hạn trả lời, không lấy hình"), "plain"),
    Kind.HOLD_ASKED: (lazy("Công an cho giữ tạm một đoạn hình, chưa ai xem được"), "warn"),
    Kind.HOLD_SEALED: (lazy("Đoạn giữ tạm đã được niêm phong, chưa ai mở được"), "plain"),
    Kind.HOLD_RELEASED: (lazy("Đoạn giữ tạm được mở cho vụ việc sau khi có quyết định"), "warn"),
    Kind.HOLD_DESTROYED: (lazy("Đoạn giữ tạm đã được hủy, không ai xem được nữa"), "good"),
    Kind.EXTRACTION_STARTED: (lazy("Hệ thống bắt đầu lấy đoạn hình đã đồng ý"), "plain"),
    Kind.EXTRACTION_STOPPED: (lazy("Việc lấy hình đã dừng theo ý bạn"), "plain"),
    Kind.EXTRACTION_FAILED: (lazy("Không lấy được hình"), "plain"),
    Kind.DETAILS_OPENED: (lazy("Cán bộ công an đã xem cách liên hệ với bạn"), "warn"),
    Kind.ITEM_SEALED: (lazy("Đoạn hình đã được lấy và niêm phong"), "warn"),
    Kind.ITEM_OPENED: (lazy("Cán bộ công an đã xem hình"), "warn"),
    Kind.ITEM_EXPORTED: (lazy("Hình đã được xuất ra ngoài hệ thống"), "bad"),
    Kind.ITEM_DESTROYED: (lazy("Hình đã được hủy"), "good"),
}
OWN_KINDS = tuple(_TITLES)
_ANSWERS = {
    "share": lazy("Đồng ý chia sẻ"),
    "decline": lazy("Từ chối"),
    "nothing": lazy("Không có hình"),
}


def title_and_tone(entry: Entry) -> tuple[str, str]:
    if entry.kind == Kind.OUTCOME_RECORDED:
        return _("Vụ việc đã có kết quả"), "good"
    title, tone = _TITLES[Kind(entry.kind)]
    return str(title), tone


def facts_of(
    entry: Entry, case: Case | None, wanted: FootageRequest | None
) -> Iterator[tuple[str, str]]:
    """Who, which kind of case, why, on which basis, and what came of it; no name of a person."""
    if case is not None:
        yield _("Đơn vị"), case.unit.name
        yield _("Loại vụ việc"), case.kind_label
    purpose = entry.private("purpose") or (wanted.purpose if wanted else "")
    if purpose:
        yield _("Mục đích"), purpose
    basis = entry.facts.get("basis") or (wanted.basis if wanted else "")
    if basis in Basis.values:
        yield _("Căn cứ"), str(Basis(basis).label)
    answer = _ANSWERS.get(entry.private("answer") or "")
    if answer is not None:
        yield _("Câu trả lời"), str(answer)
    if entry.kind == Kind.OUTCOME_RECORDED:
        yield from _outcome(entry)


def _outcome(entry: Entry) -> Iterator[tuple[str, str]]:
    kind = str(entry.facts.get("kind", ""))
    if kind in OutcomeKind.values:
        yield _("Kết quả"), str(OutcomeKind(kind).label)
    caught = entry.facts.get("people_caught")
    if caught:
        yield _("Số người bị bắt giữ"), str(caught)
