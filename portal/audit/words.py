"""What the auditor's pages say when they refuse, and which texts they show."""

from django.utils.translation import gettext_lazy as _

from portal.ledger.kinds import Kind
from portal.lib.words import register

# Private texts that officials write for whoever checks on them. All others stay unread here.
READABLE = frozenset(
    {
        (Kind.DETAILS_OPENED, "purpose"),
        (Kind.DETAILS_OPENED, "reason"),
        (Kind.DELAY_STARTED, "reason"),
        (Kind.DELAY_EXTENDED, "reason"),
    }
)

register(
    {
        "audit.other_unit": _(
            "Mục số %(seq)s thuộc đơn vị khác, nên chỉ kiểm tra viên của đơn vị đó đọc được. "
            "Bạn vẫn kiểm tra được cả sổ, và mở được mọi mục mà lần kiểm tra nêu là bị sửa."
        ),
    }
)
