"""The sentences of the registry's refusals, and for what recorders answer."""

from django.utils.translation import gettext_lazy as _

from portal.lib.words import register

# The classes of presets.py, as people would say what stands in the shop.
PRESET_WORDS = {
    "wifi-2mp": _("Wi-Fi trong nhà, 2 MP (Full HD)"),
    "wifi-3mp": _("Wi-Fi trong nhà, 3 MP (2K)"),
    "analogue-1mp": _("Camera dây đời cũ, 1 MP (720p)"),
    "outdoor-2mp-28": _("Ngoài trời, 2 MP, ống kính 2,8 mm, có đèn đêm"),
    "outdoor-2mp-36": _("Ngoài trời, 2 MP, ống kính 3,6 mm, có đèn đêm"),
    "outdoor-2mp-6": _("Ngoài trời nhìn xa, 2 MP, ống kính 6 mm, có đèn đêm"),
    "outdoor-4mp-28": _("Ngoài trời, 4 MP, ống kính 2,8 mm, có đèn đêm"),
    "outdoor-4mp-4": _("Ngoài trời, 4 MP, ống kính 4 mm, có đèn đêm"),
    "outdoor-5mp-28": _("Ngoài trời, 5 MP, ống kính 2,8 mm, có đèn đêm"),
    "outdoor-8mp-28": _("Ngoài trời, 8 MP (4K), ống kính 2,8 mm, có đèn đêm"),
    "outdoor-8mp-4": _("Ngoài trời, 8 MP (4K), ống kính 4 mm, có đèn đêm"),
}

SENTENCES = {
    "registry.at_sea": _(
        "Ghim nằm giữa biển, xa mọi phường, xã. Hãy ghim lại trên bản đồ. "
        "Nếu camera ở ngoài đảo, hãy ghi tên phường, xã hoặc đặc khu."
    ),
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
    "registry.photo_missing": _("Hãy chọn một tấm ảnh."),
    "registry.photo_too_large": _("Ảnh lớn hơn %(limit_mb)s MB. Hãy chụp lại ở cỡ nhỏ hơn."),
    "registry.photo_unreadable": _(
        "Không mở được ảnh này. Hãy dùng ảnh JPEG, PNG hoặc WebP chụp bằng điện thoại."
    ),
    "registry.photos_enough": _("Mỗi camera có nhiều nhất %(most)s ảnh. Hãy xóa một ảnh cũ trước."),
    "registry.photo_gone": _("Ảnh này đã được xóa."),
    "registry.mask_shape": _(
        "Vùng che phải có từ 3 đến 20 góc, nằm trong khung hình, và các cạnh không cắt nhau."
    ),
    "registry.mask_small": _("Vùng che quá nhỏ. Hãy vẽ rộng hơn một chút."),
    "registry.masks_enough": _("Mỗi camera có nhiều nhất %(most)s vùng che."),
    "registry.mask_ended": _("Vùng che này đã được bỏ trước đó."),
    "registry.owner_not_yours": _("Bạn không đứng tên hộ gia đình hoặc cơ sở này."),
    "registry.draft_incomplete": _(
        "Còn trang chưa trả lời. Hãy trả lời hết rồi gửi, những gì đã điền vẫn còn."
    ),
    "registry.camera_removed": _("Camera này đã được gỡ khỏi danh sách."),
    "registry.recorder_changed": _(
        "Camera đã được nối sang đầu ghi khác trong lúc đo, nên kết quả này không dùng được. "
        "Hãy đo lại."
    ),
    "registry.address_of_recorder": _(
        "Địa chỉ đầu ghi phải có dạng http://tên-máy hoặc https://tên-máy, "
        "không kèm tên đăng nhập và mật khẩu."
    ),
    "registry.too_many": _(
        "Bạn đã đăng ký %(count)s camera trong 24 giờ qua. Nếu có nhiều camera, "
        "hãy nhờ Công an phường nhập theo danh sách."
    ),
    "registry.too_many_tests": _(
        "Bạn đã thử kết nối %(count)s lần trong một giờ. Hãy đợi rồi thử lại. "
        "Nếu vẫn chưa được, hãy xem lại địa chỉ trên chính đầu ghi."
    ),
    "registry.bearing_out_of_range": _("Hướng nhìn là một số từ 0 đến 359 độ."),
    "registry.retention_out_of_range": _("Số ngày lưu hình là một số từ 1 đến 365."),
    # Why a recorder gave nothing, in the words of somebody who stands beside it.
    "sources.failed": _("Đầu ghi báo lỗi. Hãy thử lại sau ít phút."),
    "sources.unknown_adapter": _("Hệ thống chưa biết nói chuyện với loại đầu ghi này."),
    "sources.bad_address": _(
        "Địa chỉ đầu ghi không đúng. Hãy viết như trên trình duyệt, ví dụ http://192.168.1.10."
    ),
    "sources.forbidden_address": _(
        "Địa chỉ này nằm trong vùng mạng mà hệ thống không được gọi tới. "
        "Hãy dùng địa chỉ của chính đầu ghi."
    ),
    "sources.unreachable": _(
        "Không gọi được đầu ghi. Hãy xem đầu ghi có điện, có mạng, và địa chỉ có đúng không."
    ),
    "sources.too_slow": _("Đầu ghi trả lời quá chậm. Hãy thử lại khi mạng ổn hơn."),
    "sources.busy": _("Đầu ghi đang bận. Hãy thử lại sau ít phút."),
    "sources.wrong_password": _(
        "Đầu ghi không nhận tên đăng nhập hoặc mật khẩu này, "
        "hoặc tài khoản này không được xem lại hình."
    ),
    "sources.not_understood": _(
        "Có máy trả lời ở địa chỉ này, nhưng không phải loại đầu ghi đã chọn."
    ),
    "sources.no_recording": _("Đầu ghi không còn giữ đoạn hình này."),
    "sources.not_video": _("Dữ liệu nhận được từ đầu ghi không phải là hình."),
    "sources.too_large": _("Đoạn hình lớn hơn mức cho phép."),
}

register(SENTENCES)
