"""Where a request stands, in one sentence: what it waits for, who acts next, and until when.

Built from what the officer may know (`present.Row`), never from a target's own state.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.look.templatetags.words import duration, moment

from .models import FootageRequest
from .present import Row, approval_words, approvals_of
from .states import RequestState, TargetState
from .vocabulary import Basis


@dataclass(frozen=True)
class Step:
    """One mark of the way a request goes. `state` is done, now, next or stop."""

    state: str
    name: str
    note: str


@dataclass(frozen=True)
class Standing:
    tone: str  # of the panel: info, good, warn or bad
    title: str
    body: str  # who acts next
    until: str  # the moment that matters, with how long that is
    steps: tuple[Step, ...]


def standing_of(asked: FootageRequest, rows: Sequence[Row], at: datetime) -> Standing:
    """The panel on top of the request's page."""
    tone, title, body, until = _words(asked, rows, at)
    return Standing(tone, title, body, until, _steps(asked, rows))


def _words(asked: FootageRequest, rows: Sequence[Row], at: datetime) -> tuple[str, str, str, str]:
    if asked.state == RequestState.DRAFT:
        body = _("Chưa gửi cho ai. Chọn camera, kiểm tra lại rồi gửi cho chỉ huy duyệt.")
        return "info", str(asked.get_state_display()), body, ""
    if asked.state == RequestState.SUBMITTED:
        return "warn", str(asked.get_state_display()), _who_decides(asked), _dies_first(rows, at)
    if asked.state == RequestState.REFUSED:
        body = _("Không ai được hỏi và không có hình nào được lấy. Có thể gửi một yêu cầu khác.")
        return "bad", str(asked.get_state_display()), body, ""
    if asked.state == RequestState.CLOSED:
        return "info", str(asked.get_state_display()), _("Yêu cầu này không còn lấy hình nữa."), ""
    return _approved(asked, rows, at)


def _who_decides(asked: FootageRequest) -> str:
    if asked.approvals_needed == 1:
        body = _("Chỉ huy Công an %(unit)s cần duyệt. Chưa chủ camera nào được hỏi.")
    elif given := approval_words(asked):
        body = _("Cần một chỉ huy khác của Công an %(unit)s duyệt. Chưa chủ camera nào được hỏi.")
        body = f"{given} {body}"
    else:
        body = _("Cần hai chỉ huy Công an %(unit)s duyệt. Chưa chủ camera nào được hỏi.")
    return body % {"unit": asked.case.unit.name}


def _approved(
    asked: FootageRequest, rows: Sequence[Row], at: datetime
) -> tuple[str, str, str, str]:
    waiting, pulling, here = _counts(rows)
    if here and not waiting + pulling:
        body = ngettext(
            "Xem được %(n)s đoạn hình. Xem xong, hãy ghi kết quả vụ việc.",
            "Xem được %(n)s đoạn hình. Xem xong, hãy ghi kết quả vụ việc.",
            here,
        )
        return "good", _("Đã có hình"), body % {"n": here}, ""
    if not waiting + pulling:
        body = _(
            "Không camera nào có hình của khoảng này. Vẫn còn cách đúng luật: xin ở camera khác "
            "hoặc giờ khác, hoặc lấy theo văn bản yêu cầu nếu vụ việc có đủ căn cứ."
        )
        if asked.basis == Basis.CONSENT:
            body += " " + _("Hình về muộn, nếu có, vẫn hiện ở đây và bạn được nhắn.")
        return "bad", _("Không có hình"), body, ""
    if pulling and not waiting:
        body = _("Hệ thống đang lấy hình, thường xong trong vài phút. Bạn không phải làm gì.")
        return "info", _("Đang lấy hình"), body, ""
    body = ngettext(
        "%(n)s trên %(all)s camera chưa có câu trả lời. Bạn không phải làm gì.",
        "%(n)s trên %(all)s camera chưa có câu trả lời. Bạn không phải làm gì.",
        waiting,
    ) % {"n": waiting, "all": len(_cameras(rows))}
    if here:
        body += " " + _("Đã xem được %(n)s đoạn hình.") % {"n": here}
    return "warn", _("Đang chờ chủ camera trả lời"), body, _answer_by(asked, at)


