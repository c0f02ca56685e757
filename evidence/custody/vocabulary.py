"""What an item is and what it is for, in the words people read."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from .hold_states import HoldState


class ItemKind(TextChoices):
    ORIGINAL = "original", _("Bản gốc")
    DERIVATIVE = "derivative", _("Bản dẫn xuất")


class ItemRole(TextChoices):
    FOOTAGE = "footage", _("Đoạn hình ảnh")
    INDEX = "index", _("Mục lục để phát")
    THUMBNAIL = "thumbnail", _("Ảnh thu nhỏ")
    FINDINGS = "findings", _("Kết quả phát hiện")
    UPLOAD = "upload", _("Tệp được gửi lên")


class Ground(TextChoices):
    """Why footage may be sealed before anybody has decided."""

    DYING = "dying", _("Hình sắp bị ghi đè trước khi kịp duyệt và hỏi chủ camera")
    LIFE = "life", _("Tính mạng con người đang bị đe dọa")
    OPENING = "opening", _("Mở khẩn cấp để cứu người")


HOLD_LABELS = {
    HoldState.ASKED: _("Đang lấy để giữ tạm"),
    HoldState.SEALED: _("Đang giữ tạm, chưa ai xem được"),
    HoldState.RELEASED: _("Đã thành đoạn hình của vụ việc"),
    HoldState.DESTROYED: _("Đã hủy, không ai xem được nữa"),
}


def grounds() -> list[tuple[str, object]]:
    return [(ground.value, ground.label) for ground in Ground]


def hold_states() -> list[tuple[str, object]]:
    return [(state.value, label) for state, label in HOLD_LABELS.items()]


def item_kinds() -> list[tuple[str, object]]:
    """A callable, so that a new kind needs no migration."""
    return [(kind.value, kind.label) for kind in ItemKind]


def item_roles() -> list[tuple[str, object]]:
    return [(role.value, role.label) for role in ItemRole]
