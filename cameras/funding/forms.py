from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.look.money import DongField
from portal.look.once import OnceForm
from portal.places.models import Neighbourhood, Unit

from .vocabulary import gift_kinds


class ContributionForm(OnceForm):
    unit: "forms.ModelChoiceField[Unit]" = forms.ModelChoiceField(
        queryset=None, label=_("Đơn vị"), empty_label=None
    )
    neighbourhood: "forms.ModelChoiceField[Neighbourhood]" = forms.ModelChoiceField(
        queryset=None, required=False, label=_("Khu phố, tổ dân phố, thôn")
    )
    donor_name = forms.CharField(
        max_length=160,
        label=_("Ai đóng góp?"),
        help_text=_("Tên người, gia đình hoặc tập thể, ví dụ: Tổ dân phố 1."),
        error_messages={"required": _("Hãy ghi ai đóng góp.")},
    )
    name_is_public = forms.BooleanField(
        required=False, label=_("Người đóng góp đồng ý nêu tên trên bảng công khai")
    )
    kind = forms.ChoiceField(
        choices=gift_kinds,
        widget=forms.RadioSelect,
        label=_("Góp bằng gì?"),
        error_messages={"required": _("Hãy chọn góp bằng gì.")},
    )
    amount = DongField(
        required=False,
        min_value=0,
        max_value=10**12,
        label=_("Số tiền (đồng)"),
        help_text=_("Ví dụ: 6.000.000. Để trống nếu không góp bằng tiền."),
    )
    camera_count = forms.IntegerField(
        required=False,
        min_value=0,
        max_value=500,
        label=_("Góp cho bao nhiêu camera?"),
    )
    note = forms.CharField(max_length=300, required=False, label=_("Ghi chú"))

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit, neighbourhood = self.fields["unit"], self.fields["neighbourhood"]
        assert isinstance(unit, forms.ModelChoiceField)
        assert isinstance(neighbourhood, forms.ModelChoiceField)
        unit.queryset = units
        neighbourhood.queryset = Neighbourhood.objects.filter(unit__in=units).order_by("name")
        if units.count() == 1:
            unit.initial = units.first()
            unit.widget = forms.HiddenInput()

    def facts(self) -> dict[str, Any]:
        facts = super().facts()
        facts["amount"] = facts["amount"] or 0
        facts["camera_count"] = facts["camera_count"] or 0
        return facts
