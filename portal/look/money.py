"""Whole đồng, read the same in every language: 6.000.000, 6,000,000, 6 000 000 đ or 6000000.

Django's own integer field reads "6.000" on an English page as six: fatal for money.
"""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_CURRENCY = re.compile(r"\s*(?:đ|₫|đồng|dong|vnd|vnđ)\.?$", re.IGNORECASE)
_GROUPED = re.compile(r"\d{1,3}(?P<mark>[.,\s])\d{3}(?:(?P=mark)\d{3})*")


def read_dong(text: str) -> int:
    """The sum in đồng. ValueError for what could be read in two ways, such as 6.0 or 1.5."""
    plain = _CURRENCY.sub("", text.strip())
    if plain.isascii() and plain.isdigit():
        return int(plain)
    if _GROUPED.fullmatch(plain):
        return int(re.sub(r"\D", "", plain))
    raise ValueError(f"got {text!r}, want whole đồng such as 6.000.000")


class DongField(forms.IntegerField):
    """A sum of money; shown with dots between the thousands."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    default_error_messages = {
        "invalid": _("Hãy ghi số tiền bằng đồng, không có phần lẻ, ví dụ 6.000.000."),
    }

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values:
            return None
        try:
            return read_dong(str(value))
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None

    def prepare_value(self, value: Any) -> Any:
        return f"{value:,}".replace(",", ".") if isinstance(value, int) else value
