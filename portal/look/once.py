"""A form that is sent twice makes one row.

The public id of the row to come travels in the form, drawn when the form is first shown. The
database takes each public id once; whoever comes second is led to the row of the first, whether
after a double click, a lost answer, or at the same instant.
"""

from typing import Any, TypeVar

from django import forms
from django.core.validators import RegexValidator
from django.db import IntegrityError, models, transaction

from portal.lib.errors import Refused
from portal.lib.ids import ALPHABET, LENGTH, new_id

from . import words

Row = TypeVar("Row", bound=models.Model)

_IS_ID = RegexValidator(rf"\A[{ALPHABET}]{{{LENGTH}}}\Z", words.FORM_IS_STALE)


class OnceField(forms.CharField):
    """Hidden; keeps its id while the form is mended, and draws one for a form that has none."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False, initial=new_id, validators=[_IS_ID])

    def clean(self, value: Any) -> str:
        return super().clean(value) or new_id()

    def bound_data(self, data: Any, initial: Any) -> Any:
        return data or initial


class OnceForm(forms.Form):
    once = OnceField()

    def facts(self) -> dict[str, Any]:
        """The cleaned answers as the service wants them: `once` is the new row's public id."""
        facts = dict(self.cleaned_data)
        facts["public_id"] = facts.pop("once")
        return facts


def first_made(model: type[Row], public_id: str | None, **author: object) -> Row | None:
    """The row this form has made before, if any. Refuses the id of somebody else's row.

    `author` names the field of who made it: ``opened_by=person``.
    """
    if public_id is None:
        return None
    rows = model._default_manager  # noqa: SLF001 -- Django's documented name for it
    row = rows.filter(public_id=public_id).first()
    if row is not None and any(getattr(row, name) != who for name, who in author.items()):
        raise Refused("look.once_taken")
    return row


def save_once(row: Row, **author: object) -> Row:
    """Save the new row and return it, or return the one that came first by a hair's breadth."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        first = first_made(type(row), getattr(row, "public_id"), **author)  # noqa: B009 -- by name
        if first is None:
            raise
        return first
    return row
