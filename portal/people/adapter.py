"""How allauth asks us about phones, codes, messages and stored secrets."""

import base64
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.forms import Form
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from portal.lib import clock
from portal.lib.errors import Refused

from . import services, sessions, sms
from .models import User
from .phones import PhoneField

log = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Phone numbers of Việt Nam, six digits, messages by our channels."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": gettext_lazy("Tài khoản này đã ngừng hoạt động."),
        "incorrect_code": gettext_lazy("Mã không đúng. Hãy xem lại tin nhắn và nhập đủ 6 chữ số."),
        "invalid_login": gettext_lazy("Không đăng nhập được. Hãy thử lại."),
        "phone_taken": gettext_lazy("Số điện thoại này đã được dùng cho một tài khoản khác."),
        "email_taken": gettext_lazy("Địa chỉ e-mail này đã được dùng cho một tài khoản khác."),
        "too_many_login_attempts": gettext_lazy(
            "Đã thử sai quá nhiều lần. Hãy đợi vài phút rồi thử lại."
        ),
        "unknown_phone": gettext_lazy("Chưa có tài khoản nào dùng số điện thoại này."),
        "unknown_email": gettext_lazy("Chưa có tài khoản nào dùng địa chỉ e-mail này."),
        "same_as_current": gettext_lazy("Giá trị mới phải khác giá trị hiện tại."),
        "rate_limited": gettext_lazy("Bạn gửi quá nhanh. Hãy đợi một lát rồi thử lại."),
    }

    def phone_form_field(self, **kwargs: Any) -> PhoneField:
        return PhoneField(**kwargs)

    def save_user(self, request: HttpRequest, user: User, form: Form, commit: bool = True) -> User:
        user.full_name = form.cleaned_data.get("full_name", "")
        saved: User = super().save_user(request, user, form, commit=commit)
        return saved

    def set_phone(self, user: User, phone: str, verified: bool) -> None:
        user.phone, user.phone_verified = phone, verified
        user.save(update_fields=["phone", "phone_verified"])

    def get_phone(self, user: User) -> tuple[str, bool] | None:
        return (str(user.phone), user.phone_verified) if user.phone else None

    def set_phone_verified(self, user: User, phone: str) -> None:
        """Another number than before: whoever came in by the old one comes in anew."""
        moved = bool(user.phone) and str(user.phone) != phone
        services.confirm_phone(person=user, phone=phone, at=clock.now())
        if moved and self.request.user.is_authenticated:
            sessions.end_others(request=self.request, person=user)

    def get_user_by_phone(self, phone: str) -> User | None:
        return User.objects.filter(phone=phone).first()

    def generate_login_code(self) -> str:
        return sms.new_code()

    def generate_email_verification_code(self) -> str:
        return sms.new_code()

    def generate_phone_verification_code(self, **_kwargs: object) -> str:
        return sms.new_code()

    def send_verification_code_sms(
        self, user: User, phone: str, code: str, **_kwargs: object
    ) -> None:
        with override(user.language):
            text = _(
                "Mã đăng nhập: %(code)s. Mã dùng một lần, có hiệu lực trong vài phút."
                " Không đưa mã cho bất kỳ ai."
            ) % {"code": code}
        _send(phone, text)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        with _told_when_not_sent():
            super().send_mail(template_prefix, email, context)

    def send_unknown_account_sms(self, phone: str, **_kwargs: object) -> None:
        text = _("Số điện thoại này chưa có tài khoản. Hãy đăng ký tại %(address)s.")
        _send(phone, text % {"address": settings.PUBLIC_ADDRESS})

    def send_account_already_exists_sms(self, phone: str) -> None:
        text = _("Số điện thoại này đã có tài khoản. Hãy đăng nhập tại %(address)s.")
        _send(phone, text % {"address": settings.PUBLIC_ADDRESS})


def _send(phone: str, text: str) -> None:
    with _told_when_not_sent():
        sms.send(phone, text, at=clock.now())


@contextmanager
def _told_when_not_sent() -> Iterator[None]:
    """Whoever waits for a code learns that none is on its way."""
    try:
        yield
    except OSError as error:
        log.warning("a message did not go out: %s", error)
        raise Refused("people.message_not_sent") from error


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Secrets of authenticator apps lie encrypted under a key outside the database."""

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return _cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken as error:
            raise ValueError("a second factor's secret does not open under VAULT_KEY") from error


def _cipher() -> Fernet:
    derive = HKDF(SHA256(), 32, salt=None, info=b"people/second-factor")
    return Fernet(base64.urlsafe_b64encode(derive.derive(settings.VAULT_KEY.encode())))
