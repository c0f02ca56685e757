"""What an item is and what it is for, in the words people read."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ItemKind(TextChoices):
    ORIGINAL = "original", _("Bản gốc")
    DERIVATIVE = "derivative", _("Bản dẫn xuất")


class ItemRole(TextChoices):
    FOOTAGE = "footage", _("Đoạn hình ảnh")
    INDEX = "index", _("Mục lục để phát")
    THUMBNAIL = "thumbnail", _("Ảnh thu nhỏ")
    FINDINGS = "findings", _("Kết quả phát hiện")
    UPLOAD = "upload", _("Tệp được gửi lên")


def item_kinds() -> list[tuple[str, object]]:
    """A callable, so that a new kind needs no migration."""
    return [(kind.value, kind.label) for kind in ItemKind]


def item_roles() -> list[tuple[str, object]]:
    return [(role.value, role.label) for role in ItemRole]
