from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.look.moments import MomentField
from portal.look.once import OnceForm

from .scope import Window
from .vocabulary import Basis, Urgency, urgencies

NO_PLACE = _("Hãy chạm lên bản đồ để chọn nơi xảy ra, hoặc ghi vị trí bằng số.")
OFFERED_BASES = [(basis.value, basis.label) for basis in (Basis.CONSENT, Basis.DEMAND)]


class RequestForm(OnceForm):
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
    basis = forms.ChoiceField(
        choices=OFFERED_BASES, widget=forms.RadioSelect, initial="consent", label=_("Căn cứ")
    )
    document = forms.CharField(
        max_length=60,
        required=False,
        label=_("Số văn bản yêu cầu"),
        help_text=_("Chỉ cần khi lấy hình theo văn bản trong vụ án hình sự."),
    )
    urgency = forms.ChoiceField(
        choices=urgencies, widget=forms.RadioSelect, initial=Urgency.NORMAL, label=_("Mức độ")
    )
    start = MomentField(label=_("Từ lúc"), help_text=_("Giờ Việt Nam, ví dụ 21/11/2026 và 07:30."))
    stop = MomentField(label=_("Đến lúc"))
    lat = forms.FloatField(
        min_value=-90, max_value=90, label=_("Vĩ độ"), error_messages={"required": NO_PLACE}
    )
    lng = forms.FloatField(
        min_value=-180, max_value=180, label=_("Kinh độ"), error_messages={"required": NO_PLACE}
    )
    radius_m = forms.IntegerField(
        min_value=1, max_value=100_000, initial=150, label=_("Bán kính (mét)")
    )

    def facts(self) -> dict[str, Any]:
        """The cleaned answers as `services.draft_request` wants them."""
        facts = super().facts()
        start: datetime = facts.pop("start")
        stop: datetime = facts.pop("stop")
        return {**facts, "window": Window(start, stop)}


class DecisionForm(forms.Form):
    reason = forms.CharField(
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        label=_("Ý kiến của người duyệt"),
    )
