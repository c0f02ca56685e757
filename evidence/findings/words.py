"""Vietnamese for what the machine proposes and for what this package refuses."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.lib.words import register

register(
    {
        "findings.no_such_track": _("Không có dấu vết số %(track)s trong đoạn ghi này."),
        "findings.not_ready": _("Máy chưa xem xong đoạn ghi này. Hãy thử lại sau ít phút."),
        "findings.not_opened": _(
            "Hãy mở xem đoạn ghi này trước, rồi mới xác nhận hoặc bác bỏ điều máy gợi ý."
        ),
        "findings.unknown_verdict": _("Hãy chọn xác nhận hoặc bác bỏ."),
        "findings.model_missing": _("Không đọc được tệp mô hình %(path)s."),
        "findings.model_hash_differs": _(
            "Mã băm của tệp mô hình là %(found)s, không phải %(wanted)s như đã khai. "
            "Mô hình không được cài."
        ),
        "findings.model_not_usable": _(
            "Tệp này không phải mô hình YOLOX dạng ONNX mà hệ thống đọc được. "
            "Mô hình không được cài."
        ),
    }
)

STATES: dict[str, Promise] = {
    "waiting": _("Đang chờ máy xem"),
    "running": _("Máy đang xem"),
    "done": _("Máy đã xem xong"),
    "failed": _("Máy không xem được"),
}

VERDICTS: dict[str, Promise] = {
    "confirmed": _("Đã xác nhận"),
    "rejected": _("Đã bác bỏ"),
}

REASONS: dict[str, Promise] = {
    "not_video": _("Đoạn ghi không đọc được như một đoạn phim."),
    "decoder_failed": _("Trình đọc phim dừng giữa chừng nhiều lần."),
    "model_missing": _("Không tìm thấy tệp mô hình đã cài."),
    "worker_lost": _("Tiến trình xem đoạn ghi bị dừng nhiều lần."),
    "damaged": _("Bản lưu bị hỏng hoặc đã bị hủy."),
    "not_allowed": _("Không còn căn cứ để máy xem đoạn ghi này."),
}


def analysis_states() -> list[tuple[str, Promise]]:
    return list(STATES.items())


def verdicts() -> list[tuple[str, Promise]]:
    return list(VERDICTS.items())
