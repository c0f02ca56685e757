"""What a visit may find, and what an owner answers once a year."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Verdict(models.TextChoices):
    CONFIRMED = "confirmed", _("Đã xác minh tại chỗ")
    RETURNED = "returned", _("Trả lại để sửa")
    SUBMITTED = "submitted", _("Chủ camera gửi lại")


class Answer(models.TextChoices):
    THERE = "there", _("Còn đó, vẫn như cũ")
    CHANGED = "changed", _("Còn đó, nhưng đã đổi")
    GONE = "gone", _("Không còn nữa")


def verdicts() -> list[tuple[str, Any]]:
    return list(Verdict.choices)


def answers() -> list[tuple[str, Any]]:
    return list(Answer.choices)
