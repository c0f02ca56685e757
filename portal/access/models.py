"""When, how and from roughly what each account was entered."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

KEPT_FOR = timedelta(days=365)


class Means(models.TextChoices):
    CODE = "code", _("Mã gửi tới điện thoại hoặc e-mail")
    APP = "app", _("Mã gửi tới điện thoại và ứng dụng xác thực")
    PASSKEY = "passkey", _("Khóa truy cập")
    RECOVERY = "recovery", _("Mã dự phòng")
    OTHER = "other", _("Cách khác")


def all_means() -> list[tuple[str, object]]:
    return [(means.value, means.label) for means in Means]


class SignIn(models.Model):
    """One time somebody entered an account. Rough on purpose: enough to notice a stranger."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="sign_ins"
    )
    at = models.DateTimeField()
    means = models.CharField(max_length=10, choices=all_means)
    device = models.CharField(max_length=60, blank=True)  # "Chrome, Android"
    network = models.CharField(max_length=40, blank=True)  # the first part of the address

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["person", "-at"], name="sign_in_of_person"),
            models.Index(fields=["at"], name="sign_in_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.at:%Y-%m-%d %H:%M}"
