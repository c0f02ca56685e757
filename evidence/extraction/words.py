"""What people read about a pull: its states, its steps, and why it ended without footage."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from portal.lib.words import register


class JobState(TextChoices):
    WAITING = "waiting", _("Đang chờ đến lượt")
    RUNNING = "running", _("Đang lấy hình")
    HELD = "held", _("Đã giữ tạm, chờ quyết định")
    SEALED = "sealed", _("Đã niêm phong")
    FAILED = "failed", _("Không lấy được hình")
    STOPPED = "stopped", _("Đã dừng theo ý chủ camera")


class Step(TextChoices):
    """In the order of the work. The officer's page shows the label of the step under way."""

    CONSENT = "consent", _("Đang đọc lại sự đồng ý của chủ camera")
    SEARCH = "search", _("Đang hỏi đầu ghi có những đoạn hình nào")
    FETCH = "fetch", _("Đang tải hình từ đầu ghi")
    CUT = "cut", _("Đang cắt đúng khoảng thời gian và mã hóa")
    SEAL = "seal", _("Đang niêm phong bản gốc")
    INDEX = "index", _("Đang lập mục lục để phát hình")
    THUMBNAILS = "thumbnails", _("Đang làm ảnh thu nhỏ")
    DONE = "done", _("Đã xong")


REASONS = {
    "no_footage": _("Đầu ghi không còn hình của khoảng thời gian này."),
    "unreachable": _("Chưa liên lạc được với đầu ghi. Hệ thống sẽ tự thử lại."),
    "footage_expired": _("Không liên lạc được với đầu ghi cho đến khi hình bị ghi đè."),
    "wrong_password": _("Đầu ghi từ chối mật khẩu. Chủ camera cần cập nhật mật khẩu."),
    "no_link": _("Camera chưa được nối với đầu ghi. Chủ camera có thể gửi tệp hình."),
    "not_video": _("Dữ liệu đầu ghi trả về không phải là hình."),
    "too_large": _("Đoạn hình lớn hơn giới hạn của hệ thống."),
    "crashed": _("Việc lấy hình đã hỏng nhiều lần nên được dừng lại để người quản trị xem."),
    "withdrawn": _("Chủ camera đã rút lại sự đồng ý trước khi hình được niêm phong."),
    "source": _("Đầu ghi trả lời theo cách hệ thống không hiểu."),
    "frames_outside": _("Hình lấy được vượt ra ngoài khoảng thời gian cho phép nên đã bị hủy."),
    "storage": _("Chỗ lưu tạm chưa dùng được. Hệ thống sẽ tự thử lại."),
    "media": _("Việc cắt hình bị gián đoạn. Hệ thống sẽ tự thử lại."),
    "not_allowed": _("Căn cứ để lấy hình không còn hiệu lực."),
}

register(
    {
        "extraction.not_video": _(
            "Tệp này không phải là video mà hệ thống đọc được. "
            "Hãy chọn tệp gốc do camera hoặc đầu ghi xuất ra (MP4, AVI, MKV hoặc TS)."
        ),
        "extraction.upload_closed": _(
            "Yêu cầu này không còn nhận tệp: đã có câu trả lời hoặc đã quá hạn."
        ),
        "extraction.only_deliver": _(
            "Bạn được nhờ gửi hình. Hãy chờ người có quyền trả lời đồng ý trước đã."
        ),
        "extraction.no_file": _("Hãy chọn tệp video cần gửi."),
    }
)


def job_states() -> list[tuple[str, object]]:
    """A callable, so that a new state needs no migration."""
    return [(state.value, state.label) for state in JobState]


def steps() -> list[tuple[str, object]]:
    return [(step.value, step.label) for step in Step]
