"""The closed lists of a beacon, with the words people read for them."""

from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    WAITING = "waiting", _("Đang chờ bạn giữ mã trước camera")
    RECEIVED = "received", _("Đang chờ đến lượt đọc")
    READING = "reading", _("Đang đọc mã trong đoạn hình")
    ASKING = "asking", _("Chờ bạn cho biết giờ trên hình")
    MEASURED = "measured", _("Đã đo xong")
    FAILED = "failed", _("Chưa đo được")


class Means(TextChoices):
    """How the footage came, or that there was none."""

    PULLED = "pulled", _("hệ thống lấy từ đầu ghi đã nối")
    UPLOADED = "uploaded", _("bạn tải đoạn ghi lên")
    TOLD = "told", _("bạn tự đọc giờ, không có đoạn ghi")


class Told(TextChoices):
    """How the time that the recorder gives its footage is known."""

    SOURCE = "source", _("giờ đầu ghi báo cho đoạn ghi này")
    METADATA = "metadata", _("giờ ghi sẵn trong tệp")
    DECLARED = "declared", _("giờ bạn đọc trên hình")


def states() -> list[tuple[str, Any]]:
    return list(State.choices)


def means() -> list[tuple[str, Any]]:
    return list(Means.choices)


def told() -> list[tuple[str, Any]]:
    return list(Told.choices)
