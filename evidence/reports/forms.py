from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.lib.words import clean
from portal.look.once import OnceForm
from portal.places.models import Unit

from .services import MOST
from .vocabulary import figures


class ChooseForm(forms.Form):
    """Which year and which figure: the boxes of the next page follow from the year."""

    year = forms.TypedChoiceField(
        coerce=int,
        label=_("Năm"),
        error_messages={
            "required": _("Hãy chọn năm."),
            "invalid_choice": _("Hãy chọn một năm trong danh sách."),
        },
    )
    what = forms.ChoiceField(
        choices=figures,
        widget=forms.RadioSelect,
        label=_("Số liệu gì?"),
        error_messages={"required": _("Hãy chọn loại số liệu.")},
    )

    def __init__(self, *args: Any, years: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["year"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(year, str(year)) for year in years]


class NumbersForm(OnceForm):
    """A box for each unit that stood then; an empty one says that nobody knows."""

    source = forms.CharField(
        max_length=200,
        label=_("Lấy từ văn bản nào?"),
        help_text=_("Số, ngày và nơi ban hành, ví dụ: Báo cáo 05/BC-UBND ngày 15/01/2025."),
        error_messages={
            "required": _("Hãy ghi số và ngày của văn bản."),
            "max_length": _("Hãy ghi ngắn hơn, nhiều nhất %(limit_value)d ký tự."),
        },
    )

    def __init__(self, *args: Any, units: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = {f"of_{unit.code}": unit for unit in units}
        words = _("Hãy ghi một số từ 0 đến %(most)s.") % {"most": f"{MOST:,}".replace(",", ".")}
        for name, unit in self.units.items():
            self.fields[name] = forms.IntegerField(
                required=False,
                min_value=0,
                max_value=MOST,
                label=unit.name,
                widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
                error_messages={
                    "invalid": _("Hãy ghi một số nguyên."),
                    "min_value": words,
                    "max_value": words,
                },
            )

    def clean_source(self) -> str:
        return clean(self.cleaned_data["source"])

    def boxes(self) -> list[forms.BoundField]:
        return [self[name] for name in self.units]

    def numbers(self) -> dict[str, int]:
        """By the unit's code; units without a number are left out."""
        return {
            unit.code: self.cleaned_data[name]
            for name, unit in self.units.items()
            if self.cleaned_data.get(name) is not None
        }
