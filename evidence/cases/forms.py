from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.look.moments import MomentField
from portal.look.money import DongField
from portal.look.once import OnceForm
from portal.places.models import Unit

from .vocabulary import case_kinds, outcome_kinds

NO_PLACE = _("Hãy chạm lên bản đồ để chọn nơi xảy ra, hoặc ghi vị trí bằng số.")


class CaseForm(OnceForm):
    unit: "forms.ModelChoiceField[Unit]" = forms.ModelChoiceField(
        queryset=None, label=_("Đơn vị thụ lý"), empty_label=None
    )
    kind = forms.ChoiceField(choices=case_kinds, label=_("Loại vụ việc"))
    title = forms.CharField(
        max_length=120,
        label=_("Tên ngắn của vụ việc"),
        help_text=_("Ví dụ: Mất xe máy trước cổng chợ. Không ghi tên người."),
        error_messages={"required": _("Hãy đặt tên ngắn cho vụ việc.")},
    )
    summary = forms.CharField(
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        label=_("Diễn biến"),
    )
    happened_at = MomentField(
        label=_("Xảy ra lúc"), help_text=_("Giờ Việt Nam, ví dụ 21/11/2026 và 07:30.")
    )
    lat = forms.FloatField(
        min_value=-90, max_value=90, label=_("Vĩ độ"), error_messages={"required": NO_PLACE}
    )
    lng = forms.FloatField(
        min_value=-180, max_value=180, label=_("Kinh độ"), error_messages={"required": NO_PLACE}
    )

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["unit"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = units
        if units.count() == 1:
            field.initial = units.first()
            field.widget = forms.HiddenInput()


class OutcomeForm(forms.Form):
    kind = forms.ChoiceField(
        choices=outcome_kinds,
        widget=forms.RadioSelect,
        label=_("Kết quả vụ việc"),
        error_messages={"required": _("Hãy chọn một kết quả.")},
    )
    people_caught = forms.IntegerField(
        min_value=0,
        max_value=999,
        initial=0,
        label=_("Số người bị bắt giữ, xử lý"),
        error_messages={"min_value": _("Số người không được nhỏ hơn 0.")},
    )
    fine_dong = DongField(
        min_value=0,
        max_value=10**12,
        initial=0,
        label=_("Tiền phạt (đồng)"),
        help_text=_("Ví dụ: 2.500.000"),
    )
    document = forms.CharField(max_length=60, required=False, label=_("Số quyết định, văn bản"))
    note = forms.CharField(
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        label=_("Ghi chú nội bộ"),
    )
