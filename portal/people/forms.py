"""A person's name, at sign-up and later; `account_forms` has the forms built on allauth's."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.lib.words import clean

from .models import User


class NameField(forms.CharField):
    """A person's name in NFC, without invisible characters."""

    default_error_messages = {"required": _("Hãy nhập họ và tên.")}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Họ và tên"))
        kwargs.setdefault("max_length", 120)
        kwargs.setdefault("widget", forms.TextInput(attrs={"autocomplete": "name"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        return clean(super().to_python(value) or "")


class DetailsForm(forms.Form):
    full_name = NameField()


class EnrolmentForm(forms.Form):
    """Wide enough for any way of spacing the code; what it means is read by `enrolment_code`."""

    code = forms.CharField(
        label=_("Mã kích hoạt"),
        max_length=30,
        help_text=_("10 chữ và số, ví dụ 7KQWM-3XHTA. Chữ hoa hay thường đều được."),
        error_messages={"required": _("Hãy nhập mã kích hoạt.")},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


class SignupNameForm(forms.Form):
    """What sign-up asks besides the phone number (allauth builds its form on this one)."""

    full_name = NameField()
    field_order = ("full_name", "phone")

    def signup(self, request: HttpRequest, user: User) -> None:
        """Called after the row was saved; the adapter has set the name before."""
