"""When footage dies, in the words of who must be quicker."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

IN_HOURS = timedelta(hours=72)  # beyond it days are counted
SOON = timedelta(hours=24)  # marked as urgent


def overwritten_in(dies_at: datetime, at: datetime) -> str:
    """'bị ghi đè sau 31 giờ'. Rounded down: nobody is promised an hour that is not there."""
    left = dies_at - at
    if left <= timedelta():
        return _("đã bị ghi đè")
    minutes, hours = left // timedelta(minutes=1), left // timedelta(hours=1)
    if left < timedelta(hours=1):
        return _("bị ghi đè sau %(n)s phút") % {"n": max(1, minutes)}
    if left < IN_HOURS:
        words = ngettext("bị ghi đè sau %(n)s giờ", "bị ghi đè sau %(n)s giờ", hours)
        return words % {"n": hours}
    return _("bị ghi đè sau %(n)s ngày") % {"n": left.days}


def tone(dies_at: datetime, at: datetime) -> str:
    """Of the tag that says it."""
    if dies_at <= at:
        return "bad"
    return "warn" if dies_at <= at + SOON else "plain"
