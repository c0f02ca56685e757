from django.utils.translation import gettext_lazy as _

from portal.lib.words import register

register(
    {
        "oversight.month_not_over": _("Tháng này chưa hết, nên chưa lập được bảng."),
        "oversight.note_missing": _("Hãy ghi đã hỏi ai và được trả lời thế nào."),
        "oversight.note_too_long": _("Hãy ghi ngắn hơn, nhiều nhất %(limit)s ký tự."),
    }
)
