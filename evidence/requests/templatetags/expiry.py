"""`{% expiry dies_at at %}`: a tag that says when the recorder overwrites."""

from datetime import datetime

from django import template

from evidence.requests.expiry import overwritten_in, tone

register = template.Library()


@register.inclusion_tag("components/tag.html")
def expiry(dies_at: datetime, at: datetime) -> dict[str, object]:
    words = overwritten_in(dies_at, at)
    return {"words": words[0].upper() + words[1:], "tone": tone(dies_at, at)}
