from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from portal.ledger.kinds import Kind
from portal.ledger.models import Entry, Mention
from portal.ledger.words import KIND_LABELS

PAGE = 50


def _kinds() -> list[tuple[str, Any]]:
    return [("", _("Mọi loại")), *((kind.value, KIND_LABELS[kind]) for kind in Kind)]


class FilterForm(forms.Form):
    """Which entries the auditor looks at; pages go back by number, so that they never shift."""

    kind = forms.ChoiceField(label=_("Loại việc"), choices=_kinds, required=False)
    subject = forms.CharField(
        label=_("Đối tượng"),
        required=False,
        max_length=60,
        help_text=_("Mã đối tượng hoặc người thực hiện, ví dụ camera:7f3k…"),
    )
    before = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def page(self, visible: QuerySet[Entry]) -> tuple[list[Entry], int | None]:
        """Newest first, and where the next page begins if there is one."""
        wanted = self.cleaned_data
        entries = visible.order_by("-seq")
        if wanted["kind"]:
            entries = entries.filter(kind=wanted["kind"])
        if wanted["subject"]:
            text = wanted["subject"]
            named = Mention.objects.filter(subject=text).values("entry_id")
            entries = entries.filter(Q(seq__in=named) | Q(actor=text))
        if wanted["before"]:
            entries = entries.filter(seq__lt=wanted["before"])
        found = list(entries[: PAGE + 1])
        return found[:PAGE], found[PAGE - 1].seq if len(found) > PAGE else None
