"""Making an organisation and inviting into one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.lib.words import clean
from portal.look.once import OnceForm
from portal.people.models import Organisation
from portal.people.phones import PhoneField
from portal.people.roles import Role
from portal.places.models import Unit
from portal.places.search import Found, search_units

from .vocabulary import KIND_CHOICES, roles_offered
from .words import role_choices

MOST_UNITS = 10


class CleanText(forms.CharField):
    """One line in NFC, without invisible characters."""

    def to_python(self, value: Any) -> Any:
        return clean(super().to_python(value) or "")


class NewForm(OnceForm):
    kind = forms.ChoiceField(
        label=_("Bạn lập gì?"),
        choices=KIND_CHOICES,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Hãy chọn bạn lập gì."),
            "invalid_choice": _("Hãy chọn một loại trong danh sách."),
        },
    )
    name = CleanText(
        label=_("Tên"),
        max_length=160,
        help_text=_("Như mọi người vẫn gọi, ví dụ: Hộ bà Năm, Tiệm sách Bến Cá."),
        error_messages={
            "required": _("Hãy ghi tên của hộ hoặc tổ chức."),
            "max_length": _("Tên dài nhất 160 ký tự. Hãy viết gọn lại."),
        },
    )
    unit_text = CleanText(
        label=_("Phường, xã"),
        max_length=120,
        help_text=_("Tên cũ hay tên mới đều được, không cần dấu."),
        error_messages={
            "required": _("Hãy gõ tên phường, xã."),
            "max_length": _("Tên phường, xã dài nhất 120 ký tự."),
        },
    )
    unit = forms.ChoiceField(label=_("Phường, xã nào?"), required=False, widget=forms.RadioSelect)
    technician = PhoneField(
        label=_("Số điện thoại người phụ trách kỹ thuật"),
        required=False,
        help_text=_(
            "Chỉ cho cơ sở, trường, cơ quan. Chúng tôi nhắn tin mời người này. "
            "Có thể mời thêm người sau."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found: list[Found] = []
        if self.is_bound:
            self.found = search_units(clean(self.data.get("unit_text", "")), limit=MOST_UNITS)
        self.fields["unit"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            (one.unit.public_id, _unit_words(one)) for one in self.found
        ]

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        self.errors.pop("unit", None)  # chosen for another text: what was found now counts
        if facts.get("unit_text"):
            facts["unit"] = self._unit(facts["unit_text"])
        if facts.get("technician") and Role.TECHNICIAN not in _offered(facts.get("kind")):
            self.add_error(
                "technician", _("Hộ gia đình không có người phụ trách kỹ thuật. Hãy để trống.")
            )
        return facts

    def _unit(self, text: str) -> Unit | None:
        """The one that was chosen, or the only one there is; otherwise the form asks again."""
        units = {one.unit.public_id: one.unit for one in self.found}
        chosen = units.get(str(self.data.get("unit", "")))
        if chosen is not None or len(units) == 1:
            return chosen or self.found[0].unit
        if units:
            self.add_error("unit", _("Có nhiều nơi mang tên này. Hãy chọn một nơi."))
        else:
            sentence = _(
                "Chưa tìm thấy phường, xã có tên “%(text)s”. Hãy gõ tên phường, xã, "
                "cũ hay mới đều được."
            )
            self.add_error("unit_text", str(sentence) % {"text": text})
        return None

    @property
    def asks_which(self) -> bool:
        return len(self.found) > 1

    def facts(self) -> dict[str, Any]:
        facts = super().facts()
        technician = facts.pop("technician")
        del facts["unit_text"]
        return {**facts, "technicians": (technician,) if technician else ()}


class InviteForm(OnceForm):
    phone = PhoneField(
        label=_("Số điện thoại của người được mời"),
        help_text=_("Số di động ở Việt Nam, ví dụ: 0901 234 567."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )
    role = forms.ChoiceField(
        label=_("Mời làm gì?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Hãy chọn mời làm gì."),
            "invalid_choice": _("Hãy chọn một vai trò trong danh sách."),
        },
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = roles_offered(organisation.kind)
        field = self.fields["role"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = role_choices(offered)
        if len(offered) == 1:
            field.initial = offered[0].value


def _offered(kind: str | None) -> tuple[Role, ...]:
    """Before a kind is chosen nothing is wrong with any part."""
    return roles_offered(kind) if kind else tuple(Role)


def _unit_words(found: Found) -> str:
    """'Phường Tam Thắng, Thành phố Hồ Chí Minh', and on a second line the name it had."""
    if found.former is None:
        return found.unit.full_name
    old = _("Tên cũ: %(name)s") % {"name": found.former.full_name}
    return f"{found.unit.full_name}\n{old}"
