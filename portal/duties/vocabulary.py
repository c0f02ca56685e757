"""The words for what must be done in time."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from portal.people.roles import Role

from .clocks import State


class DutyKind(TextChoices):
    WITHDRAWAL = "withdrawal", _("Hoàn tất việc rút lại sự đồng ý")
    DATA_REQUEST = "data_request", _("Trả lời yêu cầu về dữ liệu cá nhân")
    EMERGENCY_REVIEW = "emergency_review", _("Xem lại một lần mở hình khẩn cấp")


# What whoever must act does about it.
WHAT_TO_DO = {
    DutyKind.WITHDRAWAL: _(
        "Hệ thống tự dừng và tự báo cho chủ camera. Nếu chưa xong, hãy xem việc lấy hình nào còn "
        "kẹt, hoặc bên thứ ba nào còn giữ đoạn hình."
    ),
    DutyKind.EMERGENCY_REVIEW: _(
        "Một chỉ huy không mở và không xin hình này phải kết luận: có lý do hay không. Quá hạn thì "
        "hình chưa được duyệt bị hủy và số lần không xem lại được công bố."
    ),
    DutyKind.DATA_REQUEST: _("Đọc yêu cầu, trả lời bằng lời dễ hiểu rồi gửi cho người hỏi."),
}
STATE_WORDS = {
    State.OPEN: (_("Chưa xong"), "plain"),
    State.EXTENDED: (_("Đã gia hạn"), "info"),
    State.OVERDUE: (_("Quá hạn"), "bad"),
    State.DONE: (_("Đã xong"), "good"),
    State.DONE_LATE: (_("Xong muộn"), "warn"),
}
# Which office must act; each has a row of its own in the policy.
ACTING = (Role.COMMANDER, Role.COMMITTEE)


def kinds() -> list[tuple[str, object]]:
    """A callable, so that a new kind needs no migration."""
    return [(kind.value, kind.label) for kind in DutyKind]


def roles() -> list[tuple[str, str]]:
    return [(str(role), str(role)) for role in ACTING]
