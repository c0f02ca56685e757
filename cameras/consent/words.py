"""The sentences of refusals that consent gives."""

from django.utils.translation import gettext_lazy as _

from portal.lib.words import register

SENTENCES = {
    "consent.never_asked": _("Chủ camera chưa được hỏi ý kiến về việc này."),
    "consent.refused": _("Chủ camera không đồng ý."),
    "consent.withdrawn": _("Chủ camera đã rút lại sự đồng ý."),
    "consent.expired": _("Sự đồng ý của chủ camera đã hết hạn, cần hỏi lại."),
    "consent.not_agreed": _("Chủ camera chưa đồng ý với yêu cầu này."),
    "consent.not_approved": _("Yêu cầu này chưa được người có thẩm quyền duyệt."),
    "consent.case_closed": _("Vụ việc đã đóng, không xem thêm được nữa."),
    "consent.authority_ended": _("Thời hạn cho phép đã hết."),
    "consent.camera_removed": _("Camera này đã được gỡ khỏi danh sách."),
    "consent.scope_unknown": _("Có mục đồng ý mà hệ thống không biết: %(scope)s."),
    "consent.answer_missing": _("Hãy chọn Đồng ý hoặc Không đồng ý cho mục này."),
    "consent.nothing_chosen": _("Hãy chọn ít nhất một mục."),
    "consent.beyond_limits": _("Việc này vượt quá giới hạn mà chủ camera đã đặt."),
    "consent.limits_missing": _("Hãy đặt giới hạn cho việc giao hình không cần hỏi trước."),
    "consent.kinds_missing": _("Hãy chọn ít nhất một loại vụ việc trong danh sách."),
    "consent.hours_wrong": _("Giờ bắt đầu từ 0 đến 23, giờ kết thúc từ 1 đến 24."),
    "consent.minutes_wrong": _("Số phút mỗi lần phải từ 1 đến %(most)s."),
    "consent.times_wrong": _("Số lần mỗi tháng phải từ 1 đến %(most)s."),
    "consent.days_wrong": _("Hãy chọn số ngày giữ đoạn hình trong danh sách."),
    "consent.ask_first": _(
        "Muốn giao hình không cần hỏi trước thì phải đồng ý cho công an được gửi yêu cầu."
    ),
    "consent.no_camera_chosen": _("Hãy chọn ít nhất một camera."),
    "consent.too_many_at_once": _(
        "Mỗi lần trả lời được cho nhiều nhất %(most)s camera. Hãy chọn một nhóm nhỏ hơn."
    ),
    "consent.cameras_changed": _(
        "Có camera vừa được gỡ khỏi danh sách. Hãy quay lại chọn camera một lần nữa."
    ),
    "consent.not_yours": _("Chỉ chủ camera mới quyết định được việc này."),
    "consent.terms_changed": _(
        "Bản cam kết vừa được thay bằng bản mới. Hãy đọc lại rồi trả lời, những gì đã điền vẫn còn."
    ),
}

register(SENTENCES)
