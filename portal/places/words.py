"""What rules are called, and the sentences of this package."""

from django.utils.translation import gettext_lazy as _

from portal.lib.words import register

# By the rule's key: its name, and what its number counts.
RULE_WORDS = {
    "request.max_minutes.normal": (_("Đoạn hình dài nhất được xin một lần"), _("phút")),
    "request.max_minutes.urgent": (_("Đoạn hình dài nhất khi khẩn"), _("phút")),
    "request.max_cameras.normal": (_("Số camera được hỏi một lần"), _("camera")),
    "request.max_cameras.urgent": (_("Số camera được hỏi một lần khi khẩn"), _("camera")),
    "request.max_radius_m.normal": (_("Bán kính quanh nơi xảy ra"), _("mét")),
    "request.max_radius_m.urgent": (_("Bán kính quanh nơi xảy ra khi khẩn"), _("mét")),
    "request.max_days": (_("Các khoảng của một yêu cầu nằm trong"), _("ngày")),
    "request.max_route_m.normal": (_("Tuyến đường dài nhất vẽ trên bản đồ"), _("mét")),
    "request.max_route_m.urgent": (_("Tuyến đường dài nhất khi khẩn"), _("mét")),
    "request.approvals.normal": (_("Số chỉ huy phải duyệt một yêu cầu"), _("người")),
    "request.approvals.urgent": (_("Số chỉ huy phải duyệt một yêu cầu khẩn"), _("người")),
    "request.second_approval_over_cameras": (
        _("Phải có hai chỉ huy duyệt khi hỏi hơn"),
        _("camera"),
    ),
    "details.owners": (_("Số chủ camera một tài khoản xem liên hệ trước khi hỏi lý do"), _("chủ")),
    "details.minutes": (_("Đếm số chủ camera đã xem trong vòng"), _("phút")),
    "hold.hours": (_("Hình giữ tạm tự hủy, nếu không ai duyệt, sau"), _("giờ")),
    "hold.dying_hours": (_("Được giữ tạm khi hình sẽ bị ghi đè trong vòng"), _("giờ")),
    "hold.per_day": (_("Số lần một cán bộ được cho giữ tạm trong 24 giờ"), _("lần")),
    "delay.days": (_("Chủ camera thấy chậm nhất sau"), _("ngày")),
    "item.retention_days": (_("Giữ đoạn hình sau khi đóng vụ việc"), _("ngày")),
    "viewing.minutes": (_("Một lần mở đoạn hình xem được trong"), _("phút")),
    "emergency.minutes": (_("Một lần mở khẩn cấp kéo dài"), _("phút")),
    "consultation.retention_days": (_("Giữ tên hộ đã hỏi sau đợt lấy ý kiến"), _("ngày")),
    "notices.quiet_from": (_("Không gửi tin nhắn không khẩn từ"), _("giờ")),
    "notices.quiet_until": (_("Gửi lại tin nhắn không khẩn từ"), _("giờ")),
    "request.answer_hours.normal": (_("Chủ camera có thời gian trả lời"), _("giờ")),
    "request.answer_hours.urgent": (_("Chủ camera có thời gian trả lời khi khẩn"), _("giờ")),
    "answer.working_days": (_("Trả lời câu hỏi của người dân trong"), _("ngày làm việc")),
    "withdrawal.days": (_("Thực hiện xong việc rút đồng ý trong"), _("ngày")),
    "withdrawal.third_party_days": (
        _("Rút đồng ý khi bên thứ ba cũng phải dừng: xong trong"),
        _("ngày"),
    ),
    "withdrawal.extension_days": (_("Việc rút đồng ý được gia hạn một lần, thêm"), _("ngày")),
    "emergency.review_hours": (_("Xem lại một lần mở khẩn cấp trong"), _("giờ")),
}

register(
    {
        "places.rule_out_of_bounds": _("Hãy ghi một số từ %(least)s đến %(most)s."),
    }
)
