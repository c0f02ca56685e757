"""Windows of time in words, for pages that show one or several of them."""

from collections.abc import Sequence

from django import template
from django.utils.translation import gettext as _

from evidence.requests.choosing import Choice
from evidence.requests.scope import Window
from evidence.requests.windows import Windows
from portal.look.templatetags.words import stretch

register = template.Library()


@register.filter
def window_words(window: Window) -> str:
    """Từ 07:30:00 đến 07:35:00 ngày 21/11/2026."""
    return stretch(window.start, window.stop)


@register.filter
def windows_left(choice: Choice, key: str) -> Windows:
    """For which windows alone this camera can be asked; none: for all of them, or not at all."""
    return choice.partly(key)


@register.filter
def windows_words(windows: Sequence[Window]) -> str:
    """A line each, numbered where they are several."""
    if len(windows) == 1:
        return window_words(windows[0])
    words = _("%(n)s. %(window)s")
    lines = enumerate(windows, start=1)
    return "\n".join(words % {"n": n, "window": window_words(one)} for n, one in lines)
