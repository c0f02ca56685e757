"""What people send: the recording, or the time they read; the page's own delay goes with it."""

import re
from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.look.moments import MomentField

LONGEST_DELAY_MS = 60_000
_WITH_SECONDS = re.compile(r"\d\D\d{2}\D\d{2}")


class DelayForm(forms.Form):
    """`delay` is half the fastest answer the page's script had, in ms; without a script 0."""

    delay = forms.IntegerField(
        required=False, min_value=0, max_value=LONGEST_DELAY_MS, widget=forms.HiddenInput
    )

    @property
    def delay_ms(self) -> int:
        return int(self.cleaned_data.get("delay") or 0)


class UploadForm(DelayForm):
    file = forms.FileField(
        label=_("Đoạn ghi có lúc bạn giữ mã"),
        help_text=_(
            "Tệp do đầu ghi xuất ra, không cắt ghép, không quay lại màn hình; "
            "tối đa 10 phút và 300 MB."
        ),
        error_messages={"required": _("Hãy chọn đoạn ghi cần gửi.")},
    )


class ShownForm(forms.Form):
    shown = MomentField(
        label=_("Ngày và giờ đầu ghi hiện"),
        help_text=_("Ghi cả giây, ví dụ 21/11/2026 và 07:30:05."),
    )

    def clean_shown(self) -> datetime:
        """Without seconds it would be up to a minute off."""
        shown: datetime = self.cleaned_data["shown"]
        widget = self.fields["shown"].widget
        _day, time = widget.value_from_datadict(self.data, self.files, self.add_prefix("shown"))
        if not _WITH_SECONDS.search(time or ""):
            raise forms.ValidationError(_("Hãy ghi cả giây, ví dụ 07:30:05."))
        return shown
