"""A visit, a correction, the yearly answer."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cameras.registry.forms import CleanText, WhereForm
from cameras.registry.presets import UNKNOWN
from cameras.registry.vocabulary import PlaceKind

from .vocabulary import Answer


class ConfirmForm(forms.Form):
    photo = forms.FileField(
        label=_("Ảnh camera trên tường"),
        required=False,
        help_text=_("JPEG, PNG hoặc WebP, tới 15 MB. Vị trí chụp trong ảnh được bỏ trước khi lưu."),
        widget=forms.FileInput(
            attrs={"accept": "image/jpeg,image/png,image/webp", "capture": "environment"}
        ),
        error_messages={"empty": _("Ảnh này trống. Hãy chụp lại.")},
    )


class ReturnForm(forms.Form):
    reason = CleanText(
        label=_("Cần sửa điều gì?"),
        max_length=500,
        help_text=_("Chủ camera đọc được câu này. Ví dụ: ghim lệch sang nhà bên cạnh."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _("Hãy viết cần sửa điều gì, ít nhất 5 chữ cái."),
            "max_length": _("Nhiều nhất 500 ký tự. Hãy viết gọn lại."),
        },
    )


class CorrectForm(WhereForm):
    """The pin, the direction and the words; the unit stays."""

    name = CleanText(
        label=_("Tên camera"),
        max_length=120,
        error_messages={"required": _("Hãy đặt tên cho camera, ví dụ: Cổng trước.")},
    )
    place_kind = forms.ChoiceField(
        label=_("Camera nhìn vào đâu?"),
        choices=PlaceKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Hãy chọn nơi camera nhìn vào.")},
    )
    unit_text = None  # type: ignore[assignment]  # Django's way to drop an inherited field


class AnswerForm(forms.Form):
    answer = forms.ChoiceField(choices=Answer.choices)


__all__ = ["UNKNOWN", "AnswerForm", "ConfirmForm", "CorrectForm", "ReturnForm"]
