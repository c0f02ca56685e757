"""A refusal of the domain, shown where the person can mend it."""

from django import forms

from portal.lib.errors import Refused
from portal.lib.words import sentence


def add_refusal(form: forms.BaseForm, refused: Refused) -> None:
    """Put the sentence beside the field at fault, or on top of the form."""
    field = refused.field if refused.field in form.fields else None
    form.add_error(field, sentence(refused))
