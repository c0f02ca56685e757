"""The closed lists of signs and complaints, with the words people read for them."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from .states import Side, State


class Wrong(models.TextChoices):
    HOME = "home", _("Camera nhìn vào nhà tôi")
    SOUND = "sound", _("Camera ghi cả tiếng nói, hoặc loa quá to")
    SIGN = "sign", _("Bảng thông báo sai hoặc khó thấy")
    OTHER = "other", _("Việc khác")


class Purpose(models.TextChoices):
    SAFETY = "safety", _("Giữ an toàn cho người và tài sản")
    STREET = "street", _("Giữ an ninh ngõ xóm, đường phố")
    BUSINESS = "business", _("Bảo vệ cửa hàng, cơ sở")


class Shown(models.TextChoices):
    """How the sign names who operates the camera: the owner chooses."""

    KIND = "kind", _("Chỉ ghi: hộ gia đình, cơ sở, khu phố hay cơ quan")
    NAME = "name", _("Ghi tên của hộ hoặc tổ chức")


STATE_WORDS = {
    State.OPEN: _("Chờ trả lời"),
    State.ANSWERED: _("Đã trả lời"),
    State.MEASURED: _("Đã xử lý"),
    State.CLOSED: _("Đã khép"),
}
STATE_TONES = {
    State.OPEN: "warn",
    State.ANSWERED: "info",
    State.MEASURED: "good",
    State.CLOSED: "plain",
}
SIDE_WORDS = {
    Side.COMPLAINANT: _("Người phản ánh"),
    Side.OWNER: _("Chủ camera"),
    Side.DESK: _("Phường, khu phố"),
}


def wrongs() -> list[tuple[str, Any]]:
    return list(Wrong.choices)


def purposes() -> list[tuple[str, Any]]:
    return list(Purpose.choices)


def shown() -> list[tuple[str, Any]]:
    return list(Shown.choices)


def states() -> list[tuple[str, Any]]:
    return list(STATE_WORDS.items())


def sides() -> list[tuple[str, Any]]:
    return list(SIDE_WORDS.items())
