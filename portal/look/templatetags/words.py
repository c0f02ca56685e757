"""Money, distances and lengths of time in the reader's words. Built in: no load tag needed."""

from datetime import datetime, time, timedelta

from django import template
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.lib.words import folded as fold

register = template.Library()

_KILOMETRE = 1000
_MINUTE = 60
_HOUR = 3600
_DAY = 86_400


@register.filter
def dong(amount: int | str | None) -> str:
    """6000000 -> 6.000.000 đ: Vietnamese money keeps its dots in every language."""
    if amount is None or amount == "":
        return ""
    return f"{int(amount):,}".replace(",", ".") + " đ"


@register.filter
def metres(distance: float | None) -> str:
    """85.4 -> 85 m, 1240 -> 1,2 km (1.2 km in English)."""
    if distance is None:
        return ""
    if round(distance) < _KILOMETRE:
        return f"{round(distance)} m"
    return f"{number_format(round(distance / _KILOMETRE, 1), decimal_pos=1)} km"


@register.filter
def away(distance: float) -> str:
    """How far from a place: 'Cách 85 m', and for less than a metre that it is there."""
    if distance < 1:
        return _("Ở ngay trong khu vực")
    return _("Cách %(metres)s") % {"metres": metres(distance)}


@register.filter
def duration(length: timedelta | float | None) -> str:
    """The two largest parts of a length of time: 2 giờ 5 phút, 45 giây, 3 ngày."""
    if length is None:
        return ""
    total = length.total_seconds() if isinstance(length, timedelta) else float(length)
    seconds = max(0, round(total))
    days, rest = divmod(seconds, _DAY)
    hours, rest = divmod(rest, _HOUR)
    minutes, left = divmod(rest, _MINUTE)
    parts = [
        _counted(days, ngettext("%(n)s ngày", "%(n)s ngày", days)),
        _counted(hours, ngettext("%(n)s giờ", "%(n)s giờ", hours)),
        _counted(minutes, ngettext("%(n)s phút", "%(n)s phút", minutes)),
        _counted(left, ngettext("%(n)s giây", "%(n)s giây", left)),
    ]
    first = next((i for i, part in enumerate(parts) if part), None)
    if first is None:
        return _("0 giây")
    return " ".join(part for part in parts[first : first + 2] if part)


def _counted(number: int, words: str) -> str:
    return words % {"n": number} if number else ""


@register.filter
def moment(instant: datetime | None) -> str:
    """21/11/2026 07:30, in Vietnam time, the same in both languages."""
    return timezone.localtime(instant).strftime("%d/%m/%Y %H:%M") if instant else ""


@register.filter
def moment_exact(instant: datetime | None) -> str:
    """21/11/2026 07:30:05, where seconds matter."""
    return timezone.localtime(instant).strftime("%d/%m/%Y %H:%M:%S") if instant else ""


def stretch(start: datetime, stop: datetime) -> str:
    """Two instants to the second, the day once where it is the same."""
    first, last = timezone.localtime(start), timezone.localtime(stop)
    facts = {
        "from": first.strftime("%H:%M:%S"),
        "to": last.strftime("%H:%M:%S"),
        "day": first.strftime("%d/%m/%Y"),
        "last_day": last.strftime("%d/%m/%Y"),
    }
    if first.date() == last.date():
        return _("Từ %(from)s đến %(to)s ngày %(day)s") % facts
    return _("Từ %(from)s ngày %(day)s đến %(to)s ngày %(last_day)s") % facts


@register.filter
def day(instant: datetime | None) -> str:
    """21/11/2026."""
    return timezone.localtime(instant).strftime("%d/%m/%Y") if instant else ""


@register.filter
def until(instant: datetime | None) -> str:
    """An end that lies at midnight reads as the day before: hết ngày 31/12/2026."""
    if instant is None:
        return ""
    if timezone.localtime(instant).time() == time():
        return _("hết ngày %(day)s") % {"day": day(instant - timedelta(microseconds=1))}
    return moment(instant)


@register.filter
def time_of_day(instant: datetime | None) -> str:
    """07:30."""
    return timezone.localtime(instant).strftime("%H:%M") if instant else ""


@register.filter
def permille(value: int | None) -> str:
    """A confidence of 873 in a thousand -> 87 %."""
    return "" if value is None else f"{round(value / 10)} %"


@register.filter
def bearing(degrees: float | None) -> str:
    """A compass point in words: 95 -> đông."""
    if degrees is None:
        return ""
    points = [
        _("bắc"),
        _("đông bắc"),
        _("đông"),
        _("đông nam"),
        _("nam"),
        _("tây nam"),
        _("tây"),
        _("tây bắc"),
    ]
    return points[round(degrees % 360 / 45) % 8]


@register.filter
def folded(text: str) -> str:
    """Lower case without accents, for data attributes that a search compares."""
    return fold(text)