def _counts(rows: Sequence[Row]) -> tuple[int, int, int]:
    """Cameras without an answer, others that are being fetched from, and clips that are here."""
    waiting = _cameras(rows, TargetState.WAITING)
    pulling = _cameras(rows, TargetState.AGREED) - waiting
    here = sum(row.state == TargetState.FULFILLED for row in rows)
    return len(waiting), len(pulling), here


def _cameras(rows: Sequence[Row], *states: TargetState) -> set[int]:
    """Keys of the cameras with a window in one of these states; of all, where none is named."""
    return {row.target.camera_id for row in rows if not states or row.state in states}


def _dies_first(rows: Sequence[Row], at: datetime) -> str:
    """By when the request must have gone its whole way: the first recorder's overwriting."""
    if not rows:
        return ""
    first = min(row.target.dies_at for row in rows)
    if first <= at:
        return _("Hình sớm nhất đã bị ghi đè lúc %(when)s.") % {"when": moment(first)}
    words = _("Hình sớm nhất bị ghi đè lúc %(when)s, còn %(left)s.")
    return words % {"when": moment(first), "left": duration(first - at)}


def _answer_by(asked: FootageRequest, at: datetime) -> str:
    if asked.deadline is None:
        return ""
    if asked.deadline <= at:
        return _("Hạn trả lời đã qua lúc %(when)s.") % {"when": moment(asked.deadline)}
    words = _("Hạn trả lời: %(when)s, còn %(left)s.")
    return words % {"when": moment(asked.deadline), "left": duration(asked.deadline - at)}


def _steps(asked: FootageRequest, rows: Sequence[Row]) -> tuple[Step, ...]:
    """Sent, decided, answered, here. The first step that is not done is the one of now."""
    waiting, pulling, _clips = _counts(rows)
    cameras, here = len(_cameras(rows)), len(_cameras(rows, TargetState.FULFILLED))
    decided = asked.state in {RequestState.APPROVED, RequestState.CLOSED}
    refused = asked.state == RequestState.REFUSED
    done = (
        asked.submitted_at is not None,
        decided,
        decided and not waiting,
        decided and not waiting + pulling,
    )
    names = (
        _("Gửi yêu cầu"),
        _("Chỉ huy không duyệt") if refused else _("Chỉ huy duyệt"),
        _("Chủ camera trả lời"),
        _("Lấy hình"),
    )
    notes = (
        _signed(asked.requested_by.full_name, asked.submitted_at),
        _deciders(asked),
        _answered(rows, waiting) if decided else "",
        _("%(n)s trên %(all)s camera có hình") % {"n": here, "all": cameras} if decided else "",
    )
    now = done.index(False) if False in done else len(done)
    states = ["done" if n < now else "now" if n == now else "next" for n in range(len(done))]
    if refused:
        states[1:] = ["stop", "next", "next"]
    return tuple(Step(*parts) for parts in zip(states, names, notes, strict=True))


def _deciders(asked: FootageRequest) -> str:
    if asked.state == RequestState.REFUSED:
        return _signed(asked.decided_by.full_name if asked.decided_by else "", asked.decided_at)
    return "; ".join(_signed(said.person.full_name, said.at) for said in approvals_of(asked))


def _signed(name: str, at: datetime | None) -> str:
    return f"{name}, {moment(at)}" if at else ""


def _answered(rows: Sequence[Row], waiting: int) -> str:
    words = _("%(n)s trên %(all)s camera")
    cameras = len(_cameras(rows))
    return words % {"n": cameras - waiting, "all": cameras}
