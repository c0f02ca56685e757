"""Opening a consultation, and the one screen at the door."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cameras.registry.forms import CleanText
from portal.look.moments import read_day
from portal.look.once import OnceForm
from portal.people.phones import PhoneField
from portal.places.models import Neighbourhood, Unit

from .queries import BY_NUMBER
from .tally import Answer
from .words import answers


class DayField(forms.CharField):
    """A day as people write it; cleans to a date."""

    def __init__(self, **kwargs: Any) -> None:
        hint = {"inputmode": "numeric", "autocomplete": "off"}
        super().__init__(max_length=10, widget=forms.TextInput(attrs=hint), **kwargs)

    def clean(self, value: Any) -> date:
        text = super().clean(value)
        try:
            return read_day(text)
        except ValueError as error:
            raise forms.ValidationError(_("Hãy ghi ngày như 21/11/2026.")) from error


class OpenForm(OnceForm):
    unit: "forms.ModelChoiceField[Unit]" = forms.ModelChoiceField(
        queryset=None, label=_("Đơn vị"), empty_label=None
    )
    title = CleanText(
        label=_("Tên đợt lấy ý kiến"),
        max_length=120,
        help_text=_("Ví dụ: Lắp camera ở đầu các ngõ."),
        error_messages={"required": _("Hãy đặt tên cho đợt lấy ý kiến.")},
    )
    question = CleanText(
        label=_("Câu hỏi đọc cho từng hộ"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Một câu trả lời được bằng đồng ý hoặc không."),
        error_messages={"required": _("Hãy viết câu hỏi.")},
    )
    neighbourhoods: "forms.ModelMultipleChoiceField[Neighbourhood]" = (
        forms.ModelMultipleChoiceField(
            queryset=None,
            required=False,
            label=_("Hỏi ở đâu?"),
            help_text=_("Không chọn nơi nào: hỏi cả đơn vị."),
            widget=forms.CheckboxSelectMultiple,
        )
    )
    begins_on = DayField(
        label=_("Từ ngày"),
        help_text=_("Ngày/tháng/năm, ví dụ 21/11/2026."),
        error_messages={"required": _("Hãy ghi ngày bắt đầu.")},
    )
    ends_on = DayField(
        label=_("Đến hết ngày"), error_messages={"required": _("Hãy ghi ngày kết thúc.")}
    )

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit, parts = self.fields["unit"], self.fields["neighbourhoods"]
        assert isinstance(unit, forms.ModelChoiceField)
        assert isinstance(parts, forms.ModelMultipleChoiceField)
        unit.queryset = units
        parts.queryset = Neighbourhood.objects.filter(unit__in=units).order_by(*BY_NUMBER)
        if units.count() == 1:
            unit.initial = units.first()
            unit.widget = forms.HiddenInput()


class AnswerForm(forms.Form):
    """What was said; each answer is a button of its own."""

    answer = forms.ChoiceField(
        choices=answers, error_messages={"required": _("Hãy bấm một câu trả lời.")}
    )
    remark = CleanText(
        label=_("Ghi chú, nếu có"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    @property
    def has_more(self) -> bool:
        """Something stands in the fields that are folded away, or is wrong there."""
        folded = [self[name] for name in ("remark", "phone") if name in self.fields]
        return any(field.value() or field.errors for field in folded)

    def clean_answer(self) -> Answer:
        return Answer(self.cleaned_data["answer"])


class AskForm(AnswerForm, OnceForm):
    neighbourhood: "forms.ModelChoiceField[Neighbourhood]" = forms.ModelChoiceField(
        queryset=None,
        label=_("Khu phố, tổ dân phố, thôn"),
        error_messages={"required": _("Hãy chọn khu phố, tổ dân phố, thôn.")},
    )
    label = CleanText(
        label=_("Tên chủ hộ hoặc số nhà"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Hãy ghi tên chủ hộ hoặc số nhà.")},
    )
    phone = PhoneField(
        label=_("Số điện thoại, nếu hộ muốn để lại"),
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )
    another = forms.BooleanField(
        required=False, label=_("Đây là hộ khác, chỉ trùng tên hoặc số nhà")
    )

    def __init__(self, *args: Any, parts: Any, last: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.only: Neighbourhood | None = None  # where there is nothing to choose
        part = self.fields["neighbourhood"]
        assert isinstance(part, forms.ModelChoiceField)
        part.queryset = parts
        part.initial = last
        found = list(parts[:2])
        if len(found) == 1:
            self.only = part.initial = found[0]
            part.widget = forms.HiddenInput()
        elif not found:  # the unit has none written down
            part.required = False
            part.widget = forms.HiddenInput()
