"""The sentences of refusals about verifying and asking again."""

from django.utils.translation import gettext_lazy as _

from portal.lib.words import register

SENTENCES = {
    "upkeep.not_waiting": _("Camera này không còn chờ xác minh. Hãy tải lại danh sách."),
    "upkeep.own_camera": _("Bạn đứng tên camera này, nên người khác phải xác minh."),
    "upkeep.reason_missing": _("Hãy viết cần sửa điều gì, ít nhất 5 chữ cái."),
    "upkeep.not_returned": _("Camera này không ở bước chờ sửa."),
    "upkeep.name_missing": _("Hãy đặt tên cho camera, ví dụ: Cổng trước."),
    "upkeep.swapped": _(
        "Hai số vĩ độ và kinh độ có vẻ bị đổi chỗ. Hãy đổi lại, hoặc ghim trên bản đồ."
    ),
    "upkeep.camera_removed": _("Camera này đã được gỡ khỏi danh sách."),
    "upkeep.answered": _("Câu hỏi này đã được trả lời rồi. Cảm ơn bạn."),
    "upkeep.other_unit": _(
        "Ghim mới nằm ngoài %(unit)s. Nếu camera đã chuyển đi xa, "
        "hãy gỡ camera này rồi đăng ký lại."
    ),
}

register(SENTENCES)
