"""What people give, and where a contribution stands."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class GiftKind(TextChoices):
    MONEY = "money", _("Tiền")
    CAMERA = "camera", _("Camera, thiết bị")
    POWER = "power", _("Điện sinh hoạt của gia đình")
    NETWORK = "network", _("Dùng chung đường truyền internet")
    LABOUR = "labour", _("Công lắp đặt, sửa chữa")


class GiftState(TextChoices):
    RECORDED = "recorded", _("Chờ người khác xác nhận")
    CONFIRMED = "confirmed", _("Đã xác nhận")
    REFUSED = "refused", _("Không xác nhận")


def gift_kinds() -> list[tuple[str, object]]:
    return [(kind.value, kind.label) for kind in GiftKind]


def gift_states() -> list[tuple[str, object]]:
    return [(state.value, state.label) for state in GiftState]
