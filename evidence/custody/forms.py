from django import forms
from django.utils.translation import gettext_lazy as _

from .gate import LONGEST_PURPOSE


class PurposeForm(forms.Form):
    """Why this person looks at this footage. Length and sense are the gate's to judge."""

    purpose = forms.CharField(
        label=_("Bạn xem hình này để làm gì?"),
        help_text=_(
            "Chủ camera sẽ đọc được dòng này. Hãy nói việc cần tìm, đừng ghi tên người. "
            "Ví dụ: Tìm chiếc xe máy rời hiện trường lúc 7 giờ."
        ),
        max_length=LONGEST_PURPOSE,
        error_messages={
            "required": _("Hãy ghi mục đích xem, ít nhất ba từ. Chủ camera sẽ đọc được dòng này.")
        },
        widget=forms.Textarea(attrs={"rows": 3}),
    )
