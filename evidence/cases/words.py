from django.utils.translation import gettext_lazy as _

from portal.lib.words import register

register(
    {
        "cases.title_missing": _("Hãy ghi tên ngắn của vụ việc."),
        "cases.happened_in_future": _("Thời điểm xảy ra không thể ở tương lai. Hãy sửa lại."),
        "cases.place_outside_unit": _(
            "Điểm đã chọn nằm ngoài địa bàn %(unit)s. Hãy kéo ghim về đúng nơi xảy ra."
        ),
        "cases.closed": _("Vụ việc đã đóng, không ghi thêm được."),
        "cases.outcome_contradicts": _(
            "Kết quả “không giúp được gì” thì không có người bị bắt hay tiền phạt. "
            "Hãy chọn kết quả khác hoặc để các ô đó bằng 0."
        ),
        "cases.fine_without_document": _(
            "Tiền phạt phải kèm số quyết định xử phạt. Hãy điền số quyết định."
        ),
    }
)
