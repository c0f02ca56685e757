"""A photo, and a zone to cover: drawn as corners, or typed as a rectangle."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from . import masks
from .vocabulary import MaskReason, PhotoKind

_CORNERS = re.compile(r"\d{1,4},\d{1,4}(?: \d{1,4},\d{1,4}){2,40}")
SIDES = ("left", "top", "right", "bottom")


class PhotoForm(forms.Form):
    photo = forms.FileField(
        label=_("Ảnh"),
        help_text=_("JPEG, PNG hoặc WebP, tới 15 MB. Vị trí chụp trong ảnh được bỏ trước khi lưu."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        error_messages={
            "required": _("Hãy chọn một tấm ảnh."),
            "empty": _("Hãy chọn một tấm ảnh."),
        },
    )
    kind = forms.ChoiceField(
        label=_("Ảnh chụp gì?"),
        choices=[
            (
                PhotoKind.PLACE,
                _("Camera trên tường\nĐể khu phố nhận ra đúng camera, nhiều nhất 3 ảnh."),
            ),
            (PhotoKind.VIEW, _("Cảnh camera nhìn thấy\nMột ảnh, để vẽ vùng cần che lên đó.")),
        ],
        initial=PhotoKind.PLACE,
        widget=forms.RadioSelect,
    )


def _share(label: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=100,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), _("Hãy ghi một số từ 0 đến 100.")
        ),
    )


class MaskForm(forms.Form):
    """`points` is filled by drawing; the four numbers are hundredths of the picture."""

    points = forms.CharField(required=False, max_length=400, widget=forms.HiddenInput)
    left = _share(_("Mép trái"))
    top = _share(_("Mép trên"))
    right = _share(_("Mép phải"))
    bottom = _share(_("Mép dưới"))
    reason = forms.ChoiceField(
        label=_("Che chỗ nào?"),
        choices=MaskReason.choices,
        initial=MaskReason.WINDOW,
        widget=forms.RadioSelect,
    )

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        drawn = facts.get("points") or ""
        sides = [facts.get(name) for name in SIDES]
        if drawn:
            if not _CORNERS.fullmatch(drawn):
                self.add_error(None, _("Chưa đọc được vùng vừa vẽ. Hãy vẽ lại."))
                return facts
            facts["corners"] = [tuple(map(int, corner.split(","))) for corner in drawn.split()]
        elif all(side is not None for side in sides):
            facts["corners"] = masks.rectangle(*(10 * int(side or 0) for side in sides))
        elif not self.errors:
            self.add_error(None, _("Hãy vẽ một vùng trên hình, hoặc ghi đủ bốn mép bằng số."))
        return facts
