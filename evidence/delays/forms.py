"""The days, why in words for owners, and why in words for the auditor."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .rules import MOST_DAYS
from .vocabulary import grounds


class LongerForm(forms.Form):
    days = forms.IntegerField(
        min_value=1,
        max_value=MOST_DAYS,
        label=_("Hoãn bao nhiêu ngày, tính từ ngày bắt đầu hoãn"),
        error_messages={
            "required": _("Hãy ghi số ngày."),
            "invalid": _("Hãy ghi số ngày bằng chữ số."),
            "min_value": _("Hãy ghi ít nhất 1 ngày."),
            "max_value": _("Không hoãn được quá 30 ngày."),
        },
    )
    reason = forms.CharField(
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        label=_("Vì sao phải hoãn"),
        help_text=_("Kiểm tra viên đọc. Chủ camera không đọc được dòng này."),
        error_messages={
            "required": _("Hãy ghi vì sao phải hoãn."),
            "max_length": _("Lý do dài quá 500 ký tự. Hãy viết ngắn hơn."),
        },
    )


class DelayForm(LongerForm):
    ground = forms.ChoiceField(
        choices=grounds,
        widget=forms.RadioSelect,
        label=_("Sau khi hết hoãn, chủ camera đọc: hiện chậm, vì"),
        error_messages={"required": _("Hãy chọn một lý do.")},
    )
    field_order = ("days", "ground", "reason")
