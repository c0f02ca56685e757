"""Words for requests. `basis` is why bytes may flow; the law behind each: docs/law.md."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from .states import RequestState, TargetState


class Basis(TextChoices):
    CONSENT = "consent", _("Chủ camera đồng ý")
    DEMAND = "demand", _("Văn bản yêu cầu trong vụ án hình sự")
    ADMINISTRATIVE = "administrative", _("Xử lý vi phạm hành chính")
    EMERGENCY = "emergency", _("Khẩn cấp, tính mạng bị đe dọa")


WITH_PAPER = (Basis.DEMAND, Basis.ADMINISTRATIVE)  # number, date and signer are asked for


class Urgency(TextChoices):
    NORMAL = "normal", _("Bình thường")
    URGENT = "urgent", _("Khẩn")


class Verdict(TextChoices):
    APPROVE = "approve", _("Duyệt")
    REFUSE = "refuse", _("Không duyệt")


REQUEST_LABELS = {
    RequestState.DRAFT: _("Bản nháp"),
    RequestState.SUBMITTED: _("Chờ chỉ huy duyệt"),
    RequestState.APPROVED: _("Đã duyệt"),
    RequestState.REFUSED: _("Chỉ huy không duyệt"),
    RequestState.CLOSED: _("Đã đóng"),
}

# What the officer reads. A refusal, an empty recorder and silence read the same on purpose:
# whoever declines must not be recognisable.
TARGET_LABELS = {
    TargetState.PROPOSED: _("Chưa hỏi"),
    TargetState.WAITING: _("Đang chờ chủ camera trả lời"),
    TargetState.AGREED: _("Đang lấy hình"),
    TargetState.DECLINED: _("Không có hình"),
    TargetState.NOTHING: _("Không có hình"),
    TargetState.EXPIRED: _("Không có hình"),
    TargetState.WITHDRAWN: _("Không có hình"),
    TargetState.FULFILLED: _("Đã có hình"),
}

# An agreed target that does not move by itself.
NOT_PULLED = _("Chưa lấy được hình")
NOT_PULLED_WHY = _("Đầu ghi chưa đưa được đoạn này. Có thể thử lại khi camera đã nối lại.")
BY_HAND = _("Chờ chủ camera gửi tệp")
BY_HAND_WHY = _("Camera này chưa nối với đầu ghi, nên chủ camera tự gửi đoạn hình lên.")

# What the owner reads about their own answer.
ANSWER_LABELS = {
    TargetState.PROPOSED: _("Chưa hỏi"),
    TargetState.WAITING: _("Chờ bạn trả lời"),
    TargetState.AGREED: _("Bạn đã đồng ý"),
    TargetState.DECLINED: _("Bạn đã từ chối"),
    TargetState.NOTHING: _("Không có hình"),
    TargetState.EXPIRED: _("Đã quá hạn trả lời, không lấy hình"),
    TargetState.WITHDRAWN: _("Bạn đã rút lại sự đồng ý"),
    TargetState.FULFILLED: _("Đã lấy hình"),
}


def bases() -> list[tuple[str, object]]:
    return [(basis.value, basis.label) for basis in Basis]


# What each basis asks for, as a second line under its name.
_BASIS_HINTS = {
    Basis.CONSENT: _("Hỏi chủ camera. Chủ từ chối thì không có hình."),
    Basis.DEMAND: _("Cần số, ngày và người ký văn bản. Chủ camera được báo."),
    Basis.ADMINISTRATIVE: _("Cần số, ngày và người ký văn bản. Chủ camera được báo."),
    Basis.EMERGENCY: _("Chỉ khi khẩn. Chủ camera được báo ngay."),
}


def explained_bases() -> list[tuple[str, str]]:
    return [(basis.value, f"{basis.label}\n{_BASIS_HINTS[basis]}") for basis in Basis]


def urgencies() -> list[tuple[str, object]]:
    return [(urgency.value, urgency.label) for urgency in Urgency]


def verdicts() -> list[tuple[str, object]]:
    return [(verdict.value, verdict.label) for verdict in Verdict]


def request_states() -> list[tuple[str, object]]:
    return [(state.value, label) for state, label in REQUEST_LABELS.items()]


def target_states() -> list[tuple[str, object]]:
    return [(state.value, TARGET_LABELS[state]) for state in TargetState]
