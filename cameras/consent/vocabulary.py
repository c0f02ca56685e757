"""The words people read for scopes, answers and the ways they were given."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .fold import State
from .limits import SERIOUS, Ahead
from .scopes import Means, Scope, Verb

SCOPE_WORDS = {
    Scope.MAP: _("Công an phường thấy vị trí camera trên bản đồ"),
    Scope.ASK: _("Công an được gửi yêu cầu xin đoạn hình"),
    Scope.RELEASE: _("Giao hình ngay không cần hỏi trước, trong giới hạn chủ camera đặt"),
    Scope.DETECT: _("Máy được tìm người và xe trong đoạn hình đã giao"),
}
# Answered with yes or no; a release ahead of any request has a page of its own.
SCOPE_QUESTIONS = {
    Scope.MAP: _("Công an phường, xã được thấy vị trí camera này trên bản đồ?"),
    Scope.ASK: _("Công an được gửi yêu cầu xin hình của camera này?"),
    Scope.DETECT: _("Máy được tìm người và xe trong đoạn hình bạn đã giao?"),
}
RELEASE_QUESTION = _("Giao hình ngay, không cần hỏi bạn trước, trong các vụ việc nghiêm trọng?")
SERIOUS_WORDS = {
    "robbery": _("Cướp, cướp giật"),
    "injury": _("Cố ý gây thương tích"),
    "missing": _("Người mất tích"),
    "traffic": _("Va chạm, tai nạn giao thông"),
    "drugs": _("Ma túy"),
}
VERB_WORDS = {
    Verb.GRANT: _("Đồng ý"),
    Verb.REFUSE: _("Không đồng ý"),
    Verb.WITHDRAW: _("Rút lại"),
    Verb.LEAVE: _("Rời khỏi hộ hoặc tổ chức"),
}
STATE_WORDS = {
    State.NEVER_ASKED: _("Chưa trả lời"),
    State.GRANTED: _("Đồng ý"),
    State.REFUSED: _("Không đồng ý"),
    State.WITHDRAWN: _("Đã rút lại"),
    State.EXPIRED: _("Đã hết hạn"),
}
MEANS_WORDS = {
    Means.WEB: _("tự bấm trên trang này"),
    Means.ASSISTED: _("có người giúp điền"),
    Means.IMPORT: _("nhập từ danh sách"),
    Means.LINK: _("bấm từ đường dẫn được gửi"),
}


def days_words(days: int) -> str:
    """A number of days."""
    return gettext("%(days)s ngày") % {"days": days}


def kept_words(days: int) -> str:
    return gettext("Giữ đoạn hình nhiều nhất %(days)s ngày sau khi vụ việc đóng.") % {"days": days}


def ahead_words(limits: Ahead) -> str:
    """The limits of a release in one sentence."""
    hours = gettext("cả ngày")
    if not limits.all_day:
        hours = gettext("từ %(from)s giờ đến %(to)s giờ") % {
            "from": limits.from_hour,
            "to": limits.to_hour,
        }
    return gettext(
        "%(kinds)s; hình quay %(hours)s; nhiều nhất %(minutes)s phút mỗi lần, "
        "%(times)s lần mỗi tháng."
    ) % {
        "kinds": ", ".join(str(SERIOUS_WORDS[kind]) for kind in SERIOUS if kind in limits.kinds),
        "hours": hours,
        "minutes": limits.minutes,
        "times": limits.per_month,
    }


def verbs() -> list[tuple[str, Any]]:
    """A callable, so that a new kind needs no migration."""
    return [(str(verb), word) for verb, word in VERB_WORDS.items()]


def means() -> list[tuple[str, Any]]:
    return [(str(mean), word) for mean, word in MEANS_WORDS.items()]
