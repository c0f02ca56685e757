from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portal.places.models import Unit

from .vocabulary import kinds


class EraseForm(forms.Form):
    sure = forms.BooleanField(
        label=_("Tôi hiểu là không lấy lại được những gì đã xóa"),
        error_messages={"required": _("Hãy đánh dấu vào ô xác nhận rồi bấm lại.")},
    )


class AskForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("Bạn muốn gì?"),
        choices=kinds,
        widget=forms.RadioSelect,
        error_messages={"required": _("Hãy chọn một mục.")},
    )
    text = forms.CharField(
        label=_("Nói rõ hơn"),
        help_text=_("Viết bằng lời của bạn. Không cần ghi số căn cước."),
        error_messages={
            "required": _("Hãy viết điều bạn muốn hỏi."),
            "max_length": _("Dài quá 2.000 ký tự. Hãy viết ngắn lại."),
        },
        max_length=2000,
        widget=forms.Textarea,
    )
    unit = forms.ModelChoiceField(label=_("Gửi phường, xã nào?"), queryset=Unit.objects.none())

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["unit"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = units
        field.empty_label = None


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label=_("Câu trả lời"),
        help_text=_("Dùng lời dễ hiểu. Người hỏi đọc được ngay và không sửa được nữa."),
        error_messages={
            "required": _("Hãy viết câu trả lời."),
            "max_length": _("Dài quá 2.000 ký tự. Hãy viết ngắn lại."),
        },
        max_length=2000,
        widget=forms.Textarea,
    )
