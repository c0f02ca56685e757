"""Forms of the account pages."""

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.lib.words import clean

from .models import User


class SignupNameForm(forms.Form):
    """What sign-up asks besides the phone number (allauth builds its form on this one)."""

    full_name = forms.CharField(
        label=_("Họ và tên"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Hãy nhập họ và tên.")},
    )
    field_order = ("full_name", "phone")

    def clean_full_name(self) -> str:
        name = clean(self.cleaned_data["full_name"])
        if not name:
            raise forms.ValidationError(_("Hãy nhập họ và tên."))
        return name

    def signup(self, request: HttpRequest, user: User) -> None:
        """Called by allauth after the row was saved; the name is set by the adapter before."""
