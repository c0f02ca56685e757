"""Which of an owner's cameras an answer is for."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.people.models import Organisation, User

from . import together
from .together import ALL, MOST, OPEN, PART, SOME

MOST_LISTED = 200  # boxes on one page; more are chosen by neighbourhood
MOST_PARTS = 30


class ChooseForm(forms.Form):
    which = forms.ChoiceField(
        label=gettext_lazy("Trả lời cho những camera nào?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Hãy chọn trả lời cho những camera nào.")},
    )
    cameras = forms.MultipleChoiceField(
        label=gettext_lazy("Chọn từng camera"),
        help_text=gettext_lazy("Chỉ dùng khi bạn chọn trả lời cho một số camera."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, owner: Organisation, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = list(together.cameras_of(owner)[: MOST_LISTED + 1])
        self.total = together.cameras_of(owner).count()
        listed = len(rows) <= MOST_LISTED
        which: forms.ChoiceField = self.fields["which"]  # type: ignore[assignment]
        which.choices = [
            *self._wide(owner, person),
            *([(SOME, _("Một số camera"))] if listed else []),
        ]
        if listed:
            boxes: forms.MultipleChoiceField = self.fields["cameras"]  # type: ignore[assignment]
            boxes.choices = [(row.public_id, _label(row.name, row.address)) for row in rows]
        else:
            del self.fields["cameras"]

    def _wide(self, owner: Organisation, person: User) -> list[tuple[str, str]]:
        found = []
        if self.total <= MOST:
            found.append((ALL, _("Tất cả %(count)s camera") % {"count": self.total}))
        waits = together.unanswered(owner, person).count()
        if MOST >= waits > 0 and waits != self.total:
            found.append((OPEN, _("%(count)s camera bạn chưa trả lời") % {"count": waits}))
        elif waits > MOST:
            words = _("%(most)s camera đầu tiên trong %(count)s camera bạn chưa trả lời")
            found.append((OPEN, words % {"most": MOST, "count": waits}))
        for part, name, count in together.parts_of(owner)[:MOST_PARTS]:
            words = _("%(name)s: %(count)s camera")
            found.append((f"{PART}{part}", words % {"name": name, "count": count}))
        return found


def _label(name: str, address: str) -> str:
    return f"{name} ({address})" if address else name
