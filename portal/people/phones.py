"""Phone numbers as people write them in Việt Nam, stored as +84..."""

from typing import Any

import phonenumbers
from django import forms
from django.utils.translation import gettext_lazy as _

REGION = "VN"


def normalised(text: str) -> str:
    """'0901 234 567' -> '+84901234567'. Raises ValueError for what no telephone answers to."""
    try:
        number = phonenumbers.parse(text, REGION)
    except phonenumbers.NumberParseException as error:
        raise ValueError(f"got {text!r}, want a phone number") from error
    if not phonenumbers.is_valid_number(number):
        raise ValueError(f"got {text!r}, want a valid phone number")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


class PhoneField(forms.CharField):
    """A phone number in any usual way of writing it; cleans to E.164."""

    default_error_messages = {
        "required": _("Hãy nhập số điện thoại."),
        "invalid": _("Số điện thoại chưa đúng. Ví dụ: 0901 234 567."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Số điện thoại"))
        kwargs.setdefault("max_length", 30)
        kwargs.setdefault("widget", forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if not text:
            return ""
        try:
            return normalised(text)
        except ValueError as error:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from error
