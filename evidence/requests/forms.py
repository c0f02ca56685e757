from datetime import datetime
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from cameras.coverage.area import USUAL_RADIUS_M, USUAL_WIDTH_M
from cameras.coverage.marking import MarkForm
from portal.appointments.forms import DayField
from portal.lib.words import clean
from portal.look.moments import MomentField
from portal.look.once import OnceForm

from . import details
from .drafting import Paper
from .models import FootageRequest
from .place import (
    Mark,
    Marked,
    drawn_area,
    drawn_route,
    one_camera,
    spot,
    write_corners,
)
from .scope import SHORTEST_REASON, Window
from .vocabulary import Urgency, explained_bases, urgencies
from .windows import MOST, Windows, named

MARKS = [
    (Mark.SPOT.value, _("Quanh một điểm")),
    (Mark.AREA.value, _("Trong một vùng tự vẽ")),
    (Mark.ROUTE.value, _("Dọc một tuyến đường")),
    (Mark.CAMERA.value, _("Đúng một camera")),
]


class RequestForm(MarkForm, OnceForm):
    """The fields of `map_draw`, one camera's code, the minutes, and why."""

    mark = forms.ChoiceField(
        choices=MARKS,
        widget=forms.RadioSelect,
        initial=Mark.SPOT.value,
        required=False,
        label=_("Nơi cần hình"),
    )
    radius_m = forms.IntegerField(
        min_value=1, max_value=100_000, initial=USUAL_RADIUS_M, required=False, label=_("Bán kính")
    )
    camera = forms.CharField(
        max_length=16,
        required=False,
        label=_("Mã camera"),
        help_text=_("Chạm vào một camera trên bản đồ, hoặc chép mã từ trang tìm camera."),
    )
    spans = forms.IntegerField(initial=1, required=False, widget=forms.HiddenInput)
    start = MomentField(label=_("Từ lúc"), help_text=_("Giờ Việt Nam, ví dụ 21/11/2026 và 07:30."))
    stop = MomentField(label=_("Đến lúc"))
    purpose = forms.CharField(
        min_length=15,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        label=_("Vì sao cần đoạn hình này?"),
        help_text=_("Chủ camera sẽ đọc câu này. Viết rõ ràng, không ghi tên người liên quan."),
        error_messages={
            "required": _("Hãy viết lý do: chủ camera cần biết vì sao."),
            "min_length": _("Hãy viết rõ hơn, ít nhất %(limit_value)d ký tự."),
        },
    )
    urgency = forms.ChoiceField(
        choices=urgencies, widget=forms.RadioSelect, initial=Urgency.NORMAL, label=_("Mức độ")
    )
    basis = forms.ChoiceField(
        choices=explained_bases, widget=forms.RadioSelect, initial="consent", label=_("Căn cứ")
    )
    document = forms.CharField(max_length=60, required=False, label=_("Số văn bản"))
    document_date = DayField(required=False, label=_("Ngày văn bản"))
    document_signer = forms.CharField(
        max_length=80,
        required=False,
        label=_("Người ký"),
        help_text=_("Họ tên và chức vụ, như ghi trong văn bản."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = self.data.get("spans") if self.is_bound else self.initial.get("spans")
        self.count = _count(said)
        if self.count == 1:
            return
        for number in range(1, self.count + 1):
            words = {"start": _("Khoảng %(n)s, từ lúc"), "stop": _("Khoảng %(n)s, đến lúc")}
            for name, label in words.items():
                hint = self.fields[name].help_text if number == 1 else ""
                field = MomentField(label=label % {"n": number}, help_text=hint)
                self.fields[named(name, number)] = field

    @property
    def rows(self) -> list[tuple[int, forms.BoundField, forms.BoundField]]:
        """The windows as they are drawn: number, start, end."""
        numbers = range(1, self.count + 1)
        return [(n, self[named("start", n)], self[named("stop", n)]) for n in numbers]

    @property
    def may_grow(self) -> bool:
        return self.count < MOST

    @property
    def how_urgent(self) -> str:
        """As far as it was said in a way that is known."""
        return str(self.cleaned_data.get("urgency") or Urgency.NORMAL)

    def place(self) -> Marked:
        """What was marked. Raises Refused for what is no place."""
        said = self.cleaned_data
        mark = Mark(said.get("mark") or Mark.SPOT)
        if mark is Mark.CAMERA:
            return one_camera(clean(said.get("camera") or "").lower(), 0, 0)
        if mark is Mark.AREA:
            return drawn_area(said.get("corners") or "")
        if mark is Mark.ROUTE:
            return drawn_route(said.get("corners") or "", said.get("width_m") or USUAL_WIDTH_M)
        return spot(*self.spot_marked(), said.get("radius_m") or USUAL_RADIUS_M)

    def windows(self) -> Windows | None:
        """The minutes; None while they are not all written."""
        found = []
        for number in range(1, self.count + 1):
            start: datetime | None = self.cleaned_data.get(named("start", number))
            stop: datetime | None = self.cleaned_data.get(named("stop", number))
            if start is None or stop is None:
                return None
            found.append(Window(start, stop))
        return tuple(found)

    def facts(self) -> dict[str, Any]:
        """The cleaned answers as `services.draft_request` wants them. Raises Refused."""
        facts, windows = super().facts(), self.windows()
        assert windows is not None, "every moment is required"
        return {
            **{name: facts[name] for name in ("public_id", "basis", "purpose", "urgency")},
            "place": self.place(),
            "windows": windows,
            "paper": Paper(facts["document"], facts["document_date"], facts["document_signer"]),
        }


def _count(said: object) -> int:
    """How many windows a form has; one more than are allowed is one too many, and so are twenty."""
    text = str(said or 1)
    return min(max(int(text), 1), MOST + 1) if text.isdecimal() and len(text) <= len("10") else 1


def wish_of(data: QueryDict) -> dict[str, Any] | None:
    """What was written, with a window more or without the one to be dropped; None: neither was
    asked for.
    """
    if "more" not in data and "drop" not in data:
        return None
    form = RequestForm(data)
    written = {
        name: field.widget.value_from_datadict(data, MultiValueDict(), name)
        for name, field in form.fields.items()
    }
    names = [(named("start", n), named("stop", n)) for n in range(1, form.count + 1)]
    pairs = [(written.pop(start), written.pop(stop)) for start, stop in names]
    if "more" in data and form.may_grow:
        pairs.append((None, None))
    if len(pairs) > 1:
        pairs = [one for n, one in enumerate(pairs, start=1) if str(n) != data.get("drop")]
    for number, (start, stop) in enumerate(pairs, start=1):
        written[named("start", number)], written[named("stop", number)] = start, stop
    written["spans"] = len(pairs)
    return {name: value for name, value in written.items() if value}


def initial_of(row: FootageRequest) -> dict[str, Any]:
    """A draft's answers, for changing them. Its id makes the form lead back to it."""
    place = row.place
    drawn = bool(place.corners)
    return {
        "once": row.public_id,
        "mark": place.mark.value,
        "lat": None if drawn else place.lat,
        "lng": None if drawn else place.lng,
        "radius_m": USUAL_RADIUS_M if drawn else place.radius_m,
        "corners": write_corners(place.corners).replace("; ", "\n"),
        "width_m": place.width_m or USUAL_WIDTH_M,
        "camera": place.camera,
        "spans": len(row.sought),
        **{
            named(name, number): getattr(window, name)
            for number, window in enumerate(row.sought, start=1)
            for name in ("start", "stop")
        },
        "purpose": row.purpose,
        "urgency": row.urgency,
        "basis": row.basis,
        "document": row.document,
        "document_date": f"{row.document_date:%d/%m/%Y}" if row.document_date else "",
        "document_signer": row.document_signer,
    }


class BeyondForm(forms.Form):
    """Why a request goes beyond the unit's usual limits."""

    reason = forms.CharField(
        min_length=SHORTEST_REASON,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        label=_("Vì sao cần nhiều hơn mức thường?"),
        help_text=_("Hai chỉ huy sẽ đọc trước khi duyệt. Câu này được ghi vào sổ."),
        error_messages={
            "required": _("Hãy ghi vì sao cần nhiều hơn mức thường."),
            "min_length": _("Hãy viết rõ hơn, ít nhất %(limit_value)d ký tự."),
        },
    )


class NotFoundForm(forms.Form):
    note = forms.CharField(
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        label=_("Đã tìm gì, không thấy gì?"),
        help_text=_("Ghi ngắn, không ghi tên người. Ví dụ: xe không qua cổng này."),
    )


class DecisionForm(forms.Form):
    reason = forms.CharField(
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        label=_("Ý kiến của người duyệt"),
    )


class LookupForm(forms.Form):
    """Why an owner's details are opened. `reason` is asked for only beyond the usual number."""

    purpose = forms.CharField(
        max_length=details.LONGEST_PURPOSE,
        widget=forms.Textarea(attrs={"rows": 2}),
        label=_("Vì sao cần liên hệ chủ camera này?"),
        help_text=_(
            "Chủ camera sẽ đọc được dòng này. "
            "Ví dụ: Hẹn giờ đến chép hình vì đầu ghi không nối mạng."
        ),
        error_messages={"required": _("Hãy ghi vì sao cần liên hệ chủ camera này.")},
    )
    reason = forms.CharField(
        min_length=details.SHORTEST_REASON,
        max_length=details.LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        label=_("Vì sao cần mở nhiều chủ camera như vậy?"),
        help_text=_("Kiểm tra viên của đơn vị sẽ đọc. Hãy viết rõ việc đang làm, ít nhất một câu."),
        error_messages={
            "required": _("Hãy ghi rõ lý do, ít nhất một câu."),
            "min_length": _("Hãy viết rõ hơn, ít nhất %(limit_value)d ký tự."),
        },
    )

    def __init__(self, *args: Any, asks_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_reason:
            del self.fields["reason"]
