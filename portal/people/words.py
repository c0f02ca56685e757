"""Sentences and names of this package, in Vietnamese; the catalogue holds other languages."""

from django.utils.translation import gettext_lazy as _

from portal.lib.words import register

from .roles import Role

ROLE_NAMES = {
    Role.VISITOR: _("Khách"),
    Role.PERSON: _("Người dùng"),
    Role.OWNER: _("Chủ camera"),
    Role.CO_OWNER: _("Đồng chủ camera"),
    Role.SIGNATORY: _("Người ký thay tổ chức"),
    Role.TECHNICIAN: _("Người phụ trách kỹ thuật"),
    Role.OFFICER: _("Cán bộ công an"),
    Role.COMMANDER: _("Chỉ huy công an"),
    Role.COMMITTEE: _("Thành viên Ban Chỉ đạo"),
    Role.BOARD: _("Ban điều hành khu dân cư"),
    Role.AUDITOR: _("Kiểm tra viên"),
    Role.ADMINISTRATOR: _("Quản trị viên"),
}

register(
    {
        "people.message_not_sent": _(
            "Hiện chưa gửi được mã. Hãy thử lại sau vài phút;"
            " nếu vẫn không được, hãy gọi cho phường."
        ),
        "people.appointed_by_oneself": _(
            "Không ai tự bổ nhiệm mình. Hãy nhờ một quản trị viên khác."
        ),
        "people.already_in_office": _("Người này đang giữ đúng vai trò đó tại đơn vị này."),
        "people.membership_ended": _("Người này không còn là thành viên từ trước."),
        "people.office_ended": _("Nhiệm vụ này đã kết thúc từ trước."),
        "people.term_ends_before_start": _("Ngày kết thúc phải sau ngày bắt đầu."),
        "people.unit_ended": _("Đơn vị này không còn nữa. Hãy chọn đơn vị hiện nay."),
        "people.neighbourhood_elsewhere": _("Khu dân cư này không thuộc đơn vị đã chọn."),
        "people.phone_taken": _("Số điện thoại này đã được dùng cho một tài khoản khác."),
        "people.name_missing": _("Hãy nhập họ và tên."),
        "people.code_for_oneself": _(
            "Không ai tự cấp mã kích hoạt cho mình. Hãy nhờ một quản trị viên khác của đơn vị."
        ),
        "people.code_without_office": _(
            "Người này không giữ chức vụ nào tại đơn vị này nên không cấp được mã kích hoạt."
        ),
        "people.code_none": _(
            "Chưa có mã kích hoạt nào được cấp cho bạn. Hãy gặp quản trị viên của đơn vị để nhận."
        ),
        "people.code_malformed": _(
            "Mã kích hoạt có 10 chữ và số, ví dụ 7KQWM-3XHTA. Hãy xem lại tờ giấy rồi nhập lại."
        ),
        "people.code_wrong": _("Mã kích hoạt không đúng. Bạn còn %(left)s lần thử."),
        "people.code_dead": _(
            "Đã nhập sai 5 lần nên mã này bị hủy. Hãy gặp quản trị viên của đơn vị để nhận mã mới."
        ),
        "people.code_used": _(
            "Mã này đã được dùng. Nếu không phải bạn dùng, hãy báo ngay quản trị viên của đơn vị."
        ),
        "people.code_expired": _(
            "Mã này đã quá 7 ngày nên hết hiệu lực. Hãy gặp quản trị viên để nhận mã mới."
        ),
    }
)
