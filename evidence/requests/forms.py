from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.look.moments import MomentField
from portal.look.once import OnceForm

from .details import LONGEST_PURPOSE, LONGEST_REASON, SHORTEST_REASON
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


class LookupForm(forms.Form):
    """Why an owner's details are opened. `reason` is asked for only beyond the usual number."""

    purpose = forms.CharField(
        max_length=LONGEST_PURPOSE,
        widget=forms.Textarea(attrs={"rows": 2}),
        label=_("Vì sao cần liên hệ chủ camera này?"),
        help_text=_(
            "Chủ camera sẽ đọc được dòng này. "
            "Ví dụ: Hẹn giờ đến chép hình vì đầu ghi không nối mạng."
        ),
        error_messages={"required": _("Hãy ghi vì sao cần liên hệ chủ camera này.")},
    )
    reason = forms.CharField(
        min_length=SHORTEST_REASON,
        max_length=LONGEST_REASON,
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
