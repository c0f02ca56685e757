"""What a person says about a proposal."""

from django import forms

from .words import verdicts


class ReviewForm(forms.Form):
    track = forms.IntegerField(min_value=1)
    verdict = forms.ChoiceField(choices=verdicts)
    back = forms.CharField(required=False, max_length=300)
