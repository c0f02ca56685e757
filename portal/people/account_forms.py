"""allauth's forms with our words and the right keyboards (settings: ACCOUNT_FORMS, MFA_FORMS).

Apart from `forms`, which allauth imports while it builds its own.
"""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as passkeys
from django import forms
from django.utils.translation import gettext_lazy as _

from .phones import normalised


class SignupForm(account.SignupForm):  # type: ignore[misc]  # allauth has no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phone"].label = _("Số điện thoại")


def _as_code(field: forms.Field) -> None:
    field.label = _("Mã 6 chữ số")
    field.error_messages["required"] = _("Hãy nhập mã 6 chữ số.")
    field.widget.attrs = {
        "autocomplete": "one-time-code",
        "inputmode": "numeric",
        "pattern": "[0-9 ]*",
        "maxlength": "9",
    }


class LoginForm(account.LoginForm):  # type: ignore[misc]  # allauth has no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("remember", None)
        field = self.fields["login"]
        field.label = _("Số điện thoại hoặc e-mail")
        field.error_messages["required"] = _("Hãy nhập số điện thoại hoặc e-mail.")
        field.widget.attrs = {"autocomplete": "username"}

    def clean_login(self) -> str:
        """The number in its stored form, since allauth sends the code to what stands here."""
        login: str = super().clean_login()
        try:
            return normalised(login)
        except ValueError:
            return login


class RequestLoginCodeForm(account.RequestLoginCodeForm):  # type: ignore[misc]  # allauth has no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "email" in self.fields:
            self.fields["email"].label = _("E-mail")
            self.fields["email"].widget.attrs.pop("placeholder", None)

    def clean(self) -> dict[str, Any]:
        """The form above asks for neither of the two, and breaks when it gets neither."""
        facts: dict[str, Any] = super().clean()
        if not self.errors and not facts.get("phone") and not facts.get("email"):
            raise forms.ValidationError(_("Hãy nhập số điện thoại hoặc e-mail."))
        return facts


class ConfirmLoginCodeForm(account.ConfirmLoginCodeForm):  # type: ignore[misc]  # allauth has no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _as_code(self.fields["code"])


class VerifyPhoneForm(account.VerifyPhoneForm):  # type: ignore[misc]  # allauth has no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _as_code(self.fields["code"])


class ConfirmEmailForm(account.ConfirmEmailVerificationCodeForm):  # type: ignore[misc]  # allauth has no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _as_code(self.fields["code"])


class ChangePhoneForm(account.ChangePhoneForm):  # type: ignore[misc]  # allauth has no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phone"].label = _("Số điện thoại mới")


class AddEmailForm(account.AddEmailForm):  # type: ignore[misc]  # allauth has no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail")
        self.fields["email"].widget.attrs.pop("placeholder", None)


class AuthenticateForm(mfa.AuthenticateForm):  # type: ignore[misc]  # allauth has no types
    """Takes the app's six digits or a recovery code of eight."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _as_code(self.fields["code"])
        self.fields["code"].label = _("Mã trong ứng dụng xác thực, hoặc mã dự phòng")


class ReauthenticateForm(mfa.ReauthenticateForm):  # type: ignore[misc]  # allauth has no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _as_code(self.fields["code"])
        self.fields["code"].label = _("Mã trong ứng dụng xác thực, hoặc mã dự phòng")


class ActivateTotpForm(totp.ActivateTOTPForm):  # type: ignore[misc]  # allauth has no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _as_code(self.fields["code"])
        self.fields["code"].label = _("Mã 6 chữ số trong ứng dụng")


class AddPasskeyForm(passkeys.AddWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Tên để nhận ra (ví dụ: điện thoại của tôi)")
        if "passwordless" in self.fields:
            self.fields["passwordless"].label = _("Dùng được để đăng nhập không cần mã tin nhắn")
            self.fields["passwordless"].help_text = ""


class EditPasskeyForm(passkeys.EditWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Tên để nhận ra")
