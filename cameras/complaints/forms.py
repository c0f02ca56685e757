"""The sign, the complaint of who passes by, and the answers to it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.look.once import OnceForm
from portal.people.phones import PhoneField

from .states import Side, State
from .vocabulary import Purpose, Shown, Wrong

MOST_TEXT = 1000
_TOO_LONG = _("Nhiều nhất 1.000 ký tự. Hãy viết gọn lại.")


class SignForm(forms.Form):
    purpose = forms.ChoiceField(
        label=_("Camera để làm gì?"),
        choices=Purpose.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Hãy chọn camera để làm gì.")},
    )
    shown = forms.ChoiceField(
        label=_("Trên bảng ghi ai đặt camera?"),
        choices=Shown.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Hãy chọn trên bảng ghi ai đặt camera.")},
    )


class TextField(forms.CharField):
    widget = forms.Textarea

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            max_length=MOST_TEXT,
            error_messages={"required": _("Hãy viết vài chữ."), "max_length": _TOO_LONG},
            **kwargs,
        )


class ComplaintForm(OnceForm):
    wrong = forms.ChoiceField(
        label=_("Có điều gì chưa ổn?"),
        choices=Wrong.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Hãy chọn điều chưa ổn ở camera này.")},
    )
    text = TextField(
        label=_("Xin kể rõ"),
        help_text=_("Ví dụ: camera hướng thẳng vào cửa sổ tầng hai nhà tôi, số 12/3."),
    )
    phone = PhoneField(
        label=_("Số điện thoại để nhận trả lời"),
        required=False,
        help_text=_(
            "Chủ camera không thấy số này. Không ghi cũng được: xem trả lời bằng đường dẫn."
        ),
    )


class AnswerForm(forms.Form):
    answer = forms.ChoiceField(
        label=_("Bạn trả lời thế nào?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Hãy chọn một cách trả lời.")},
    )
    text = TextField(
        label=_("Viết cho người phản ánh"),
        help_text=_("Đừng ghi tên, số điện thoại hay địa chỉ của ai."),
    )

    def __init__(self, *args: Any, side: Side, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [
            (State.ANSWERED.value, _("Giải thích\nChưa đổi gì ở camera.")),
            (State.MEASURED.value, _("Đã xử lý\nĐã xoay, che một vùng, hoặc gỡ camera.")),
        ]
        if side == Side.DESK:
            choices.append((State.CLOSED.value, _("Khép lại\nĐã giải quyết xong với hai bên.")))
        self.fields["answer"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField


class ReplyForm(forms.Form):
    answer = forms.ChoiceField(
        label=_("Như vậy đã ổn chưa?"),
        choices=[
            (State.CLOSED.value, _("Đã ổn, khép phản ánh")),
            (State.OPEN.value, _("Chưa ổn, xin xem lại")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Hãy chọn đã ổn hay chưa.")},
    )
    text = forms.CharField(
        label=_("Nói thêm"),
        required=False,
        max_length=MOST_TEXT,
        widget=forms.Textarea,
        error_messages={"max_length": _TOO_LONG},
    )
