"""What is said when footage cannot be preserved, or a hold is over."""

from django.utils.translation import gettext_lazy as _

from portal.lib.words import register

register(
    {
        "custody.hold_without_ground": _(
            "Chỉ giữ tạm được hình sắp bị ghi đè hoặc khi tính mạng bị đe dọa, và chỉ khi yêu cầu "
            "còn chờ quyết định. Hãy chọn đúng lý do."
        ),
        "custody.hold_reason_missing": _(
            "Hãy ghi vì sao phải giữ ngay, ít nhất ba từ. Chủ camera và chỉ huy sẽ đọc dòng này."
        ),
        "custody.hold_reason_too_long": _("Lý do dài quá %(limit)s ký tự. Hãy viết ngắn hơn."),
        "custody.hold_without_link": _(
            "Camera này chưa nối với đầu ghi nên hệ thống không tự giữ được. "
            "Hãy liên hệ chủ camera để họ chép lại."
        ),
        "custody.hold_too_many": _(
            "Bạn đã cho giữ tạm %(limit)s lần trong 24 giờ qua, là mức cao nhất của đơn vị. "
            "Hãy nhờ chỉ huy duyệt các yêu cầu đang chờ trước."
        ),
        "custody.hold_by_law": _(
            "Đoạn này được giữ theo luật, không theo sự đồng ý, nên không dừng ở đây được. "
            "Nếu thấy không đúng, hãy gọi số của phường."
        ),
        "custody.hold_over": _("Việc giữ tạm này đã kết thúc rồi. Bạn không phải làm gì thêm."),
        "custody.nothing_yet": _("Chưa có hình từ camera này. Hãy thử lại sau ít phút."),
        "custody.hold_not_decided": _("Đoạn giữ tạm này chưa đủ căn cứ để mở."),
    }
)
