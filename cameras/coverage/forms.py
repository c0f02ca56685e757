"""Where and when somebody wants to know which cameras could have seen."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.lib.errors import Refused
from portal.look.moments import MomentField
from portal.look.refusals import add_refusal

from .area import (
    USUAL_RADIUS_M,
    USUAL_WIDTH_M,
    Asked,
    Drawn,
    Place,
    Route,
    area_of,
    read_corners,
)
from .marking import MarkForm

MOST_RADIUS_M = 2_000
MOST_HOURS = 24
MARK_WORDS = _("Hãy chọn cách chỉ nơi cần xem: một điểm, một vùng hay một tuyến đường.")
RADIUS_WORDS = _("Bán kính phải từ 1 đến %(most)s mét.")
MARKS = [
    ("spot", _("Quanh một điểm")),
    ("area", _("Trong một vùng tự vẽ")),
    ("route", _("Dọc một tuyến đường")),
]


class SearchForm(MarkForm):
    """The fields of `map_draw`, and a window of time."""

    mark = forms.ChoiceField(
        choices=MARKS,
        widget=forms.RadioSelect,
        initial="spot",
        label=_("Nơi cần xem"),
        error_messages={"required": MARK_WORDS, "invalid_choice": MARK_WORDS},
    )
    radius_m = forms.IntegerField(
        min_value=1,
        max_value=MOST_RADIUS_M,
        initial=USUAL_RADIUS_M,
        required=False,
        label=_("Bán kính"),
        error_messages={
            "min_value": RADIUS_WORDS % {"most": MOST_RADIUS_M},
            "max_value": RADIUS_WORDS % {"most": MOST_RADIUS_M},
        },
    )
    start = MomentField(label=_("Từ lúc"), help_text=_("Giờ Việt Nam, ví dụ 21/11/2026 và 07:30."))
    stop = MomentField(label=_("Đến lúc"))

    asked: Asked

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        try:
            _check_window(said.get("start"), said.get("stop"))
        except Refused as refused:
            add_refusal(self, refused)
        if "mark" in said and "corners" in said:  # else the fields have said what is wrong
            try:
                self.asked = self._asked(said)
                area_of(self.asked)
            except Refused as refused:
                add_refusal(self, Refused(refused.code, field=_field(said), **refused.facts))
        return said

    def _asked(self, said: dict[str, Any]) -> Asked:
        if said["mark"] == "area":
            return Drawn(read_corners(said["corners"]))
        if said["mark"] == "route":
            return Route(read_corners(said["corners"]), said.get("width_m") or USUAL_WIDTH_M)
        return Place(*self.spot_marked(), said.get("radius_m") or USUAL_RADIUS_M)


def _check_window(start: datetime | None, stop: datetime | None) -> None:
    if start is None or stop is None:
        return  # the fields have said so
    if stop <= start:
        raise Refused("coverage.window_backwards", field="stop")
    if stop - start > timedelta(hours=MOST_HOURS):
        raise Refused("coverage.window_too_long", field="stop", most=MOST_HOURS)


def _field(said: dict[str, Any]) -> str:
    return "lat" if said["mark"] == "spot" else "corners"
