"""What channels are called, and the sentences of this package."""

from django.utils.translation import gettext_lazy as _

from portal.lib.words import register

CHANNEL_WORDS = {
    "sms": _("Tin nhắn SMS"),
    "zalo": _("Tin nhắn Zalo"),
    "email": _("E-mail"),
}
_TROUBLES = {
    ("failed", "sms"): _("Không gửi được tin nhắn SMS cho thông báo này."),
    ("failed", "zalo"): _("Không gửi được tin nhắn Zalo cho thông báo này."),
    ("failed", "email"): _("Không gửi được e-mail cho thông báo này."),
    ("unknown", "sms"): _("Không rõ tin nhắn SMS của thông báo này đã đến hay chưa."),
    ("unknown", "zalo"): _("Không rõ tin nhắn Zalo của thông báo này đã đến hay chưa."),
    ("unknown", "email"): _("Không rõ e-mail của thông báo này đã đến hay chưa."),
}

SENTENCES = {
    "notices.no_address": _("Chưa có địa chỉ cho cách này. Hãy thêm số điện thoại hoặc e-mail."),
}
register(SENTENCES)


def trouble(state: str, channel: str) -> str:
    return str(_TROUBLES.get((state, channel), ""))
