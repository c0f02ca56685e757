"""One question a scope, yes or no, neither chosen beforehand; and how far a yes reaches."""

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from .limits import KEEP_DAYS, MOST_MINUTES, MOST_PER_MONTH, Ahead
from .scopes import PLAIN, Scope
from .texts import Terms
from .vocabulary import RELEASE_QUESTION, SCOPE_QUESTIONS, SERIOUS_WORDS, days_words

YES, NO = "yes", "no"


class AnswerForm(forms.Form):
    """Each scope with its own text. `terms` brings back the mark of what stood on the page (the
    template writes it), so that nobody agrees to a text they have not seen.
    """

    terms = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, shown: Terms, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for scope, question in SCOPE_QUESTIONS.items():
            self.fields[str(scope)] = forms.ChoiceField(
                label=question,
                help_text=shown.sections[scope],
                choices=[(YES, _("Đồng ý")), (NO, _("Không đồng ý"))],
                widget=forms.RadioSelect,
                error_messages={
                    "required": format_lazy(
                        "{words} {question}", words=_("Hãy trả lời:"), question=question
                    )
                },
            )

        self.fields["keep_days"] = forms.TypedChoiceField(
            label=_("Giữ đoạn hình bao lâu sau khi vụ việc đóng?"),
            help_text=shown.sections["keep"],
            choices=[
                ("", _("Theo quy định chung")),
                *((days, days_words(days)) for days in KEEP_DAYS),
            ],
            coerce=int,
            empty_value=None,
            required=False,
        )

    def yes(self) -> frozenset[Scope]:
        return frozenset(scope for scope in PLAIN if self.cleaned_data[scope] == YES)

    def no(self) -> frozenset[Scope]:
        return PLAIN - self.yes()

    def keep_days(self) -> int | None:
        """None: what the unit's rule says."""
        days: int | None = self.cleaned_data["keep_days"]
        return days


def _number(label: object, least: int, most: int, **more: Any) -> forms.IntegerField:
    """A whole number between the two, and one sentence for whatever is wrong with it."""
    wrong = format_lazy(_("Hãy ghi một số từ {least} đến {most}."), least=least, most=most)
    errors = dict.fromkeys(("required", "invalid", "min_value", "max_value"), wrong)
    return forms.IntegerField(
        label=label,  # type: ignore[arg-type]
        min_value=least,
        max_value=most,
        error_messages=errors,
        **more,
    )


class ReleaseForm(forms.Form):
    """Yes or no to being taken from without being asked; a yes says within which limits."""

    terms = forms.CharField(widget=forms.HiddenInput, required=False)
    release = forms.ChoiceField(
        label=RELEASE_QUESTION,
        choices=[
            (YES, _("Đồng ý, trong giới hạn dưới đây")),
            (NO, _("Không, mỗi lần phải hỏi tôi")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Hãy chọn Đồng ý hoặc Không.")},
    )
    kinds = forms.MultipleChoiceField(
        label=_("Trong những loại vụ việc nào?"),
        help_text=_("Loại nào không chọn thì vẫn phải hỏi bạn như thường."),
        choices=list(SERIOUS_WORDS.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Hãy chọn ít nhất một loại vụ việc.")},
    )
    from_hour = _number(_("Hình quay từ mấy giờ?"), 0, 23)
    to_hour = _number(
        _("Đến mấy giờ?"), 1, 24, help_text=_("Từ 22 đến 6 là qua đêm. Từ 0 đến 24 là cả ngày.")
    )
    minutes = _number(_("Nhiều nhất bao nhiêu phút mỗi lần?"), 1, MOST_MINUTES)
    per_month = _number(_("Nhiều nhất mấy lần mỗi tháng?"), 1, MOST_PER_MONTH)

    # A yes has to draw each of them, a no none.
    LIMITS = ("kinds", "from_hour", "to_hour", "minutes", "per_month")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("release") == NO:
            for name in self.LIMITS:
                self.errors.pop(name, None)
        return given

    def ahead(self) -> Ahead | None:
        """The limits of a yes; None for a no."""
        if self.cleaned_data["release"] != YES:
            return None
        limits = {name: self.cleaned_data[name] for name in self.LIMITS}
        return Ahead.of(limits)


class ReceiptForm(forms.Form):
    file = forms.FileField(
        label=_("Tệp biên nhận"),
        error_messages={
            "required": _("Hãy chọn một tệp."),
            "empty": _("Tệp này rỗng. Hãy chọn đúng tệp biên nhận."),
        },
    )


def initial(saved: dict[str, Any]) -> dict[str, object]:
    """What the person chose before, to be shown again."""
    answers = {scope: YES if given else NO for scope, given in saved["answers"].items()}
    return {**answers, "keep_days": saved.get("keep_days")}
