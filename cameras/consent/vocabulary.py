"""The words people read for scopes, answers and the ways they were given."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from .fold import State
from .scopes import Means, Scope, Verb

SCOPE_WORDS = {
    Scope.MAP: _("Công an phường thấy vị trí camera trên bản đồ"),
    Scope.ASK: _("Công an được gửi yêu cầu xin đoạn hình"),
    Scope.DETECT: _("Máy được tìm người và xe trong đoạn hình đã giao"),
}
SCOPE_QUESTIONS = {
    Scope.MAP: _("Công an phường, xã được thấy vị trí camera này trên bản đồ?"),
    Scope.ASK: _("Công an được gửi yêu cầu xin hình của camera này?"),
    Scope.DETECT: _("Máy được tìm người và xe trong đoạn hình bạn đã giao?"),
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


def verbs() -> list[tuple[str, Any]]:
    """A callable, so that a new kind needs no migration."""
    return [(str(verb), word) for verb, word in VERB_WORDS.items()]


def means() -> list[tuple[str, Any]]:
    return [(str(mean), word) for mean, word in MEANS_WORDS.items()]
