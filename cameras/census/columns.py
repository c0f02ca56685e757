"""The columns of a list of cameras and the words that may stand in them. Pure.

A list is a Vietnamese document whatever language its reader has chosen, so its headings and values
stand here and not in the catalogue. Headings and values are compared without accents and case.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from portal.lib.words import folded

MOST_ROWS = 10_000  # cameras in one file
MOST_COLUMNS = 60
LONGEST_CELL = 300
EXAMPLE = "[VÍ DỤ]"  # the template's example begins with it, and is never read as a camera
TO_MEND = "Cần sửa"  # the column that we add to a file given back


@dataclass(frozen=True)
class Column:
    """`also`: other headings people use. `boards`: only in a neighbourhood's list."""

    name: str
    heading: str
    hint: str
    example: str
    also: tuple[str, ...] = ()
    width: int = 16
    boards: bool = False


COLUMNS: tuple[Column, ...] = (
    Column("name", "Tên camera", "Để nhận ra camera nào. Bắt buộc.", f"{EXAMPLE} Cổng trước",
           ("camera", "tên", "tên thiết bị", "vị trí lắp", "name", "camera name", "device name"),
           28),
    Column("kind", "Thuộc về", "Hộ gia đình hoặc Cộng đồng khu phố, thôn.", "Hộ gia đình",
           ("loại hình", "sở hữu", "hình thức sở hữu", "ownership", "belongs to"), 22, boards=True),
    Column("owner_name", "Chủ camera", "Họ và tên chủ hộ. Cần có với camera hộ gia đình.",
           "Nguyễn Thị Mẫu",
           ("họ tên chủ camera", "họ và tên", "họ tên", "chủ hộ", "tên chủ hộ", "owner",
            "owner name", "full name"), 24, boards=True),
    Column("owner_phone", "Điện thoại chủ", "Để báo cho chủ camera và hỏi ý họ.", "0901 234 567",
           ("số điện thoại", "điện thoại", "sđt", "đt", "phone", "mobile", "owner phone"), 16,
           boards=True),
    Column("address", "Địa chỉ", "Viết như bà con vẫn viết.", "1806/127/2 đường Mẫu",
           ("số nhà", "nơi lắp đặt", "địa điểm", "address", "street"), 32),
    Column("unit", "Phường, xã", "Tên cũ hay tên mới đều được. Để trống thì lấy theo vị trí.",
           "Phường Tam Thắng", ("phường", "xã", "phường/xã", "đơn vị", "ward", "commune"), 24),
    Column("neighbourhood", "Khu phố", "Khu phố, tổ dân phố, thôn. Có thể để trống.", "Khu phố 1",
           ("tổ dân phố", "thôn", "ấp", "khu phố/thôn", "tổ", "neighbourhood", "neighborhood"), 16),
    Column("lat", "Vĩ độ", "Ví dụ 10,36214 hoặc 10°21'43\"B.", "10.36214",
           ("lat", "latitude", "vĩ độ (lat)", "y"), 12),
    Column("lng", "Kinh độ", "Ví dụ 107,08531 hoặc 107°5'7\"Đ.", "107.08531",
           ("lng", "lon", "long", "longitude", "kinh độ (lng)", "x"), 12),
    Column("place", "Tọa độ", "Cả hai số trong một ô, thay cho hai cột bên trái.", "",
           ("toạ độ", "vị trí", "gps", "tọa độ gps", "coordinates", "location", "position"), 22),
    Column("place_kind", "Nhìn vào đâu", "Chọn một trong các giá trị cho phép.",
           "Cổng nhà, trước nhà", ("loại vị trí", "khu vực", "place kind", "place type", "view"),
           24),
    Column("bearing", "Hướng nhìn", "Bắc, Đông bắc… hoặc số độ từ hướng bắc. Không biết cũng được.",
           "Đông nam", ("hướng", "bearing", "direction", "heading"), 14),
    Column("fov", "Góc nhìn (độ)", "1 đến 360. Không biết thì để trống.", "90",
           ("góc nhìn", "fov", "field of view"), 12),
    Column("range", "Tầm xa (m)", "1 đến 1000. Không biết thì để trống.", "30",
           ("tầm xa", "tầm nhìn", "range", "range (m)"), 12),
    Column("indoor", "Trong nhà", "Có hoặc Không.", "Không", ("indoor", "lắp trong nhà"), 12),
    Column("night", "Nhìn đêm", "Có, Không hoặc Không biết.", "Có",
           ("hồng ngoại", "ban đêm", "night vision", "infrared"), 12),
    Column("recording", "Ghi hình", "Chọn một trong các giá trị cho phép.", "Ghi liên tục",
           ("kiểu ghi", "chế độ ghi", "recording"), 22),
    Column("days", "Số ngày lưu", "1 đến 365. Không biết thì để trống.", "15",
           ("lưu trữ (ngày)", "thời gian lưu", "số ngày lưu hình", "retention",
            "retention days"), 12),
)  # fmt: skip
BY_NAME: Mapping[str, Column] = {column.name: column for column in COLUMNS}

