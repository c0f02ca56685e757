"""What the vault says when it refuses."""

from django.utils.translation import gettext_lazy as _

from portal.lib.words import register

register(
    {
        "files.too_large": _("Tệp lớn hơn mức cho phép (%(limit_mb)s MB). Hãy chọn tệp nhỏ hơn."),
        "files.empty": _("Tệp không có nội dung. Hãy chọn tệp khác."),
        "files.cut_off": _("Tệp gửi lên chưa đủ. Hãy gửi lại."),
    }
)
