"""Sentences of this package, and how each part of the download is called on the page."""

from django.utils.translation import gettext_lazy as _

from portal.lib.words import register

SECTIONS = {
    "account": _("Tài khoản: họ tên, số điện thoại, e-mail, ngôn ngữ"),
    "emails": _("Địa chỉ e-mail dùng để đăng nhập"),
    "second_factors": _("Lớp bảo vệ thứ hai (không có mã bí mật)"),
    "enrolment_codes": _("Mã kích hoạt đã cấp cho bạn (không có mã)"),
    "offices": _("Nhiệm vụ đã giữ"),
    "memberships": _("Hộ và tổ chức"),
    "sign_ins": _("Lần đăng nhập"),
    "sessions": _("Máy đang đăng nhập"),
    "notices": _("Thông báo đã gửi cho bạn"),
    "notice_choices": _("Cách bạn chọn nhận thông báo"),
    "membership_invitations": _("Lời mời vào hộ, tổ chức bạn đã gửi hoặc nhận"),
    "cameras": _("Camera của hộ hoặc tổ chức bạn"),
    "lists_brought": _("Danh sách camera bạn đã tải lên"),
    "listed_by_boards": _("Điều ban khu phố đã ghi về camera của bạn"),
    "camera_drafts": _("Bản đăng ký camera đang làm hoặc đã gửi"),
    "consents": _("Lần đồng ý, từ chối, rút lại"),
    "consultations": _("Đợt lấy ý kiến bạn đã mở"),
    "answers_written_down": _("Câu trả lời của các hộ mà bạn đã ghi"),
    "contributions": _("Đóng góp bạn đã ghi hoặc xác nhận"),
    "cases_opened": _("Vụ việc bạn đã mở"),
    "outcomes_recorded": _("Kết quả vụ việc bạn đã ghi"),
    "requests_written": _("Yêu cầu trích xuất bạn đã lập hoặc quyết định"),
    "answers_to_requests": _("Câu trả lời của bạn cho công an"),
    "searches_in_vain": _("Lần bạn ghi là xem hình mà không thấy điều cần tìm"),
    "owners_looked_up": _("Lần bạn xem cách liên hệ chủ camera"),
    "invitations": _("Lời mời trả lời gửi riêng cho bạn"),
    "items_opened": _("Đoạn hình bạn đã mở xem"),
    "emergency_openings": _("Yêu cầu bạn đã mở khẩn cấp"),
    "emergency_reviews": _("Lần mở khẩn cấp bạn đã xem lại"),
    "clock_measurements": _("Lần bạn đo đồng hồ đầu ghi"),
    "findings_reviewed": _("Kết quả nhận diện bạn đã xác nhận hoặc bác"),
    "figures_recorded": _("Số liệu các năm bạn đã ghi"),
    "questions_about_data": _("Điều bạn đã hỏi về dữ liệu của mình, và câu trả lời"),
    "questions_answered": _("Kết quả hỏi lại bạn đã ghi khi làm kiểm tra viên"),
    "ledger_entries": _("Dòng trong sổ có tên mã của bạn"),
}

register(
    {
        "privacy.in_office": _(
            "Bạn đang giữ nhiệm vụ, nên chưa thể xóa tài khoản. "
            "Hãy nhờ quản trị viên kết thúc nhiệm vụ trước, rồi quay lại đây."
        ),
        "privacy.sign_in_again": _(
            "Để bảo vệ bạn, việc này chỉ làm được ngay sau khi đăng nhập. "
            "Hãy đăng nhập lại rồi tiếp tục."
        ),
        "privacy.ask_too_short": _("Hãy viết rõ hơn, ít nhất %(least)s ký tự."),
        "privacy.ask_too_many": _(
            "Bạn đang có %(most)s câu hỏi chưa được trả lời. Hãy đợi trả lời rồi hỏi thêm."
        ),
        "privacy.answered_already": _("Câu hỏi này đã được trả lời rồi."),
        "privacy.already_erased": _("Tài khoản này đã được xóa."),
    }
)
