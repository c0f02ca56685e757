"""The first page of a unit's inventory: totals as a city asks for them, with a place to sign."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Count, F, Q, QuerySet

from cameras.registry.models import Camera
from cameras.registry.vocabulary import Status
from portal.lib.clock import VIETNAM
from portal.people.models import User
from portal.places.models import Unit

from .columns import LABELS
from .writing import Row, Sheet

TITLE = "Tổng hợp"
NOWHERE = "Chưa rõ khu phố"
HEADINGS = ("Cách tính", "Phân loại", "Số camera")
OWNERSHIPS = ("home", "business", "community", "state")
PLACES = ("home_gate", "alley", "junction", "market", "school", "bus_station", "office", "works",
          "other")  # fmt: skip


def summary(unit: Unit, person: User, at: datetime) -> Sheet:
    """Counts alone, never a place or a name of a home: for whoever may take the inventory."""
    local = at.astimezone(VIETNAM)
    return Sheet(
        TITLE,
        HEADINGS,
        _rows(Camera.objects.filter(unit=unit)),
        (34, 34, 16),
        lead=(
            [unit.full_name.upper(), None, None],
            ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
            ["Độc lập - Tự do - Hạnh phúc"],
            [],
            ["BẢNG KIỂM KÊ CAMERA TRÊN ĐỊA BÀN"],
            [f"Số liệu lúc {local:%H:%M} ngày {local:%d/%m/%Y}, giờ Việt Nam"],
            [f"Người lấy số liệu: {person.full_name}"],
            [],
        ),
        tail=(
            [],
            [None, f"Ngày ..... tháng ..... năm {local:%Y}"],
            ["NGƯỜI LẬP BIỂU", "THỦ TRƯỞNG ĐƠN VỊ"],
            ["(Ký, ghi rõ họ tên)", "(Ký, ghi rõ họ tên, đóng dấu)"],
        ),
    )


def _rows(cameras: QuerySet[Camera]) -> Iterator[Row]:
    used = cameras.filter(status=Status.ACTIVE).order_by()
    yield ["Tất cả", "Đang dùng", used.count()]
    yield from _by(used, "ownership", "Theo chủ sở hữu", OWNERSHIPS)
    yield from _by(used, "place_kind", "Theo nơi camera nhìn vào", PLACES)
    yield from _parts(used)
    yield from _working(cameras, used)


def _by(used: QuerySet[Camera], name: str, title: str, values: tuple[str, ...]) -> Iterator[Row]:
    """A line for each value, with none of them as well: a form has all its lines."""
    found = dict(used.values_list(name).annotate(number=Count("pk")))
    for value in values:
        yield [title, LABELS[value], found.get(value, 0)]


def _parts(used: QuerySet[Camera]) -> Iterator[Row]:
    counted = used.values_list("neighbourhood__name").annotate(number=Count("pk"))
    ordered = counted.order_by(F("neighbourhood__folded").asc(nulls_last=True))
    for part, number in ordered:
        yield ["Theo khu phố, thôn", part or NOWHERE, number]


def _working(cameras: QuerySet[Camera], used: QuerySet[Camera]) -> Iterator[Row]:
    """What the last call to a recorder found; of most cameras nobody knows."""
    title = "Theo tình trạng"
    called = Q(link__last_tested_at__isnull=False) | Q(link__last_pull_at__isnull=False)
    found = used.aggregate(
        works=Count("pk", filter=called & Q(link__last_problem="")),
        fails=Count("pk", filter=called & ~Q(link__last_problem="")),
        unknown=Count("pk", filter=~called | Q(link=None)),
    )
    yield [title, "Đã nối, lần gọi gần nhất được", found["works"]]
    yield [title, "Đã nối, lần gọi gần nhất không được", found["fails"]]
    yield [title, "Chưa nối hoặc chưa gọi lần nào", found["unknown"]]
    yield [title, "Đã gỡ khỏi danh sách", cameras.filter(status=Status.REMOVED).count()]
