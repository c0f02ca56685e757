from datetime import date, datetime
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from portal.lib.words import clean, clean_lines
from portal.look.moments import read_day
from portal.look.once import OnceForm
from portal.people.models import User, office_roles
from portal.people.phones import PhoneField
from portal.people.roles import Role
from portal.places.models import Neighbourhood, Unit

from . import terms
from .services import Proposal

LONGEST_REASON = 500
# A number, then parts of capitals between strokes: 15/QĐ-UBND. No place for anybody's name.
_NUMBER = RegexValidator(
    r"\A[0-9]{1,6}(/[0-9A-ZĐÂĂÊÔƠƯ]{1,8}(-[0-9A-ZĐÂĂÊÔƠƯ]{1,8}){0,4}){1,3}\Z",
    _("Số quyết định chưa đúng. Ví dụ: 15/QĐ-UBND hoặc 15/2026/QĐ-UBND."),
)


class DayField(forms.CharField):
    """One day in one text box: 21/11/2026."""

    default_error_messages = {"day": _("Ngày phải có dạng ngày/tháng/năm, ví dụ 21/11/2026.")}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "text"}))
        super().__init__(max_length=20, **kwargs)

    def clean(self, value: Any) -> date | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return read_day(text)
        except ValueError:
            raise forms.ValidationError(self.error_messages["day"], code="day") from None


class DocumentField(forms.CharField):
    """The number of a decision, in capitals."""

    def to_python(self, value: Any) -> Any:
        return clean(super().to_python(value) or "").upper().replace(" ", "")


class AppointmentForm(OnceForm):
    phone = PhoneField(
        label=_("Số điện thoại của người được giao"),
        help_text=_("Người đó phải có tài khoản và đã xác nhận số này."),
    )
    role = forms.ChoiceField(
        choices=office_roles,
        widget=forms.RadioSelect,
        label=_("Giao chức vụ gì?"),
        error_messages={"required": _("Hãy chọn chức vụ.")},
    )
    neighbourhood: "forms.ModelChoiceField[Neighbourhood]" = forms.ModelChoiceField(
        queryset=None,
        required=False,
        label=_("Khu phố, tổ dân phố, thôn"),
        help_text=_("Chỉ dành cho ban điều hành."),
        empty_label=_("Không chọn"),
    )
    document = DocumentField(
        max_length=60,
        validators=[_NUMBER],
        label=_("Số quyết định"),
        help_text=_("Ví dụ: 15/QĐ-UBND. Số này ở lại mãi trong sổ không sửa được."),
        error_messages={"required": _("Hãy ghi số quyết định.")},
    )
    valid_from = DayField(
        label=_("Từ ngày"),
        help_text=_("Hôm nay nghĩa là có hiệu lực ngay. Ngày khác: từ 0 giờ ngày đó."),
        error_messages={"required": _("Hãy ghi ngày bắt đầu, ví dụ 21/11/2026.")},
    )
    valid_to = DayField(
        required=False,
        label=_("Đến hết ngày"),
        help_text=_("Để trống nếu quyết định không ghi ngày kết thúc."),
    )

    def __init__(self, *args: Any, unit: Unit, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit, self.at = unit, at
        neighbourhood = self.fields["neighbourhood"]
        assert isinstance(neighbourhood, forms.ModelChoiceField)
        neighbourhood.queryset = Neighbourhood.objects.filter(unit=unit).order_by("name")
        self.fields["valid_from"].initial = terms.today(at).strftime("%d/%m/%Y")

    def clean_valid_from(self) -> date:
        day: date = self.cleaned_data["valid_from"]
        if day < terms.today(self.at):
            raise forms.ValidationError(
                _("Không giao chức vụ lùi về trước. Hãy ghi hôm nay hoặc một ngày sau đó.")
            )
        if day > terms.today(self.at) + terms.FARTHEST_START:
            raise forms.ValidationError(_("Ngày bắt đầu không quá một năm kể từ hôm nay."))
        return day

    def clean(self) -> dict[str, Any]:
        facts: dict[str, Any] = super().clean() or self.cleaned_data
        start, stop = facts.get("valid_from"), facts.get("valid_to")
        if start and stop and stop < start:
            self.add_error("valid_to", _("Ngày kết thúc không được trước ngày bắt đầu."))
        elif start and stop and stop > start + terms.LONGEST_TERM:
            self.add_error("valid_to", _("Một lần giao không quá mười năm."))
        return facts

    def proposal(self, person: User) -> Proposal:
        facts = self.cleaned_data
        stop = facts["valid_to"]
        return Proposal(
            person=person,
            role=Role(facts["role"]),
            unit=self.unit,
            neighbourhood=facts["neighbourhood"],
            valid_from=terms.begins(facts["valid_from"], self.at),
            valid_to=terms.ends(stop) if stop else None,
            document=facts["document"],
        )


class EndForm(forms.Form):
    reason = forms.CharField(
        label=_("Lý do"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Ví dụ: chuyển công tác theo quyết định số 20/QĐ-UBND."),
        error_messages={"required": _("Hãy ghi lý do.")},
    )

    def clean_reason(self) -> str:
        reason = clean_lines(self.cleaned_data["reason"])
        if not reason:
            raise forms.ValidationError(_("Hãy ghi lý do."))
        return reason


class CodeForm(forms.Form):
    lost = forms.BooleanField(
        required=False,
        label=_("Người này mất máy hoặc đổi máy: gỡ lớp bảo vệ thứ hai cũ"),
        help_text=_("Mọi máy đang đăng nhập bị đăng xuất. Người đó bật lại từ đầu bằng mã mới."),
    )
