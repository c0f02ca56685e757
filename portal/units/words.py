from django.utils.translation import gettext_lazy as _

from portal.lib.words import register

register(
    {
        "units.unit_ended": _(
            "Đơn vị này đã kết thúc. Hãy mở trang của đơn vị kế thừa rồi làm ở đó."
        ),
        "units.name_missing": _("Hãy ghi tên, ví dụ: Khu phố 3."),
        "units.name_too_long": _("Tên dài nhất là %(most)s ký tự."),
        "units.name_taken": _("Đã có “%(name)s” ở đây. Hãy ghi một tên khác."),
        "units.rule_in_past": _("Ngày bắt đầu phải từ hôm nay, %(day)s, trở đi."),
        "units.rule_too_far": _("Ngày bắt đầu không được muộn hơn %(day)s."),
        "units.source_missing": _("Hãy ghi số và ngày của văn bản."),
        "units.source_too_long": _("Hãy ghi ngắn hơn, nhiều nhất %(most)s ký tự."),
        "units.step_missing": _("Hãy bấm một nút trong trang."),
    }
)
