"""Why an emergency opening, or its review, is not possible."""

from django.utils.translation import gettext_lazy as _

from portal.lib.words import register

register(
    {
        "emergency.other_basis": _(
            "Chỉ mở khẩn cấp được yêu cầu có căn cứ “Khẩn cấp, tính mạng bị đe dọa”. "
            "Yêu cầu này có căn cứ khác."
        ),
        "emergency.not_waiting": _(
            "Chỉ mở khẩn cấp được yêu cầu đang chờ chỉ huy duyệt. Yêu cầu này không ở bước đó."
        ),
        "emergency.case_closed": _("Vụ việc đã đóng nên không mở hình được nữa."),
        "emergency.no_link": _(
            "Không camera nào của yêu cầu nối với đầu ghi, nên không có gì để mở ngay. "
            "Hãy liên hệ chủ camera để họ chép lại."
        ),
        "emergency.found_wrong": _(
            "Một lần mở khẩn cấp của yêu cầu này đã bị xem là không có lý do, hoặc quá hạn mà "
            "chưa được xem lại. Yêu cầu phải chờ chỉ huy duyệt."
        ),
        "emergency.too_many": _(
            "Bạn có %(limit)s lần mở khẩn cấp chưa được xem lại, là mức cao nhất. "
            "Hãy nhờ chỉ huy xem lại trước."
        ),
        "emergency.reason_missing": _(
            "Hãy ghi vì sao không thể chờ, ít nhất ba từ. Chủ camera và chỉ huy sẽ đọc dòng này."
        ),
        "emergency.reason_too_long": _("Lý do dài quá %(limit)s ký tự. Hãy viết ngắn hơn."),
        "emergency.over": _("Lần mở khẩn cấp này đã kết thúc."),
        "emergency.own_review": _(
            "Bạn đã mở hình hoặc đã xin hình này. Người xem lại phải là một chỉ huy khác."
        ),
        "emergency.reviewed": _("Lần mở khẩn cấp này đã được xem lại rồi."),
        "emergency.verdict_reason_missing": _(
            "Hãy ghi vì sao bạn kết luận như vậy, ít nhất ba từ."
        ),
    }
)
