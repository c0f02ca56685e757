"""One instant asked in two plain text boxes: a day (21/11/2026) and a time (07:30).

Browsers' own date pickers follow the computer's language, not the page's: on an English-language
PC 11/12 would be shown as 12 November. Two text boxes read the same on every machine.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import get_template
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

YEARS = range(1900, 3000)
_DAY = re.compile(r"^(\d{1,2})[/\-. ](\d{1,2})[/\-. ](\d{4})$")
_BARE_DAY = re.compile(r"^(\d{2})(\d{2})((?:19|20)\d{2})$")
_DAY_FROM_MACHINE = re.compile(r"^(\d{4})-(\d{2})-(\d{2})$")
_TIME = re.compile(r"^(\d{1,2})(?:[:hHgG.](\d{2}))?(?:[:.](\d{2}))?[hHgG]?$")
_BARE_TIME = re.compile(r"^(\d{2})(\d{2})$")


def read_day(text: str) -> date:
    """Day, month, year in that order, also as 21112026; raises ValueError for anything else."""
    text = text.strip()
    if machine := _DAY_FROM_MACHINE.match(text):
        year, month, day = machine.groups()
    elif written := _DAY.match(text) or _BARE_DAY.match(text):
        day, month, year = written.groups()
    else:
        raise ValueError(f"{text!r} is no day of the form 21/11/2026")
    if int(year) not in YEARS:
        raise ValueError(f"{text!r} lies in a year that nobody means")
    return date(int(year), int(month), int(day))


def read_time(text: str) -> time:
    """07:30, 7:30, 7h30, 7h, 0730 or 07:30:05, on 24 hours; ValueError for anything else."""
    text = text.strip()
    if bare := _BARE_TIME.match(text):
        return time(int(bare[1]), int(bare[2]))
    if not (written := _TIME.match(text)):
        raise ValueError(f"{text!r} is no time of the form 07:30")
    hour, minute, second = written.groups()
    return time(int(hour), int(minute or 0), int(second or 0))


class MomentInput(forms.MultiWidget):
    """Two boxes, `<name>_day` and `<name>_time`; no native date picker."""

    template_name = "components/moment_input.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"day": forms.TextInput(), "time": forms.TextInput()}, attrs)

    def _render(self, template_name: str, context: Any, renderer: Any = None) -> SafeString:  # noqa: ARG002 -- as Django calls it
        # Our templates, whichever form renderer the settings name.
        return mark_safe(get_template(template_name).render(context))  # noqa: S308 -- a template drew it

    def decompress(self, value: datetime | None) -> list[str]:
        if value is None:
            return ["", ""]
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return [local.strftime("%d/%m/%Y"), _clock_text(local)]

    def value_from_datadict(
        self,
        data: Mapping[str, Any],
        files: Any,  # noqa: ARG002 -- Django's signature
        name: str,
    ) -> list[str | None]:
        whole = data.get(name)
        if (
            whole and f"{name}_day" not in data
        ):  # one box: "21/11/2026 07:30", as tests and APIs send
            day, _space, clock = str(whole).strip().replace("T", " ").partition(" ")
            return [day, clock]
        return [data.get(f"{name}_day"), data.get(f"{name}_time")]


class MomentField(forms.MultiValueField):
    """An aware datetime, read in Vietnam time."""

    widget = MomentInput
    default_error_messages = {
        "required": _("Hãy ghi cả ngày và giờ."),
        "day": _("Ngày phải có dạng ngày/tháng/năm, ví dụ 21/11/2026."),
        "time": _("Giờ phải có dạng giờ:phút trong 24 giờ, ví dụ 07:30 hoặc 19:45."),
        "incomplete": _("Hãy ghi cả ngày và giờ."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("require_all_fields", False)
        super().__init__(
            fields=(forms.CharField(required=False), forms.CharField(required=False)), **kwargs
        )

    def clean(self, value: Sequence[str | None] | None) -> datetime | None:
        day_text, time_text = ((part or "").strip() for part in value or ("", ""))
        if not day_text and not time_text:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        if not day_text or not time_text:
            raise ValidationError(self.error_messages["incomplete"], code="incomplete")
        return self.compress([day_text, time_text])

    def compress(self, data_list: Sequence[str]) -> datetime:
        try:
            day = read_day(data_list[0])
        except ValueError:
            raise ValidationError(self.error_messages["day"], code="day") from None
        try:
            clock = read_time(data_list[1])
        except ValueError:
            raise ValidationError(self.error_messages["time"], code="time") from None
        return timezone.make_aware(datetime.combine(day, clock), timezone.get_default_timezone())

    def has_changed(self, initial: Any, data: Any) -> bool:
        before = initial if isinstance(initial, list) else MomentInput().decompress(initial)
        return [part or "" for part in data or ["", ""]] != [part or "" for part in before]


def _clock_text(local: datetime) -> str:
    return local.strftime("%H:%M:%S" if local.second else "%H:%M")
