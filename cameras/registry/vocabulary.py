"""The closed lists of the registry, with the words people read for them."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Ownership(models.TextChoices):
    HOME = "home", _("Hộ gia đình")
    BUSINESS = "business", _("Cơ sở kinh doanh")
    COMMUNITY = "community", _("Cộng đồng khu phố, thôn")
    STATE = "state", _("Nhà nước")


class PlaceKind(models.TextChoices):
    HOME_GATE = "home_gate", _("Cổng nhà, trước nhà")
    ALLEY = "alley", _("Ngõ, hẻm")
    JUNCTION = "junction", _("Ngã ba, ngã tư")
    MARKET = "market", _("Chợ, nơi buôn bán")
    SCHOOL = "school", _("Trường học")
    BUS_STATION = "bus_station", _("Bến xe, trạm xe buýt")
    OFFICE = "office", _("Trụ sở, cơ quan")
    WORKS = "works", _("Công trình, kho bãi")
    OTHER = "other", _("Nơi khác")


class Recording(models.TextChoices):
    CONTINUOUS = "continuous", _("Ghi liên tục")
    MOTION = "motion", _("Chỉ ghi khi có chuyển động")


class Source(models.TextChoices):
    """How a figure came to be known; a guess is shown as a guess."""

    STATED = "stated", _("chủ camera cho biết")
    CLASS = "class", _("theo loại máy chủ camera chọn")
    ASSUMED = "assumed", _("tạm tính, chưa ai xác nhận")
    MEASURED = "measured", _("đã đo")


class Connection(models.TextChoices):
    """Where the pictures go. An empty one: nobody knows."""

    RECORDER = "recorder", _("Đầu ghi")
    CARD = "card", _("Thẻ nhớ trong camera")
    CLOUD = "cloud", _("Kho lưu trữ trên mạng của hãng")
    NOTHING = "nothing", _("Không lưu, chỉ xem trực tiếp")


class Status(models.TextChoices):
    ACTIVE = "active", _("Đang dùng")
    REMOVED = "removed", _("Đã gỡ khỏi danh sách")


class Verification(models.TextChoices):
    WAITING = "waiting", _("chờ khu phố xác minh")
    CONFIRMED = "confirmed", _("khu phố đã xác minh tại chỗ")
    RETURNED = "returned", _("trả lại để sửa")


class PhotoKind(models.TextChoices):
    PLACE = "place", _("camera trên tường")
    VIEW = "view", _("cảnh camera nhìn thấy")
    VISIT = "visit", _("lúc xác minh tại chỗ")


class MaskReason(models.TextChoices):
    WINDOW = "window", _("Cửa sổ, cửa ra vào nhà hàng xóm")
    YARD = "yard", _("Sân, ban công nhà hàng xóm")
    ROOM = "room", _("Trong nhà, phòng riêng")
    OTHER = "other", _("Chỗ khác cần che")


class Adapter(models.TextChoices):
    HIKVISION = "hikvision", _("Đầu ghi họ Hikvision (ISAPI)")


class OffsetMethod(models.TextChoices):
    RECORDER_CLOCK = "recorder_clock", _("hỏi giờ của đầu ghi và so với giờ máy chủ")
    STATED = "stated", _("chủ camera cho biết")
    BEACON = "beacon", _("đọc mã giờ chuẩn giữ trước camera")
    DECLARED = "declared", _("theo giờ chủ camera đọc trên hình, chưa kiểm chứng")


# Eight directions are enough to say which way a camera looks without a compass.
DIRECTIONS = {
    0: _("Bắc"),
    45: _("Đông bắc"),
    90: _("Đông"),
    135: _("Đông nam"),
    180: _("Nam"),
    225: _("Tây nam"),
    270: _("Tây"),
    315: _("Tây bắc"),
}


def direction(bearing: int) -> str:
    """The nearest of the eight, in words."""
    return str(DIRECTIONS[round(bearing / 45) * 45 % 360])


def ownerships() -> list[tuple[str, Any]]:
    return list(Ownership.choices)


def place_kinds() -> list[tuple[str, Any]]:
    return list(PlaceKind.choices)


def recordings() -> list[tuple[str, Any]]:
    return list(Recording.choices)


def sources() -> list[tuple[str, Any]]:
    return list(Source.choices)


def connections() -> list[tuple[str, Any]]:
    return list(Connection.choices)


def verifications() -> list[tuple[str, Any]]:
    return list(Verification.choices)


def photo_kinds() -> list[tuple[str, Any]]:
    return list(PhotoKind.choices)


def mask_reasons() -> list[tuple[str, Any]]:
    return list(MaskReason.choices)


def statuses() -> list[tuple[str, Any]]:
    return list(Status.choices)


def adapters() -> list[tuple[str, Any]]:
    return list(Adapter.choices)


def offset_methods() -> list[tuple[str, Any]]:
    return list(OffsetMethod.choices)
