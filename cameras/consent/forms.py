"""One question a scope, yes or no, neither chosen beforehand."""

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from .scopes import Scope
from .texts import Terms
from .vocabulary import SCOPE_QUESTIONS

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

    def yes(self) -> frozenset[Scope]:
        return frozenset(scope for scope in Scope if self.cleaned_data[scope] == YES)

    def no(self) -> frozenset[Scope]:
        return frozenset(Scope) - self.yes()


def initial(answers: dict[str, bool]) -> dict[str, str]:
    """What the person chose before, to be shown again."""
    return {scope: YES if given else NO for scope, given in answers.items()}
