"""What /design/ shows: one sample a file in templates/look/design/, with its own source."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.template.loader import get_template
from django.utils.functional import Promise
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from .moments import MomentField

START = datetime(2026, 11, 21, 0, 30, tzinfo=UTC)
CENTRE = (10.3625, 107.0850)


class SampleForm(forms.Form):
    """Every kind of field."""

    name = forms.CharField(label=_("Tên camera"), help_text=_("Ví dụ: cổng trước"), max_length=60)
    phone = forms.CharField(label=_("Số điện thoại"), required=False)
    kind = forms.ChoiceField(
        label=_("Camera đặt ở đâu?"),
        widget=forms.RadioSelect,
        choices=[
            ("home", _("Cổng nhà\nNhìn ra đường trước nhà")),
            ("alley", _("Ngõ, hẻm\nNhìn dọc lối đi chung")),
            ("market", _("Chợ, cửa hàng")),
        ],
    )
    scopes = forms.MultipleChoiceField(
        label=_("Bạn đồng ý những gì?"),
        help_text=_("Không có ô nào được chọn sẵn. Rút lại lúc nào cũng được."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        choices=[
            ("map", _("Công an phường biết camera ở đâu")),
            ("ask", _("Công an phường được hỏi xin hình\nMỗi lần đều phải được bạn đồng ý")),
        ],
    )
    when = MomentField(label=_("Sự việc xảy ra lúc nào?"), help_text=_("Theo giờ Việt Nam."))
    hours = forms.ChoiceField(
        label=_("Camera giữ hình bao lâu?"),
        choices=[("168", _("7 ngày")), ("360", _("15 ngày")), ("720", _("30 ngày"))],
    )
    width = forms.IntegerField(label=_("Chiều rộng khung hình"), required=False)
    purpose = forms.CharField(label=_("Xin hình để làm gì?"), widget=forms.Textarea)
    agreed = forms.BooleanField(
        label=_("Tôi đã đọc và hiểu"), help_text=_("Bản điều khoản ngày 01/07/2026")
    )


class PlaceForm(forms.Form):
    """The fields a map writes."""

    lat = forms.FloatField(label=_("Vĩ độ"), initial=CENTRE[0])
    lng = forms.FloatField(label=_("Kinh độ"), initial=CENTRE[1])
    bearing = forms.IntegerField(label=_("Hướng nhìn (độ)"), initial=120, required=False)
    fov = forms.IntegerField(label=_("Góc nhìn (độ)"), initial=85, required=False)
    reach = forms.IntegerField(label=_("Nhìn xa (m)"), initial=25, required=False)


class DrawnForm(forms.Form):
    """The fields that drawing on a map writes."""

    mark = forms.ChoiceField(
        label=_("Nơi cần xem"),
        choices=[("spot", _("Quanh một điểm")), ("area", _("Trong một vùng tự vẽ"))],
        initial="spot",
        widget=forms.RadioSelect,
    )
    lat = forms.FloatField(label=_("Vĩ độ"), initial=CENTRE[0])
    lng = forms.FloatField(label=_("Kinh độ"), initial=CENTRE[1])
    radius_m = forms.IntegerField(label=_("Bán kính (m)"), initial=150)
    corners = forms.CharField(label=_("Các góc"), required=False, widget=forms.Textarea)
    width_m = forms.IntegerField(label=_("Mỗi bên đường (m)"), initial=20)


@dataclass(frozen=True)
class Sample:
    name: str
    title: Promise
    source: str
    html: str


SAMPLES: tuple[tuple[str, Promise], ...] = (
    ("type", _("Chữ")),
    ("buttons", _("Nút bấm")),
    ("tags", _("Nhãn trạng thái")),
    ("notes", _("Lời nhắn")),
    ("form", _("Ô nhập")),
    ("errors", _("Bảng lỗi trên đầu mẫu")),
    ("steps", _("Bước và tiến độ")),
    ("facts", _("Dữ kiện, xem lại trước khi gửi")),
    ("cards", _("Thẻ")),
    ("stats", _("Số lớn")),
    ("table", _("Bảng và trang")),
    ("timeline", _("Dòng thời gian")),
    ("empty", _("Khi chưa có gì")),
    ("receipt", _("Biên nhận")),
    ("words", _("Tiền, khoảng cách, thời gian")),
    ("map_point", _("Bản đồ: đặt camera")),
    ("map_draw", _("Bản đồ: chỉ một nơi, vẽ một vùng hay một tuyến đường")),
    ("map_show", _("Bản đồ: xem ô và điểm")),
    ("player", _("Trình xem hình")),
)


def shown(request: HttpRequest, form: SampleForm) -> Iterator[Sample]:
    """Each sample drawn, beside the very source it was drawn from."""
    facts = _facts(form)
    for name, title in SAMPLES:
        page = get_template(f"look/design/{name}.html")
        source = page.template.source.strip()  # type: ignore[attr-defined]
        yield Sample(name, title, source, page.render(dict(facts), request))


def _facts(form: SampleForm) -> dict[str, Any]:
    wrong = SampleForm({"name": "", "when_day": "31/02/2026", "when_time": "7:30", "agreed": "on"})
    wrong.is_valid()
    wrong.auto_id = "wrong_%s"
    outline = {"lat": CENTRE[0], "lng": CENTRE[1], "radius_m": 900}
    return {
        "form": form,
        "wrong": wrong,
        "place": PlaceForm(auto_id="place_%s"),
        "drawn": DrawnForm(auto_id="drawn_%s"),
        "start": START,
        "later": START + timedelta(hours=26, minutes=5),
        "length": timedelta(hours=2, minutes=5),
        "outline": outline,
        "cells": _cells(),
        "findings": _findings(),
        "masks": (((0, 0), (300, 0), (300, 240), (0, 320)),),
        "second": Paginator(range(60), 20).page(2),
        "answers": [
            (__("Tên camera"), __("Cổng trước"), "#form"),
            (__("Giữ hình"), __("7 ngày"), "#form"),
        ],
    }


def points(lat: float, lng: float, radius_m: float) -> dict[str, Any]:
    """A few invented cameras around a place, in the form that data-geojson-url answers."""
    ring = [(0.2, 10), (0.45, 130), (0.6, 220), (0.7, 300), (0.85, 60)]
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": _beside(lat, lng, radius_m * far, turn)},
            "properties": {
                "bearing_deg": (turn + 180) % 360,
                "fov_deg": 80,
                "range_m": 25,
                "tone": "good" if turn < 200 else "plain",  # noqa: PLR2004 -- sample data
                "label": __("Camera số %(n)s") % {"n": number},
            },
        }
        for number, (far, turn) in enumerate(ring, 1)
    ]
    return {"type": "FeatureCollection", "features": features}


def _beside(lat: float, lng: float, far: float, turn: int) -> list[float]:
    east, north = {10: (0.2, 1), 130: (0.8, -0.6), 220: (-0.6, -0.8)}.get(turn, (-0.8, 0.5))
    return [lng + far * east / 109_500, lat + far * north / 111_000]


def _cells() -> dict[str, Any]:
    side = 0.002
    features = []
    for row in range(5):
        for column in range(5):
            count = (row * 7 + column * 5) % 13
            west, south = CENTRE[1] + (column - 2.5) * side, CENTRE[0] + (row - 2.5) * side
            ring = [[west, south], [west + side, south], [west + side, south + side]]
            ring += [[west, south + side], [west, south]]
            features.append(
                {
                    "type": "Feature",
                    "geometry": {"type": "Polygon", "coordinates": [ring]},
                    "properties": {
                        "band": min(4, (count + 2) // 3),
                        "label": __("%(n)s camera") % {"n": count},
                    },
                }
            )
    legend = [
        {"band": 0, "label": __("chưa có camera")},
        {"band": 1, "label": "1-3"},
        {"band": 2, "label": "4-6"},
        {"band": 3, "label": "7-9"},
        {"band": 4, "label": __("từ 10 trở lên")},
    ]
    return {"type": "FeatureCollection", "features": features, "legend": legend}


def _findings() -> dict[str, Any]:
    """The two things that move in static/img/sample-street.mp4, in pixels of its frame."""
    walker = [[t, 20 + t * 0.03, 96, 16, 42] for t in range(1000, 8001, 500)]
    rider = [[t, 330 - (t - 4000) * 0.075, 120, 44, 34] for t in range(4000, 8001, 400)]
    return {
        "v": 1,
        "frame": [384, 216],
        "tracks": [
            {"n": 1, "kind": "person", "start_ms": 1000, "stop_ms": 8000, "confidence_pm": 871,
             "boxes": walker},
            {"n": 2, "kind": "motorbike", "start_ms": 4000, "stop_ms": 8000, "confidence_pm": 940,
             "boxes": rider},
        ],
    }  # fmt: skip
