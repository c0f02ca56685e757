from django.utils.translation import gettext_lazy as _

from portal.lib.words import register

register(
    {
        "appointments.no_account": _(
            "Chưa có tài khoản nào đã xác nhận số điện thoại này. Hãy nhờ người đó đăng ký trước."
        ),
        "appointments.too_many_looks": _(
            "Bạn đã tra %(most)s số điện thoại trong giờ này. Hãy đợi sang giờ sau rồi thử lại."
        ),
        "appointments.form_used": _(
            "Trang này đã được dùng để giao chức vụ cho một người khác. Hãy mở lại trang mới."
        ),
        "appointments.neighbourhood_missing": _(
            "Ban điều hành thuộc một khu phố, tổ dân phố hoặc thôn. Hãy chọn nơi đó."
        ),
        "appointments.neighbourhood_only_for_board": _(
            "Chỉ ban điều hành mới ghi khu phố, tổ dân phố, thôn. Hãy để trống."
        ),
    }
)
