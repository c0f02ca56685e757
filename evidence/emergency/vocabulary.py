"""The words for openings in an emergency."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from .states import OpeningState

OPENING_LABELS = {
    OpeningState.RUNNING: (_("Đang mở"), "warn"),
    OpeningState.ENDED: (_("Đã đóng, chờ xem lại"), "warn"),
    OpeningState.OVERDUE: (_("Quá hạn mà chưa ai xem lại"), "bad"),
    OpeningState.JUSTIFIED: (_("Đã xem lại: có lý do"), "good"),
    OpeningState.UNJUSTIFIED: (_("Đã xem lại: không có lý do"), "bad"),
}


class Ending(TextChoices):
    """Why looking ended."""

    TIME = "time", _("Hết giờ")
    OPENER = "opener", _("Người mở tự đóng")
    COMMANDER = "commander", _("Chỉ huy đóng để xem lại")
    DECIDED = "decided", _("Chỉ huy đã quyết định về yêu cầu")
    CASE_CLOSED = "case_closed", _("Vụ việc đã đóng")


class Verdict(TextChoices):
    JUSTIFIED = "justified", _("Có lý do: tính mạng bị đe dọa và không thể chờ duyệt")
    UNJUSTIFIED = "unjustified", _("Không có lý do: hủy những gì chưa được duyệt")


def opening_states() -> list[tuple[str, object]]:
    """A callable, so that a new state needs no migration."""
    return [(state.value, words) for state, (words, _tone) in OPENING_LABELS.items()]


def endings() -> list[tuple[str, object]]:
    return [(ending.value, ending.label) for ending in Ending]


def verdicts() -> list[tuple[str, object]]:
    return [(verdict.value, verdict.label) for verdict in Verdict]
