from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from portal.lib.words import clean
from portal.look.moments import read_day
from portal.look.once import OnceForm
from portal.places.models import neighbourhood_kinds
from portal.places.rules import Rule
from portal.places.search import MAX_TEXT


class CleanField(forms.CharField):
    """Text without control and direction marks, composed, with single spaces."""

    def to_python(self, value: Any) -> str:
        return clean(super().to_python(value) or "")

    def bound_data(self, data: Any, initial: Any) -> Any:
        """What is shown again after a mistake is clean as well."""
        del initial
        return clean(str(data or ""))


class DayField(forms.CharField):
    """A day written 21/11/2026, in a text box: native pickers follow the computer's language."""

    default_error_messages = {
        "required": _("Hãy ghi ngày."),
        "invalid": _("Hãy ghi ngày như 21/11/2026."),
    }

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        try:
            return read_day(text)
        except ValueError:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None


class SearchForm(forms.Form):
    q = CleanField(
        max_length=MAX_TEXT,
        label=_("Tên phường, xã, quận, huyện, cũ hoặc mới"),
        help_text=_("Ví dụ: TP Vũng Tàu, quận Đống Đa, phường 9 Vũng Tàu. Không cần gõ dấu."),
        error_messages={"max_length": _("Hãy ghi ngắn hơn, nhiều nhất %(limit_value)d ký tự.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "type": "search"}),
    )


class NeighbourhoodForm(forms.Form):
    name = CleanField(
        max_length=120,
        label=_("Tên"),
        help_text=_("Ghi đầy đủ, ví dụ: Khu phố 3, Tổ dân phố Tân Xuân 1, Thôn Đông."),
        error_messages={
            "required": _("Hãy ghi tên, ví dụ: Khu phố 3."),
            "max_length": _("Tên dài nhất là %(limit_value)d ký tự."),
        },
    )
    kind = forms.ChoiceField(
        choices=neighbourhood_kinds,
        widget=forms.RadioSelect,
        label=_("Loại"),
        error_messages={"required": _("Hãy chọn đó là khu phố, tổ dân phố hay thôn.")},
    )


class RuleForm(OnceForm):
    value = forms.IntegerField(
        label=_("Giá trị mới"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "required": _("Hãy ghi giá trị mới."),
            "invalid": _("Hãy ghi một số nguyên."),
        },
    )
    valid_from = DayField(
        max_length=10,
        label=_("Áp dụng từ ngày"),
        help_text=_("Từ hôm nay trở đi, ví dụ: 01/12/2026."),
    )
    source = CleanField(
        max_length=200,
        label=_("Văn bản quy định"),
        help_text=_("Số, ngày và nơi ban hành, ví dụ: Quyết định 12/QĐ-UBND ngày 20/11/2026."),
        error_messages={
            "required": _("Hãy ghi số và ngày của văn bản."),
            "max_length": _("Hãy ghi ngắn hơn, nhiều nhất %(limit_value)d ký tự."),
        },
    )

    def __init__(self, *args: Any, rule: Rule, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = _("Hãy ghi một số từ %(least)s đến %(most)s.") % {
            "least": rule.least,
            "most": rule.most,
        }
        field = self.fields["value"]
        field.validators += [
            MinValueValidator(rule.least, words),
            MaxValueValidator(rule.most, words),
        ]
        field.help_text = _("Từ %(least)s đến %(most)s.") % {
            "least": rule.least,
            "most": rule.most,
        }
