"""What a pixel density lets one do, in words (levels of IEC 62676-4:2014)."""

from django.utils.translation import gettext_lazy as _

LEVEL_WORDS = {
    "identify": _("đủ để xác định danh tính"),
    "recognise": _("đủ để nhận ra người quen"),
    "observe": _("thấy dáng người, quần áo"),
    "detect": _("thấy có người, có xe"),
}
FAINT = _("chỉ thấy mờ")
