"""Answers by name, and the sentences of refusals."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.lib.words import register

from .tally import Answer

ANSWERS = {
    Answer.AGREES: _("Đồng ý"),
    Answer.DISAGREES: _("Không đồng ý"),
    Answer.NO_OPINION: _("Không có ý kiến"),
    Answer.AWAY: _("Không có nhà"),
}
SENTENCES = {
    "consultation.ends_before": _("Ngày kết thúc phải từ ngày bắt đầu trở đi."),
    "consultation.too_long": _("Một đợt lấy ý kiến kéo dài nhiều nhất %(days)s ngày."),
    "consultation.over_already": _("Ngày kết thúc đã qua. Hãy chọn từ hôm nay trở đi."),
    "consultation.elsewhere": _("Hãy chọn khu phố, tổ dân phố, thôn của đơn vị này."),
    "consultation.closed": _("Đợt lấy ý kiến này đã kết thúc, không ghi thêm hay sửa được nữa."),
    "consultation.not_begun": _("Đợt lấy ý kiến này bắt đầu từ ngày %(day)s."),
    "consultation.not_your_part": _("Bạn chỉ ghi được hộ trong khu phố, tổ dân phố của mình."),
    "consultation.twice": _(
        "Hộ này đã được ghi trong đợt này. Nếu hộ trả lời lại, hãy mở danh sách và sửa "
        "câu trả lời. Nếu là hộ khác trùng tên, hãy đánh dấu ô bên dưới rồi ghi."
    ),
    "consultation.label_missing": _("Hãy ghi tên chủ hộ hoặc số nhà."),
}
register(SENTENCES)


def answers() -> list[tuple[str, Any]]:
    return [(answer.value, words) for answer, words in ANSWERS.items()]
