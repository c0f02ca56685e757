from django.utils.translation import gettext_lazy as _

from portal.lib.words import register

register(
    {
        "reports.unit_ended": _("Hãy ghi số liệu ở trang của đơn vị đang có."),
        "reports.year_out_of_range": _("Hãy chọn một năm từ %(first)s đến %(last)s."),
        "reports.unit_of_another_year": _(
            "%(unit)s không có vào cuối năm %(year)s, hoặc không nhập vào đơn vị này."
        ),
        "reports.number_out_of_range": _("Hãy ghi một số từ 0 đến %(most)s."),
        "reports.nothing_written": _("Hãy ghi ít nhất một con số."),
        "reports.source_missing": _("Hãy ghi số và ngày của văn bản."),
    }
)
