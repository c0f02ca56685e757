"""What officers write as purpose: full sentences, short ones, copied ones, empty phrases."""

from collections.abc import Sequence
from random import Random

from portal.lib.words import folded

STREETS = (
    "Lê Lợi", "Trần Phú", "Hoàng Diệu", "Nguyễn Huệ", "Bạch Đằng", "Lý Thường Kiệt", "Quang Trung",
    "Hùng Vương", "Phan Chu Trinh", "Thống Nhất", "Ba Cu", "Lê Hồng Phong", "Võ Thị Sáu",
)  # fmt: skip
WHAT = (
    "xác minh đối tượng trộm xe máy", "làm rõ vụ cướp giật túi xách", "xác định xe gây tai nạn",
    "xác minh nhóm gây rối", "tìm người bị lạc", "làm rõ việc phá hoại tài sản",
    "xác minh người đổ rác trộm", "làm rõ vụ đánh nhau", "xác minh tin báo trộm đột nhập",
    "xác định hướng bỏ chạy của nghi phạm", "kiểm tra lời khai của nhân chứng",
)  # fmt: skip
WHERE = (
    "tại ngã tư {a} - {b}", "trên đường {a}", "trước số {n} {a}", "khu vực chợ, đường {a}",
    "hẻm {n} {a}", "gần trường học trên đường {a}",
)  # fmt: skip
WHEN = ("tối {d}/{m}", "sáng {d}/{m}", "khoảng {h} giờ ngày {d}/{m}", "trong đêm {d}/{m}", "")
TAIL = (
    "theo đơn trình báo của bị hại", "theo tin báo của tổ dân phố", "phục vụ điều tra ban đầu",
    "đối chiếu với lời khai", "", "",
)  # fmt: skip
SHORT = (
    "xác minh trộm xe {a}", "vụ tai nạn {a}", "tìm xe gây tai nạn", "trộm cắp đường {a}",
    "xác minh đối tượng", "làm rõ vụ việc {a}", "xem lại tối {d}/{m}", "trích xuất camera {a}",
)  # fmt: skip
EMPTY = (
    "phục vụ công tác", "kiểm tra", "nghiệp vụ", "theo yêu cầu công việc", "xem lại camera",
    "phục vụ công tác nghiệp vụ", "xác minh thông tin", "theo chỉ đạo", "kiểm tra lại thông tin",
    "công tác chung", "phục vụ nắm tình hình", "xác minh", "xem hình phục vụ công việc",
)  # fmt: skip


def full(rng: Random) -> str:
    parts = (rng.choice(WHAT), rng.choice(WHERE), rng.choice(WHEN), rng.choice(TAIL))
    return " ".join(_filled(rng, part) for part in parts if part)


def short(rng: Random) -> str:
    return _filled(rng, rng.choice(SHORT))


def empty(rng: Random, own: Sequence[str]) -> str:
    """One of the few phrases this person uses, at times with a word changed or added."""
    text = rng.choice(own)
    return (
        f"{text} {rng.choice(('đơn vị', 'được giao', 'lần 2', 'ban đầu'))}"
        if (rng.random() < 0.3)
        else text
    )


def habits(rng: Random) -> list[str]:
    return rng.sample(EMPTY, rng.randint(2, 6))


def typed(text: str, *, unaccented: bool) -> str:
    return folded(text) if unaccented else text[:1].upper() + text[1:]


def _filled(rng: Random, text: str) -> str:
    a, b = rng.sample(STREETS, 2)
    day, month, hour = rng.randint(1, 28), rng.randint(1, 12), rng.randint(0, 23)
    return text.format(a=a, b=b, n=rng.randint(1, 300), d=day, m=month, h=hour)
