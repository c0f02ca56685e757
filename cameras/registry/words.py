"""The sentences of the registry's refusals."""

from django.utils.translation import gettext_lazy as _

from portal.lib.words import register

SENTENCES = {
    "registry.outside_vietnam": _(
        "Vị trí này nằm ngoài lãnh thổ Việt Nam. Hãy ghim lại trên bản đồ, "
        "hoặc bấm nút Vị trí của tôi khi đang đứng cạnh camera."
    ),
    "registry.place_missing": _("Hãy ghim vị trí camera trên bản đồ."),
    "registry.unit_unknown": _(
        "Chưa tìm thấy phường, xã có tên “%(text)s”. Hãy gõ tên phường, xã, cũ hay mới đều được."
    ),
    "registry.unit_missing": _("Hãy cho biết camera ở phường, xã nào."),
    "registry.unit_ended": _("Đơn vị hành chính này không còn nữa. Hãy chọn đơn vị hiện nay."),
    "registry.name_missing": _("Hãy đặt tên cho camera, ví dụ: Cổng trước."),
    "registry.owner_not_yours": _("Bạn không đứng tên hộ gia đình hoặc cơ sở này."),
    "registry.draft_incomplete": _(
        "Còn trang chưa trả lời. Hãy trả lời hết rồi gửi, những gì đã điền vẫn còn."
    ),
    "registry.camera_removed": _("Camera này đã được gỡ khỏi danh sách."),
    "registry.address_of_recorder": _(
        "Địa chỉ đầu ghi phải có dạng http://tên-máy hoặc https://tên-máy, "
        "không kèm tên đăng nhập và mật khẩu."
    ),
    "registry.too_many": _(
        "Bạn đã đăng ký %(count)s camera trong 24 giờ qua. Nếu có nhiều camera, "
        "hãy nhờ Công an phường nhập theo danh sách."
    ),
    "registry.bearing_out_of_range": _("Hướng nhìn là một số từ 0 đến 359 độ."),
    "registry.retention_out_of_range": _("Số ngày lưu hình là một số từ 1 đến 365."),
    "registry.link_missing": _("Camera này chưa được nối với đầu ghi nào."),
    "registry.link_unreachable": _(
        "Không gọi được đầu ghi. Hãy xem đầu ghi có điện, có mạng, và địa chỉ có đúng không."
    ),
    "registry.link_wrong_password": _(
        "Đầu ghi trả lời, nhưng từ chối tên đăng nhập hoặc mật khẩu này."
    ),
    "registry.link_no_recording": _(
        "Đầu ghi trả lời, nhưng kênh này chưa có đoạn ghi nào. Hãy xem lại số kênh và ổ cứng."
    ),
    "registry.link_not_video": _("Đầu ghi trả lời, nhưng dữ liệu nhận được không phải là hình."),
    "registry.link_failed": _(
        "Đầu ghi trả lời theo cách mà hệ thống chưa hiểu. Hãy kiểm tra loại đầu ghi đã chọn."
    ),
}

register(SENTENCES)
