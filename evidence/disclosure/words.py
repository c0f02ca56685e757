"""What an owner reads about each kind of entry, in plain words.

An entry names no person and no case to an owner. What it says of the case is its unit, its kind,
why the footage was wanted and what came of it: enough to ask questions, too little to follow an
investigation.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

from evidence.custody.hold_states import Ending
from evidence.custody.vocabulary import ItemRole
from portal.ledger.kinds import Kind
from portal.ledger.models import Entry

_TITLES: dict[Kind, tuple[Promise, str]] = {
    Kind.TARGET_NOTIFIED: (lazy("Công an xin hình từ camera này"), "warn"),
    Kind.TARGET_ANSWERED: (lazy("Bên bạn đã trả lời"), "plain"),
    Kind.TARGET_HANDED_ON: (lazy("Bên bạn đã nhờ một người khác lo việc này"), "plain"),
    Kind.TARGET_EXPIRED: (lazy("Hết hạn trả lời, không lấy hình"), "plain"),
    Kind.EMERGENCY_OPENED: (lazy("Công an mở khẩn cấp, trước khi chỉ huy duyệt"), "warn"),
    Kind.EMERGENCY_VIEWED: (lazy("Cán bộ công an đã xem hình trong lần mở khẩn cấp"), "warn"),
    Kind.EMERGENCY_ENDED: (lazy("Lần mở khẩn cấp đã kết thúc"), "plain"),
    Kind.EMERGENCY_REVIEWED: (lazy("Chỉ huy đã xem lại: mở khẩn cấp có lý do"), "plain"),
    Kind.EMERGENCY_UNREVIEWED: (lazy("Quá hạn mà không chỉ huy nào xem lại lần mở"), "bad"),
    Kind.HOLD_ASKED: (lazy("Công an cho giữ tạm một đoạn hình, chưa ai xem được"), "warn"),
    Kind.HOLD_SEALED: (lazy("Đoạn giữ tạm đã được niêm phong, chưa ai mở được"), "plain"),
    Kind.HOLD_RELEASED: (lazy("Đoạn giữ tạm được mở cho vụ việc sau khi có quyết định"), "warn"),
    Kind.HOLD_DESTROYED: (lazy("Đoạn giữ tạm đã được hủy, không ai xem được nữa"), "good"),
    Kind.EXTRACTION_STARTED: (lazy("Hệ thống bắt đầu lấy hình"), "plain"),
    Kind.EXTRACTION_STOPPED: (lazy("Việc lấy hình đã dừng"), "plain"),
    Kind.EXTRACTION_FAILED: (lazy("Không lấy được hình"), "plain"),
    Kind.DETAILS_OPENED: (lazy("Cán bộ công an đã xem cách liên hệ với bạn"), "warn"),
    Kind.ITEM_SEALED: (lazy("Đoạn hình đã được lấy và niêm phong"), "warn"),
    Kind.ITEM_OPENED: (lazy("Cán bộ công an đã xem hình"), "warn"),
    Kind.ITEM_EXPORTED: (lazy("Hình đã được xuất ra ngoài hệ thống"), "bad"),
    Kind.ITEM_DESTROYED: (lazy("Hình đã được hủy"), "good"),
    Kind.FINDING_PRODUCED: (lazy("Máy đã dò người và xe trong đoạn hình"), "plain"),
}
# Of a case or of a whole request: no camera is named in them.
ABOUT_ALL: dict[Kind, tuple[Promise, str]] = {
    Kind.OUTCOME_RECORDED: (lazy("Vụ việc đã có kết quả"), "good"),
    Kind.REQUEST_NOT_FOUND: (lazy("Đã xem hình mà không thấy điều cần tìm"), "plain"),
    Kind.DELAY_STARTED: (lazy("Chỉ huy đơn vị cho hiện chậm các dòng của một vụ việc"), "plain"),
    Kind.DELAY_EXTENDED: (lazy("Chỉ huy đơn vị cho hiện chậm thêm"), "plain"),
    Kind.DELAY_LIFTED: (lazy("Chỉ huy đơn vị cho hiện sớm hơn hạn"), "plain"),
}
OWN_KINDS = tuple(_TITLES)
DELAY_KINDS = (Kind.DELAY_STARTED, Kind.DELAY_EXTENDED, Kind.DELAY_LIFTED)
WITH_OUTCOME = (Kind.HOLD_RELEASED, Kind.ITEM_SEALED, Kind.ITEM_OPENED, Kind.ITEM_EXPORTED)

_AHEAD = lazy("Công an lấy một đoạn hình, như bạn đã cho phép trước")
_BOUND = lazy("Công an lấy hình từ camera này theo luật, không cần bạn đồng ý")
_FETCHED = {
    Kind.HOLD_ASKED: lazy("Hệ thống lấy đoạn hình cho lần mở khẩn cấp"),
    Kind.HOLD_SEALED: lazy("Đoạn hình đã được niêm phong, chỉ người mở khẩn cấp xem được"),
}
_UNJUSTIFIED = lazy("Chỉ huy đã xem lại: mở khẩn cấp không có lý do")
_COPY_GONE = lazy("Bản làm ra từ hình này đã được hủy")
ANSWERS = {
    "share": lazy("Đồng ý chia sẻ"),
    "decline": lazy("Từ chối"),
    "nothing": lazy("Không có hình"),
}
ENDINGS = {
    "consent.withdrawn": lazy("Bạn đã rút lại sự đồng ý."),
    "consent.refused": lazy("Bạn đã từ chối."),
    "consent.expired": lazy("Sự đồng ý của bạn đã hết hạn."),
    "consent.beyond_limits": lazy("Đoạn này vượt quá mức bạn cho phép trước."),
    "consent.not_agreed": lazy("Bên bạn không đồng ý."),
    "consent.case_closed": lazy("Vụ việc đã đóng."),
    "consent.camera_removed": lazy("Camera đã được gỡ khỏi danh sách."),
    "no_footage": lazy("Đầu ghi không còn đoạn này."),
    "footage_expired": lazy("Đầu ghi đã ghi đè lên đoạn này."),
    Ending.NOT_APPROVED: lazy("Hết giờ mà chỉ huy không duyệt."),
    Ending.REQUEST_ENDED: lazy("Yêu cầu không được duyệt hoặc đã đóng."),
    Ending.OWNER: lazy("Bên bạn không đồng ý, dừng lại, hoặc không trả lời."),
    Ending.NOTHING: lazy("Đầu ghi không có đoạn này hoặc không đọc được."),
    Ending.NOT_NEEDED: lazy("Hình đã có bằng cách khác."),
    Ending.NOT_JUSTIFIED: lazy("Lần mở khẩn cấp không có lý do, hoặc không ai xem lại đúng hạn."),
}


def title_and_tone(entry: Entry) -> tuple[str, str]:
    kind, facts = Kind(entry.kind), entry.facts
    title, tone = _TITLES[kind] if kind in _TITLES else ABOUT_ALL[kind]
    if kind == Kind.TARGET_NOTIFIED and entry.private("how") == "ahead":
        title = _AHEAD
    elif kind == Kind.TARGET_NOTIFIED and facts.get("basis") != "consent":
        title = _BOUND
    elif kind in _FETCHED and facts.get("ground") == "opening":
        title, tone = _FETCHED[kind], "warn"
    elif kind == Kind.EMERGENCY_REVIEWED and facts.get("verdict") != "justified":
        title, tone = _UNJUSTIFIED, "bad"
    elif kind == Kind.ITEM_DESTROYED and facts.get("role") in _COPIES:
        title, tone = _COPY_GONE, "plain"
    return str(title), tone


_COPIES = (ItemRole.INDEX, ItemRole.THUMBNAIL, ItemRole.FINDINGS)
