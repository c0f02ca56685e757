from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.look.moments import MomentField
from portal.people.models import User

from .answers import LONGEST_WHY
from .scope import Window


class PartForm(forms.Form):
    """Fewer minutes than were asked for. What is a part is the service's to judge."""

    start = MomentField(label=_("Từ lúc"))
    stop = MomentField(label=_("Đến lúc"))

    @property
    def window(self) -> Window:
        start: datetime = self.cleaned_data["start"]
        stop: datetime = self.cleaned_data["stop"]
        return Window(start, stop)


class WhyForm(forms.Form):
    why = forms.CharField(
        label=_("Vì sao? (không bắt buộc)"),
        help_text=_("Chỉ bên bạn và kiểm tra viên của phường đọc được. Công an không đọc được."),
        max_length=LONGEST_WHY,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": _("Hãy ghi lý do, hoặc bỏ qua phần này."),
            "max_length": _("Lý do dài quá %(limit_value)d ký tự. Hãy viết ngắn hơn."),
        },
    )


class PersonField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.full_name)


class HelperForm(forms.Form):
    to = PersonField(
        queryset=User.objects.none(),
        label=_("Nhờ ai?"),
        to_field_name="public_id",
        empty_label=None,
        error_messages={
            "required": _("Hãy chọn người bạn nhờ."),
            "invalid_choice": _("Người này không thuộc hộ hay cơ sở của bạn."),
        },
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        assert isinstance(field, PersonField)
        field.queryset = people
