"""What custody says when it refuses."""

from django.utils.translation import gettext_lazy as _

from portal.lib.words import register

register(
    {
        "custody.purpose_missing": _(
            "Hãy ghi mục đích xem, ít nhất ba từ. Chủ camera sẽ đọc được dòng này."
        ),
        "custody.purpose_too_long": _("Mục đích dài quá %(limit)s ký tự. Hãy ghi ngắn hơn."),
        "custody.record_unavailable": _(
            "Chưa ghi được vào sổ nên chưa mở được hình. Hãy thử lại sau ít phút."
        ),
        "custody.viewing_over": _("Lượt xem này đã hết hạn. Hãy mở lại và ghi mục đích."),
        "custody.case_closed": _(
            "Vụ việc %(number)s đã đóng nên không ai xem được hình của vụ việc nữa. "
            "Sổ theo dõi của từng đoạn hình vẫn đọc được trong vụ việc."
        ),
        "custody.no_basis": _("Hình này không gắn với một yêu cầu đã duyệt nên không mở được."),
        "custody.destroyed": _("Hình này đã được hủy, không ai mở được nữa."),
        "custody.damaged": _(
            "Tệp lưu không còn đúng như lúc niêm phong nên không được phát. Hãy báo người quản trị."
        ),
        "custody.not_original": _("Chỉ mở được bản gốc. Bản dẫn xuất được xem cùng bản gốc."),
        "custody.only_in_player": _(
            "Đoạn hình này có vùng được che, nên chỉ xem được ngay trên trang xem hình."
        ),
        "custody.parent_destroyed": _("Bản gốc đã được hủy nên không làm bản dẫn xuất được nữa."),
    }
)
