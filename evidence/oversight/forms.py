from django import forms
from django.utils.translation import gettext_lazy as _

from portal.look.once import OnceForm

from .services import LONGEST_NOTE
from .vocabulary import verdicts


class AnswerForm(OnceForm):
    verdict = forms.ChoiceField(
        choices=verdicts,
        widget=forms.RadioSelect,
        label=_("Kết quả hỏi lại"),
        error_messages={"required": _("Hãy chọn kết quả.")},
    )
    note = forms.CharField(
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 4}),
        label=_("Đã hỏi ai, được trả lời thế nào?"),
        help_text=_("Đừng ghi tên hay địa chỉ của chủ camera."),
        error_messages={
            "required": _("Hãy ghi đã hỏi ai và được trả lời thế nào."),
            "max_length": _("Hãy ghi ngắn hơn, nhiều nhất %(limit_value)d ký tự."),
        },
    )
