"""Every desk in the portal: where it is, what it is called, who may open it.

This is data. The menu and the front page are drawn from it, filtered by the same policy that
guards the pages, so nobody is shown a door that would not open.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.people.models import User
from portal.people.rights import allowed


@dataclass(frozen=True)
class Desk:
    """A page a person starts work from. `menu` is its short name, `title` and `body` its card."""

    name: str  # URL name
    action: str  # policy action, "" when everybody signed in may open it
    menu: Promise
    title: Promise
    body: Promise
    icon: str


DESKS = (
    Desk(
        "cases:index",
        "case:view",
        _("Vụ việc"),
        _("Vụ việc của đơn vị"),
        _("Mở vụ việc, xin hình, xem các đoạn đã nhận và ghi kết quả."),
        "folder",
    ),
    Desk(
        "requests:dying",
        "request:view",
        _("Sắp mất hình"),
        _("Hình sắp bị ghi đè"),
        _("Mọi yêu cầu còn chờ của đơn vị, hình nào mất trước thì đứng trên."),
        "hourglass",
    ),
    Desk(
        "requests:approvals",
        "request:approve",
        _("Chờ duyệt"),
        _("Yêu cầu chờ duyệt"),
        _("Yêu cầu xin hình do cán bộ khác lập, chờ người chỉ huy quyết định."),
        "stamp",
    ),
    Desk(
        "emergency:index",
        "emergency:view",
        _("Khẩn cấp"),
        _("Các lần mở khẩn cấp"),
        _("Ai mở hình trước khi có người duyệt, vì sao, lần nào còn chờ chỉ huy xem lại."),
        "alert",
    ),
    Desk(
        "delays:index",
        "delay:view",
        _("Hiện chậm"),
        _("Vụ việc hiện chậm với chủ camera"),
        _("Chỉ huy cho chủ camera thấy chậm những vụ nào, vì sao, đến khi nào."),
        "clock",
    ),
    Desk(
        "coverage:map",
        "coverage:view",
        _("Bản đồ"),
        _("Bản đồ phủ camera"),
        _("Nơi nào đã có camera, nơi nào còn trống. Không có hình ảnh nào ở đây."),
        "map",
    ),
    Desk(
        "census:inventory",
        "inventory:view",
        _("Danh sách"),
        _("Danh sách camera của đơn vị"),
        _("Tải danh sách về Excel, hoặc nhập camera của khu phố từ một tệp Excel."),
        "folder",
    ),
    Desk(
        "funding:index",
        "contribution:view",
        _("Đóng góp"),
        _("Sổ đóng góp"),
        _("Ghi và xác nhận tiền, camera, công lắp đặt mà bà con góp."),
        "coins",
    ),
    Desk(
        "consultation:index",
        "consultation:view",
        _("Lấy ý kiến"),
        _("Lấy ý kiến các hộ"),
        _("Đi từng nhà hỏi ý kiến, đếm theo khu phố, in biên bản tổng hợp."),
        "house",
    ),
    Desk(
        "upkeep:index",
        "camera:verify",
        _("Xác minh"),
        _("Camera chờ xác minh"),
        _("Đi xem tại chỗ camera bà con mới đăng ký: đúng thì xác minh, chưa đúng thì trả lại."),
        "stamp",
    ),
    Desk(
        "complaints:index",
        "complaint:desk",
        _("Phản ánh"),
        _("Phản ánh về camera"),
        _("Người dân thấy camera nhìn vào nhà mình thì gửi tới đây. Mỗi phản ánh có hạn trả lời."),
        "letter",
    ),
    Desk(
        "duties:index",
        "duty:view",
        _("Việc có hạn"),
        _("Việc có hạn theo luật"),
        _("Rút lại sự đồng ý, yêu cầu về dữ liệu cá nhân: ai phải làm, hạn đến lúc nào."),
        "calendar",
    ),
    Desk(
        "appointments:index",
        "office:list",
        _("Bổ nhiệm"),
        _("Chức vụ của đơn vị"),
        _("Ai giữ chức vụ gì, từ ngày nào đến ngày nào, ai giao."),
        "person",
    ),
    Desk(
        "units:own",
        "neighbourhood:change",
        _("Đơn vị"),
        _("Đơn vị của tôi"),
        _("Khu phố, tổ dân phố, thôn; quy định áp dụng; số liệu các năm."),
        "pin",
    ),
    Desk(
        "ledger:index",
        "ledger:view",
        _("Sổ ghi chép"),
        _("Sổ ghi chép không sửa được"),
        _("Kiểm tra rằng không dòng nào trong sổ bị sửa, xóa hay chèn thêm."),
        "book",
    ),
    Desk(
        "oversight:index",
        "oversight:count",
        _("Hỏi lại"),
        _("Việc cần hỏi lại"),
        _("Mỗi tháng một bảng: chỗ nào trong sổ khác hẳn thường lệ và nên hỏi lại cho rõ."),
        "search",
    ),
    Desk(
        "registry:index",
        "camera:register",
        _("Camera của tôi"),
        _("Camera của tôi"),
        _("Xem camera đã đăng ký, những gì bạn đồng ý chia sẻ, và rút lại khi muốn."),
        "camera",
    ),
    Desk(
        "disclosure:all",
        "looks:view",
        _("Ai đã xem"),
        _("Ai đã xem camera của tôi"),
        _("Mỗi lần công an xin, lấy hay xem hình: đơn vị nào, để làm gì, kết quả ra sao."),
        "book",
    ),
    Desk(
        "requests:inbox",
        "request:answer",
        _("Yêu cầu gửi tôi"),
        _("Yêu cầu gửi tới tôi"),
        _("Công an đang xin vài phút hình. Bạn xem lý do rồi quyết định."),
        "letter",
    ),
    Desk(
        "organisations:index",
        "organisation:create",
        _("Hộ, tổ chức"),
        _("Hộ và tổ chức của tôi"),
        _("Ai cùng đứng tên camera với bạn. Mời thêm người, trả lời lời mời, rời khỏi."),
        "person",
    ),
)


def desks_of(person: User, at: datetime) -> Iterator[Desk]:
    """The desks this person may open now, in the order of the menu."""
    return (d for d in DESKS if not d.action or allowed(person, d.action, at=at))
