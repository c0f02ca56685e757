from django import forms
from django.utils.translation import gettext_lazy as _


class EraseForm(forms.Form):
    sure = forms.BooleanField(
        label=_("Tôi hiểu là không lấy lại được những gì đã xóa"),
        error_messages={"required": _("Hãy đánh dấu vào ô xác nhận rồi bấm lại.")},
    )
