"""The sentences of refusals about duties."""

from django.utils.translation import gettext_lazy as _

from portal.lib.words import register

SENTENCES = {
    "duties.done_already": _("Việc này đã xong rồi."),
    "duties.extended_already": _("Việc này đã được gia hạn một lần, luật không cho gia hạn nữa."),
    "duties.too_late": _("Đã quá hạn nên không gia hạn được nữa. Hãy làm ngay."),
    "duties.reason_missing": _("Hãy ghi lý do gia hạn, ít nhất %(words)s từ."),
    "duties.reason_too_long": _("Lý do dài quá %(limit)s ký tự. Hãy viết ngắn lại."),
    "duties.days_wrong": _("Chỉ được gia hạn từ 1 đến %(most)s ngày."),
    "duties.not_extended": _("Việc xem lại một lần mở hình khẩn cấp không gia hạn được."),
    "duties.not_by_hand": _("Việc này tự xong khi mọi phần của nó đã xong."),
}

register(SENTENCES)
