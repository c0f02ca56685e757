"""The pages of a registration as forms. They read; what may be is decided in the services."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.lib.words import clean

from .drafts import NEW_BUSINESS, NEW_HOUSEHOLD
from .links import checked_url
from .models import Link
from .presets import LENS_CODES, RESOLUTIONS, UNKNOWN
from .vocabulary import DIRECTIONS, Adapter, Connection, Ownership, PlaceKind, Recording
from .words import PRESET_WORDS

DONT_KNOW = (UNKNOWN, _("Tôi không rõ"))


class CleanText(forms.CharField):
    """Text in NFC, without control characters and doubled spaces."""

    def to_python(self, value: Any) -> str:
        return clean(super().to_python(value) or "")


class WhereForm(forms.Form):
    lat = forms.CharField(
        label=_("Vĩ độ"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        error_messages={"required": _("Hãy ghim vị trí camera trên bản đồ.")},
    )
    lng = forms.CharField(
        label=_("Kinh độ"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        error_messages={"required": _("Hãy ghim vị trí camera trên bản đồ.")},
    )
    bearing = forms.IntegerField(
        label=_("Hướng nhìn, độ từ hướng bắc"),
        required=False,
        min_value=0,
        max_value=359,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), _("Hướng nhìn là một số từ 0 đến 359 độ.")
        ),
    )
    # Shown where there is no map to turn the view on.
    direction = forms.ChoiceField(
        label=_("Camera nhìn về hướng nào?"),
        required=False,
        choices=[
            DONT_KNOW,
            *((str(degrees), words) for degrees, words in DIRECTIONS.items()),
        ],
    )
    address = CleanText(
        label=_("Địa chỉ"),
        required=False,
        max_length=300,
        help_text=_("Viết như nhà bạn vẫn viết, ví dụ: 1806/127/2 đường 30 Tháng 4."),
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )
    unit_text = CleanText(
        label=_("Phường, xã"),
        required=False,
        max_length=120,
        help_text=_("Tên cũ hay tên mới đều được. Để trống nếu không chắc, bản đồ sẽ cho biết."),
    )

    def looks(self) -> int | None:
        """The direction that was named, else the one turned on the map; None: not known."""
        named = self.cleaned_data["direction"]
        if named and named != UNKNOWN:
            return int(named)
        turned: int | None = self.cleaned_data["bearing"]
        return turned


class SeesForm(forms.Form):
    place_kind = forms.ChoiceField(
        label=_("Camera nhìn vào đâu?"),
        choices=PlaceKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Hãy chọn nơi camera nhìn vào.")},
    )
    night_vision = forms.ChoiceField(
        label=_("Ban đêm có thấy hình không?"),
        choices=[("yes", _("Có")), ("no", _("Không")), DONT_KNOW],
        widget=forms.RadioSelect,
    )
    recording = forms.ChoiceField(
        label=_("Camera ghi hình thế nào?"),
        choices=[*Recording.choices, DONT_KNOW],
        widget=forms.RadioSelect,
    )
    days = forms.IntegerField(
        label=_("Hình được giữ bao nhiêu ngày?"),
        required=False,
        min_value=1,
        max_value=365,
        help_text=_("Không rõ thì để trống, chúng tôi tạm tính là 7 ngày."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), _("Số ngày lưu hình là một số từ 1 đến 365.")
        ),
    )

    preset = forms.ChoiceField(
        label=_("Máy giống loại nào nhất?"),
        choices=[DONT_KNOW, *PRESET_WORDS.items()],
        required=False,
        help_text=_("Xem trên vỏ hộp hoặc hóa đơn. Không rõ thì để nguyên."),
    )


class MachineForm(forms.Form):
    """The machine in detail: every answer may be 'I do not know', and is when the page opens."""

    preset = forms.ChoiceField(
        label=_("Máy giống loại nào nhất?"),
        choices=[DONT_KNOW, *PRESET_WORDS.items()],
        help_text=_(
            "Xem trên vỏ hộp hoặc hóa đơn. Chọn loại máy thì các câu dưới có thể để không rõ."
        ),
    )
    indoor = forms.ChoiceField(
        label=_("Camera lắp trong nhà hay ngoài trời?"),
        choices=[("no", _("Ngoài trời")), ("yes", _("Trong nhà")), DONT_KNOW],
        widget=forms.RadioSelect,
    )
    resolution = forms.ChoiceField(
        label=_("Độ nét"),
        choices=[
            DONT_KNOW,
            *(
                (code, f"{code[0]} MP ({width} × {height})")
                for code, (width, height) in RESOLUTIONS.items()
            ),
        ],
    )
    lens = forms.ChoiceField(
        label=_("Ống kính"),
        choices=[DONT_KNOW, *((code, f"{code.replace('.', ',')} mm") for code in LENS_CODES)],
        help_text=_("Số mm in quanh ống kính: số càng nhỏ thì nhìn càng rộng."),
    )
    connection = forms.ChoiceField(
        label=_("Hình được lưu ở đâu?"),
        choices=[*Connection.choices, DONT_KNOW],
        widget=forms.RadioSelect,
    )


class LinkFields(forms.Form):
    """How to reach the recorder. Every field may stay empty where linking can wait."""

    url = CleanText(
        label=_("Địa chỉ đầu ghi"),
        max_length=300,
        required=False,
        help_text=_("Ví dụ: http://192.168.1.10"),
        widget=forms.TextInput(
            attrs={"inputmode": "url", "autocomplete": "off", "autocapitalize": "none"}
        ),
    )
    adapter = forms.ChoiceField(label=_("Loại đầu ghi"), choices=Adapter.choices, required=False)
    channel = forms.IntegerField(
        label=_("Kênh số"),
        min_value=1,
        max_value=256,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), _("Kênh là một số từ 1 đến 256.")
        ),
    )
    username = CleanText(
        label=_("Tên đăng nhập đầu ghi"),
        max_length=64,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
    password = forms.CharField(
        label=_("Mật khẩu đầu ghi"),
        max_length=128,
        required=False,
        strip=False,
        help_text=_("Được khóa lại ngay khi lưu và không hiện ra lần nào nữa."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def link(self) -> dict[str, Any] | None:
        """The answers of a valid form without the password; None when there is no address."""
        facts = self.cleaned_data
        if not facts["url"]:
            return None
        return {
            "url": checked_url(facts["url"]),
            "adapter": facts["adapter"] or Adapter.HIKVISION.value,
            "channel": facts["channel"] or 1,
            "username": facts["username"],
        }


class OwnerForm(LinkFields):
    name = CleanText(
        label=_("Đặt tên cho camera"),
        max_length=120,
        help_text=_("Để bạn nhận ra camera nào, ví dụ: Cổng trước."),
        error_messages={"required": _("Hãy đặt tên cho camera, ví dụ: Cổng trước.")},
    )
    owner = forms.ChoiceField(
        label=_("Camera này của ai?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Hãy cho biết camera này của ai.")},
    )
    organisation_name = CleanText(
        label=_("Tên cơ sở"),
        max_length=160,
        required=False,
        help_text=_("Chỉ điền khi bạn chọn cơ sở kinh doanh khác."),
    )
    ownership = forms.ChoiceField(
        label=_("Tiền mua camera là của ai?"),
        required=False,
        choices=[
            (Ownership.HOME, _("Của gia đình")),
            (Ownership.BUSINESS, _("Của cơ sở kinh doanh")),
            (Ownership.COMMUNITY, _("Bà con khu phố, thôn cùng góp")),
            (Ownership.STATE, _("Của Nhà nước, trường học, cơ quan")),
            DONT_KNOW,
        ],
        widget=forms.RadioSelect,
    )
    field_order = ("name", "owner", "organisation_name", "ownership")

    def __init__(self, *args: Any, owners: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            *owners,
            (NEW_HOUSEHOLD, _("Hộ gia đình của tôi")),
            (NEW_BUSINESS, _("Một cơ sở kinh doanh khác")),
        ]

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        if facts.get("owner") == NEW_BUSINESS and not facts.get("organisation_name"):
            self.add_error("organisation_name", _("Hãy ghi tên cơ sở kinh doanh."))
        return facts


class LinkForm(LinkFields):
    """The link's own page, where the address is needed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["url"].required = True
        self.fields["url"].error_messages["required"] = _("Hãy ghi địa chỉ đầu ghi.")


def link_initial(link: Link | None) -> dict[str, Any]:
    """What a link's form shows again: everything but the password."""
    if link is None:
        return {"channel": 1}
    return {
        "url": link.url,
        "adapter": link.adapter,
        "channel": link.channel,
        "username": link.username,
    }
