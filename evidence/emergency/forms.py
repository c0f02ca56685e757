"""Why it cannot wait, and what a commander says of it afterwards."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .services import LONGEST_REASON
from .vocabulary import verdicts


class OpenForm(forms.Form):
    """Length and sense are the service's to judge."""

    reason = forms.CharField(
        label=_("Vì sao không thể chờ chỉ huy duyệt?"),
        help_text=_(
            "Chủ camera và chỉ huy sẽ đọc dòng này. Đừng ghi tên người. "
            "Ví dụ: Cháu bé đi lạc từ 6 giờ, cần biết hướng đi ngay."
        ),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _("Hãy ghi vì sao không thể chờ, ít nhất ba từ."),
            "max_length": _("Lý do dài quá %(limit_value)d ký tự. Hãy viết ngắn hơn."),
        },
    )


class ReviewForm(forms.Form):
    verdict = forms.ChoiceField(
        label=_("Bạn kết luận thế nào?"),
        choices=verdicts,
        widget=forms.RadioSelect,
        error_messages={"required": _("Hãy chọn một kết luận.")},
    )
    reason = forms.CharField(
        label=_("Vì sao"),
        help_text=_("Người mở và kiểm tra viên đọc được dòng này."),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _("Hãy ghi vì sao bạn kết luận như vậy, ít nhất ba từ."),
            "max_length": _("Lý do dài quá %(limit_value)d ký tự. Hãy viết ngắn hơn."),
        },
    )
