"""The sentences of refusals about complaints."""

from django.utils.translation import gettext_lazy as _

from portal.lib.words import register

SENTENCES = {
    "complaints.not_from_here": _("Phản ánh này đang ở bước khác. Hãy tải lại trang rồi xem."),
    "complaints.not_yours_to_say": _("Bước này do người khác quyết định."),
    "complaints.text_short": _("Hãy viết rõ hơn một chút, ít nhất 10 chữ cái."),
    "complaints.too_many": _(
        "Hôm nay đã có nhiều phản ánh gửi từ mạng này. Hãy gửi lại vào ngày mai, "
        "hoặc tới trụ sở phường."
    ),
    "complaints.camera_has_many": _(
        "Camera này đã có nhiều phản ánh trong hôm nay và đang được xem. Hãy quay lại sau."
    ),
    "complaints.reopened_enough": _(
        "Phản ánh này đã được mở lại nhiều lần. Hãy tới trụ sở phường để được giải quyết trực tiếp."
    ),
    "complaints.camera_removed": _("Camera này đã được gỡ khỏi danh sách."),
}

register(SENTENCES)