# Read over without a question: they are ours, or say nothing of the camera.
IGNORED = frozenset(
    folded(text)
    for text in (
        "STT", "Số thứ tự", "No", "No.", "#", "ID", "Ghi chú", "Note", "Notes", TO_MEND,
        "Mã camera", "Chủ quản", "Ngày đăng ký", "Tình trạng",
    )
)  # fmt: skip

UNKNOWN = frozenset(
    {"khong biet", "khong ro", "chua biet", "chua ro", "?", "-", "n/a", "unknown", "not known"}
)
YES, NO = "yes", "no"
YES_NO = {"co": YES, "x": YES, "yes": YES, "true": YES, "1": YES, "dung": YES,
          "khong": NO, "no": NO, "false": NO, "0": NO, "sai": NO}  # fmt: skip

# What the registry calls it, with its own words first.
KINDS = {
    "ho gia dinh": "home", "ho": "home", "nha rieng": "home", "gia dinh": "home", "home": "home",
    "cong dong khu pho, thon": "community", "cong dong": "community", "khu pho": "community",
    "to dan pho": "community", "thon": "community", "community": "community",
}  # fmt: skip
PLACE_KINDS = {
    "cong nha, truoc nha": "home_gate", "cong nha": "home_gate", "truoc nha": "home_gate",
    "home_gate": "home_gate", "ngo, hem": "alley", "ngo": "alley", "hem": "alley",
    "alley": "alley", "nga ba, nga tu": "junction", "nga ba": "junction", "nga tu": "junction",
    "giao lo": "junction", "junction": "junction", "cho, noi buon ban": "market", "cho": "market",
    "cua hang": "market", "market": "market", "shop": "market", "truong hoc": "school",
    "truong": "school", "school": "school", "ben xe, tram xe buyt": "bus_station",
    "ben xe": "bus_station", "bus_station": "bus_station", "tru so, co quan": "office",
    "tru so": "office", "co quan": "office", "office": "office", "cong trinh, kho bai": "works",
    "cong trinh": "works", "kho": "works", "kho bai": "works", "works": "works",
    "noi khac": "other", "khac": "other", "other": "other",
}  # fmt: skip
RECORDINGS = {
    "ghi lien tuc": "continuous", "lien tuc": "continuous", "24/7": "continuous",
    "continuous": "continuous", "chi ghi khi co chuyen dong": "motion",
    "khi co chuyen dong": "motion", "chuyen dong": "motion", "motion": "motion",
}  # fmt: skip
# 'N' is Nam to one reader and north to another, so it is nobody's.
BEARINGS = {
    "bac": 0, "b": 0, "north": 0, "dong bac": 45, "db": 45, "ne": 45, "dong": 90, "d": 90,
    "east": 90, "e": 90, "dong nam": 135, "dn": 135, "se": 135, "nam": 180, "south": 180,
    "s": 180, "tay nam": 225, "tn": 225, "sw": 225, "tay": 270, "t": 270, "west": 270, "w": 270,
    "tay bac": 315, "tb": 315, "nw": 315,
}  # fmt: skip


def columns_for(*, boards: bool) -> tuple[Column, ...]:
    """The columns of a board's list, or of an organisation's own."""
    return tuple(column for column in COLUMNS if boards or not column.boards)


# How the template writes each value, for what is offered and what is exported.
LABELS = {
    "home": "Hộ gia đình", "community": "Cộng đồng khu phố, thôn",
    "business": "Cơ sở kinh doanh", "state": "Nhà nước",
    "home_gate": "Cổng nhà, trước nhà", "alley": "Ngõ, hẻm", "junction": "Ngã ba, ngã tư",
    "market": "Chợ, nơi buôn bán", "school": "Trường học",
    "bus_station": "Bến xe, trạm xe buýt", "office": "Trụ sở, cơ quan",
    "works": "Công trình, kho bãi", "other": "Nơi khác",
    "continuous": "Ghi liên tục", "motion": "Chỉ ghi khi có chuyển động",
    YES: "Có", NO: "Không",
}  # fmt: skip
BEARING_LABELS = {
    0: "Bắc", 45: "Đông bắc", 90: "Đông", 135: "Đông nam",
    180: "Nam", 225: "Tây nam", 270: "Tây", 315: "Tây bắc",
}  # fmt: skip
