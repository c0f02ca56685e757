from django import forms
from django.utils.translation import gettext_lazy as _


class ExtendForm(forms.Form):
    """How long, and why: both are on the record. The most days are the unit's rule."""

    days = forms.IntegerField(
        label=_("Gia hạn thêm bao nhiêu ngày?"),
        error_messages={
            "required": _("Hãy ghi số ngày."),
            "invalid": _("Hãy ghi số ngày bằng chữ số."),
        },
    )
    reason = forms.CharField(
        label=_("Vì sao chưa xong kịp?"),
        help_text=_("Lý do được ghi vào sổ. Mỗi việc chỉ gia hạn được một lần."),
        error_messages={"required": _("Hãy ghi lý do.")},
        widget=forms.Textarea,
    )
