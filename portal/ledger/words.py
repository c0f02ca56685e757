"""Vietnamese words of the record: kinds of entries, refusals, and what a check may find."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.lib.words import register

from .kinds import Kind

KIND_LABELS: Mapping[Kind, str | Promise] = {
    Kind.PERSON_REGISTERED: gettext_lazy("Đăng ký tài khoản"),
    Kind.PERSON_ERASED: gettext_lazy("Xóa dữ liệu cá nhân theo yêu cầu của chủ tài khoản"),
    Kind.OFFICE_APPOINTED: gettext_lazy("Giao nhiệm vụ"),
    Kind.OFFICE_ENDED: gettext_lazy("Kết thúc nhiệm vụ"),
    Kind.FACTOR_CODE_ISSUED: gettext_lazy("Cấp mã kích hoạt lớp bảo vệ thứ hai"),
    Kind.FACTOR_CODE_USED: gettext_lazy("Dùng mã kích hoạt lớp bảo vệ thứ hai"),
    Kind.FACTOR_ENROLLED: gettext_lazy("Kích hoạt lớp bảo vệ thứ hai cho chức vụ"),
    Kind.ORGANISATION_CREATED: gettext_lazy("Lập hộ hoặc tổ chức"),
    Kind.MEMBER_INVITED: gettext_lazy("Mời người vào hộ hoặc tổ chức"),
    Kind.MEMBER_ADDED: gettext_lazy("Thêm thành viên"),
    Kind.MEMBER_ENDED: gettext_lazy("Thành viên thôi tham gia"),
    Kind.UNIT_LOADED: gettext_lazy("Nạp danh mục đơn vị hành chính"),
    Kind.NEIGHBOURHOOD_ADDED: gettext_lazy("Thêm khu phố, tổ dân phố, thôn"),
    Kind.NEIGHBOURHOOD_RENAMED: gettext_lazy("Đổi tên khu phố, tổ dân phố, thôn"),
    Kind.RULE_CHANGED: gettext_lazy("Thay đổi quy định của đơn vị"),
    Kind.FIGURE_RECORDED: gettext_lazy("Ghi số liệu của một năm"),
    Kind.CAMERA_REGISTERED: gettext_lazy("Đăng ký camera"),
    Kind.CAMERA_CHANGED: gettext_lazy("Sửa thông tin camera"),
    Kind.CAMERA_REMOVED: gettext_lazy("Gỡ camera"),
    Kind.CAMERA_LINKED: gettext_lazy("Kết nối đầu ghi của camera"),
    Kind.CAMERA_CLOCK_MEASURED: gettext_lazy("Đo đồng hồ đầu ghi của camera"),
    Kind.CAMERA_CONFIRMED: gettext_lazy("Xác minh camera tại chỗ"),
    Kind.CAMERA_RETURNED: gettext_lazy("Trả lại đăng ký camera để sửa"),
    Kind.CAMERA_SUBMITTED: gettext_lazy("Gửi lại camera để xác minh"),
    Kind.CAMERA_AFFIRMED: gettext_lazy("Chủ camera trả lời: camera còn đó không"),
    Kind.PHOTO_ADDED: gettext_lazy("Thêm ảnh của camera"),
    Kind.PHOTO_REMOVED: gettext_lazy("Xóa ảnh của camera"),
    Kind.MASK_DRAWN: gettext_lazy("Che một vùng trong hình camera"),
    Kind.MASK_ENDED: gettext_lazy("Bỏ che một vùng trong hình camera"),
    Kind.COMPLAINT_RECEIVED: gettext_lazy("Nhận phản ánh về camera"),
    Kind.COMPLAINT_ANSWERED: gettext_lazy("Trả lời phản ánh về camera"),
    Kind.COMPLAINT_CLOSED: gettext_lazy("Khép phản ánh về camera"),
    Kind.IMPORT_DONE: gettext_lazy("Nhập danh sách camera"),
    Kind.INVENTORY_EXPORTED: gettext_lazy("Xuất danh sách camera của đơn vị"),
    Kind.CONSENT_GRANTED: gettext_lazy("Đồng ý chia sẻ"),
    Kind.CONSENT_REFUSED: gettext_lazy("Không đồng ý chia sẻ"),
    Kind.CONSENT_WITHDRAWN: gettext_lazy("Rút lại đồng ý"),
    Kind.CONSENT_LEFT: gettext_lazy("Lời từ chối của người đã rời đi hết hiệu lực"),
    Kind.CONSULTATION_OPENED: gettext_lazy("Mở đợt lấy ý kiến các hộ"),
    Kind.CONSULTATION_CLOSED: gettext_lazy("Kết thúc đợt lấy ý kiến các hộ"),
    Kind.CONSULTATION_ERASED: gettext_lazy("Xóa tên các hộ đã hỏi khi hết hạn giữ"),
    Kind.HOUSEHOLD_ASKED: gettext_lazy("Ghi ý kiến một hộ"),
    Kind.HOUSEHOLD_CORRECTED: gettext_lazy("Ghi lại ý kiến một hộ"),
    Kind.DATA_ASKED: gettext_lazy("Có người hỏi về dữ liệu cá nhân của mình"),
    Kind.DATA_ANSWERED: gettext_lazy("Đã trả lời về dữ liệu cá nhân"),
    Kind.DUTY_OPENED: gettext_lazy("Bắt đầu tính hạn theo luật"),
    Kind.DUTY_EXTENDED: gettext_lazy("Gia hạn một việc có hạn theo luật"),
    Kind.DUTY_DONE: gettext_lazy("Hoàn tất một việc có hạn theo luật"),
    Kind.CONTRIBUTION_RECORDED: gettext_lazy("Ghi nhận đóng góp"),
    Kind.CONTRIBUTION_CONFIRMED: gettext_lazy("Xác nhận đóng góp"),
    Kind.CONTRIBUTION_REFUSED: gettext_lazy("Từ chối xác nhận đóng góp"),
    Kind.CASE_OPENED: gettext_lazy("Mở vụ việc"),
    Kind.CASE_CLOSED: gettext_lazy("Khép vụ việc"),
    Kind.OUTCOME_RECORDED: gettext_lazy("Ghi kết quả vụ việc"),
    Kind.DELAY_STARTED: gettext_lazy("Cho hiện chậm với chủ camera"),
    Kind.DELAY_EXTENDED: gettext_lazy("Cho hiện chậm lâu hơn"),
    Kind.DELAY_LIFTED: gettext_lazy("Chấm dứt sớm việc hiện chậm"),
    Kind.REQUEST_SUBMITTED: gettext_lazy("Gửi yêu cầu trích xuất"),
    Kind.REQUEST_APPROVED: gettext_lazy("Phê duyệt yêu cầu trích xuất"),
    Kind.REQUEST_REFUSED: gettext_lazy("Từ chối yêu cầu trích xuất"),
    Kind.REQUEST_CLOSED: gettext_lazy("Khép yêu cầu trích xuất"),
    Kind.REQUEST_NOT_FOUND: gettext_lazy("Xem hình mà không thấy điều cần tìm"),
    Kind.TARGET_NOTIFIED: gettext_lazy("Báo cho chủ camera"),
    Kind.TARGET_ANSWERED: gettext_lazy("Chủ camera trả lời"),
    Kind.TARGET_HANDED_ON: gettext_lazy("Chủ camera nhờ người khác trả lời hoặc gửi hình"),
    Kind.TARGET_EXPIRED: gettext_lazy("Hết hạn chờ chủ camera trả lời"),
    Kind.EXTRACTION_STARTED: gettext_lazy("Bắt đầu lấy đoạn hình"),
    Kind.EXTRACTION_STOPPED: gettext_lazy("Dừng lấy đoạn hình"),
    Kind.EXTRACTION_FAILED: gettext_lazy("Không lấy được đoạn hình"),
    Kind.EMERGENCY_OPENED: gettext_lazy("Mở khẩn cấp trước khi có quyết định"),
    Kind.EMERGENCY_VIEWED: gettext_lazy("Xem đoạn hình trong lần mở khẩn cấp"),
    Kind.EMERGENCY_ENDED: gettext_lazy("Kết thúc lần mở khẩn cấp"),
    Kind.EMERGENCY_REVIEWED: gettext_lazy("Chỉ huy xem lại lần mở khẩn cấp"),
    Kind.EMERGENCY_UNREVIEWED: gettext_lazy("Quá hạn mà chưa ai xem lại lần mở khẩn cấp"),
    Kind.HOLD_ASKED: gettext_lazy("Cho giữ tạm đoạn hình trước khi có quyết định"),
    Kind.HOLD_SEALED: gettext_lazy("Giữ tạm đoạn hình, chưa ai xem được"),
    Kind.HOLD_RELEASED: gettext_lazy("Mở niêm phong đoạn hình giữ tạm sau khi có quyết định"),
    Kind.HOLD_DESTROYED: gettext_lazy("Hủy đoạn hình giữ tạm"),
    Kind.ITEM_SEALED: gettext_lazy("Niêm phong đoạn hình"),
    Kind.ITEM_DERIVED: gettext_lazy("Lập bản phái sinh"),
    Kind.ITEM_DESTROYED: gettext_lazy("Hủy đoạn hình"),
    Kind.ITEM_OPENED: gettext_lazy("Mở xem đoạn hình"),
    Kind.ITEM_EXPORTED: gettext_lazy("Xuất đoạn hình"),
    Kind.FINDING_PRODUCED: gettext_lazy("Máy nhận diện ra đối tượng"),
    Kind.FINDING_CONFIRMED: gettext_lazy("Người xem xác nhận kết quả nhận diện"),
    Kind.FINDING_REJECTED: gettext_lazy("Người xem bác kết quả nhận diện"),
    Kind.MODEL_INSTALLED: gettext_lazy("Cài mô hình nhận diện"),
    Kind.DETAILS_OPENED: gettext_lazy("Mở xem thông tin chủ camera"),
    Kind.SHEET_MADE: gettext_lazy("Lập bảng việc cần hỏi lại của tháng"),
    Kind.QUESTION_ANSWERED: gettext_lazy("Ghi kết quả một việc đã hỏi lại"),
    Kind.KEY_DESTROYED: gettext_lazy("Hủy khóa giải mã"),
    Kind.EPOCH_OPENED: gettext_lazy("Mở kỳ sổ mới sau khi khôi phục dữ liệu"),
}

register(
    {
        "ledger.older_than_published": gettext_lazy(
            "Sổ ghi nhận trong cơ sở dữ liệu ngắn hơn bản đã công bố (%(size)s mục so với "
            "%(published)s mục): dữ liệu đã được khôi phục từ bản sao lưu cũ. Việc ghi sổ tạm dừng "
            "cho đến khi quản trị viên mở kỳ sổ mới."
        ),
        "ledger.feed_unreadable": gettext_lazy(
            "Không đọc được bản công bố của sổ ghi nhận nên việc ghi sổ tạm dừng. "
            "Hãy báo quản trị viên."
        ),
        "ledger.differs_from_published": gettext_lazy(
            "Sổ ghi nhận không còn khớp với bản đã công bố. Chưa thể ký xác nhận; "
            "hãy kiểm tra toàn bộ sổ để biết mục nào đã bị sửa."
        ),
        "ledger.key_unusable": gettext_lazy(
            "Không dùng được khóa ký của sổ ghi nhận: %(reason)s. Hãy báo quản trị viên."
        ),
        "ledger.not_signed_yet": gettext_lazy(
            "Mục này chưa nằm trong bản ký xác nhận nào. Hãy thử lại sau ít phút."
        ),
        "ledger.epoch_not_needed": gettext_lazy(
            "Sổ ghi nhận không ngắn hơn bản đã công bố nên không cần mở kỳ sổ mới."
        ),
        "ledger.reason_missing": gettext_lazy("Hãy ghi lý do mở kỳ sổ mới."),
    }
)

PROBLEMS: Mapping[str, str | Promise] = {
    "altered": gettext_lazy("Mục số %(seq)s đã bị sửa: nội dung không khớp với dấu băm của mục."),
    "hash_altered": gettext_lazy(
        "Mục số %(seq)s đã bị sửa: dấu băm lưu kèm không khớp với nội dung."
    ),
    "differs_from_published": gettext_lazy(
        "Mục số %(seq)s đã bị sửa: nội dung không khớp với bản đã công bố."
    ),
    "columns": gettext_lazy(
        "Mục số %(seq)s đã bị sửa: cột %(columns)s không khớp với nội dung đã ký."
    ),
    "missing": gettext_lazy("Mục số %(seq)s đã bị xóa khỏi sổ."),
    "missing_range": gettext_lazy("Các mục từ số %(seq)s đến số %(last)s đã bị xóa khỏi sổ."),
    "extra": gettext_lazy("Mục số %(seq)s bị chèn thêm ngoài trình tự ghi sổ."),
    "mentions": gettext_lazy(
        "Mục số %(seq)s: danh sách đối tượng liên quan dùng để tra cứu đã bị sửa."
    ),
    "detail_altered": gettext_lazy(
        "Mục số %(seq)s: phần riêng tư “%(name)s” đã bị sửa so với khi ghi sổ."
    ),
    "orphan": gettext_lazy("Mục số %(seq)s: có dữ liệu kèm theo một mục không tồn tại."),
    "head": gettext_lazy("Dòng đầu sổ không khớp với các mục trong sổ (ghi %(size)s mục)."),
    "head_missing": gettext_lazy("Dòng đầu sổ đã bị xóa."),
    "root": gettext_lazy(
        "Sổ không khớp với bản ký xác nhận ở cỡ %(size)s mục: "
        "có mục từ số 1 đến số %(size)s đã bị sửa sau khi ký."
    ),
    "signature": gettext_lazy("Chữ ký trên bản xác nhận cỡ %(size)s mục không đúng."),
    "checkpoint": gettext_lazy("Bản xác nhận cỡ %(size)s mục đã bị sửa hoặc bị xóa."),
    "feed_missing": gettext_lazy(
        "Không thấy bản công bố của sổ ở thư mục công bố, dù sổ đã được ký."
    ),
    "feed_damaged": gettext_lazy("Bản công bố của sổ bị hỏng: %(reason)s."),
    "older_than_published": gettext_lazy(
        "Sổ có %(size)s mục, ít hơn bản đã công bố (%(published)s mục): "
        "dữ liệu đã bị xóa bớt hoặc khôi phục từ bản sao lưu cũ."
    ),
    "key": gettext_lazy("Không dùng được khóa ký của sổ: %(reason)s."),
    "guards": gettext_lazy("Cơ sở dữ liệu không còn chặn việc sửa sổ (thiếu bẫy): %(reason)s."),
}


def kind_label(kind: str) -> str:
    """The kind in the reader's words; a name this version does not know stays as it is."""
    return str(KIND_LABELS[Kind(kind)]) if kind in set(Kind) else kind


def problem_sentence(problem: Mapping[str, object]) -> str:
    """One sentence for one problem of a verification; `problem` holds code, seq and facts."""
    template = PROBLEMS.get(str(problem.get("code")))
    if template is None:
        return _("Mục số %(seq)s có vấn đề.") % {"seq": problem.get("seq")}
    return str(template) % problem
