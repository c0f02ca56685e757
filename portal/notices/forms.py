"""How somebody wants to be told."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import Choice
from .quiet import HOURS, NOTHING_QUIET, Quiet
from .words import CHANNEL_WORDS

UNIT, OWN, NEVER = "unit", "own", "never"


class HourField(forms.TypedChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        hours = [(str(hour), f"{hour:02}:00") for hour in range(HOURS)]
        super().__init__(
            choices=[("", "––:––"), *hours], coerce=int, empty_value=None, required=False, **kwargs
        )


class ChoiceForm(forms.Form):
    channel = forms.ChoiceField(
        label=_("Gửi cho tôi bằng"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Hãy chọn một cách gửi.")},
    )
    when = forms.ChoiceField(
        label=_("Giờ yên lặng"),
        widget=forms.RadioSelect,
        help_text=_("Tin không khẩn đợi hết giờ này mới gửi. Tin khẩn được gửi ngay."),
        error_messages={"required": _("Hãy chọn giờ yên lặng.")},
    )
    quiet_from = HourField(label=_("Giờ riêng: yên lặng từ"))
    quiet_until = HourField(label=_("Giờ riêng: đến"))

    def __init__(self, *args: Any, ways: list[str], usual: Quiet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        channel, when = self.fields["channel"], self.fields["when"]
        assert isinstance(channel, forms.ChoiceField)
        assert isinstance(when, forms.ChoiceField)
        channel.choices = [(way, CHANNEL_WORDS[way]) for way in ways]
        hours = {"from": f"{usual.begins:02}:00", "to": f"{usual.ends:02}:00"}
        when.choices = [
            (UNIT, _("Theo giờ chung: %(from)s đến %(to)s") % hours),
            (OWN, _("Theo giờ riêng của tôi, chọn ở dưới")),
            (NEVER, _("Không có giờ yên lặng, gửi lúc nào cũng được")),
        ]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("when") == OWN:
            for name in ("quiet_from", "quiet_until"):
                if given.get(name) is None and name not in self.errors:
                    self.add_error(name, _("Hãy chọn giờ."))
            begins = given.get("quiet_from")
            if begins is not None and begins == given.get("quiet_until"):
                self.add_error("quiet_until", _("Hãy chọn giờ kết thúc khác giờ bắt đầu."))
        return given

    def quiet(self) -> Quiet | None:
        """Their own hours; none of their own; or hours in which nothing is quiet."""
        given = self.cleaned_data
        if given["when"] == OWN:
            return Quiet(given["quiet_from"], given["quiet_until"])
        return NOTHING_QUIET if given["when"] == NEVER else None


def as_it_stands(choice: Choice | None, way: str) -> dict[str, object]:
    """What the form shows at first."""
    quiet = choice.quiet if choice else None
    if quiet is None:
        return {"channel": way, "when": UNIT}
    if quiet.begins == quiet.ends:
        return {"channel": way, "when": NEVER}
    hours = {"quiet_from": quiet.begins, "quiet_until": quiet.ends}
    return {"channel": way, "when": OWN, **hours}
