"""What a person may ask about their own data: the rights of the law, in plain words."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class AskKind(TextChoices):
    EXPLAIN = "explain", _("Giải thích: ai dùng dữ liệu của tôi, vào việc gì")
    CORRECT = "correct", _("Sửa dữ liệu sai mà tôi không tự sửa được")
    ERASE = "erase", _("Xóa một phần dữ liệu của tôi")
    RESTRICT = "restrict", _("Tạm dừng dùng dữ liệu của tôi")
    OBJECT = "object", _("Phản đối việc dùng dữ liệu của tôi")


def kinds() -> list[tuple[str, object]]:
    return [(kind.value, kind.label) for kind in AskKind]
