"""Sentences: what refuses a beacon, and what to do when nothing could be measured."""

from django.utils.translation import gettext_lazy as _

from portal.lib.words import register

from .measure import Advice

register(
    {
        "beacon.too_many": _(
            "Hôm nay bạn đã đo %(count)s lần. Hãy đo tiếp vào ngày mai, hoặc nhờ phường giúp."
        ),
        "beacon.camera_removed": _("Camera này đã được gỡ khỏi danh sách nên không đo được nữa."),
        "beacon.no_link": _(
            "Camera chưa được nối với đầu ghi. Hãy tải đoạn ghi lên, hoặc nối đầu ghi trước."
        ),
        "beacon.used": _("Mã của lần đo này đã được dùng. Hãy bấm Đo lại để lấy mã mới."),
        "beacon.expired": _("Lần đo này đã quá giờ. Hãy bấm Đo lại để lấy mã mới."),
        "beacon.not_shown": _("Hãy bấm Hiện mã và giữ mã trước camera trước khi lấy đoạn ghi."),
        "beacon.slow_network": _(
            "Mạng đang quá chậm nên giờ trên điện thoại chưa đủ đúng. "
            "Hãy đến chỗ sóng mạnh hơn rồi bấm Đo lại."
        ),
        "beacon.not_video": _(
            "Tệp này không phải là video mà hệ thống đọc được. "
            "Hãy chọn tệp do đầu ghi xuất ra (MP4, AVI, MKV hoặc TS)."
        ),
        "beacon.too_long": _(
            "Đoạn ghi dài %(minutes)s phút. Hãy chỉ xuất vài phút có lúc bạn giữ mã, "
            "không quá %(most)s phút."
        ),
        "beacon.nothing_to_tell": _("Lần đo này không cần bạn cho biết giờ."),
        "beacon.time_too_far": _(
            "Giờ bạn ghi lệch hơn một ngày so với giờ thật. Hãy xem lại ngày và giờ; nếu đầu ghi "
            "hiện đúng như vậy, hãy chỉnh ngày của đầu ghi trước rồi đo lại."
        ),
        "beacon.no_longer_yours": _("Bạn không còn quyền đo camera này."),
    }
)

# Code of a failure: what happened, what to do.
FAILURES = {
    Advice.NO_CODE: (
        _("Không thấy mã nào trong đoạn hình."),
        _(
            "Hãy giữ điện thoại gần camera hơn, cách chừng 20 đến 40 cm, quay màn hình thẳng vào "
            "ống kính, và giữ đủ 10 giây sau khi bấm Hiện mã."
        ),
    ),
    Advice.CLOSER: (
        _("Có thấy mã nhưng mã quá nhỏ trong hình."),
        _("Hãy giữ điện thoại gần camera hơn, cho mã rộng bằng khoảng một phần ba khung hình."),
    ),
    Advice.STILL: (
        _("Có thấy mã nhưng hình bị nhòe."),
        _("Hãy giữ điện thoại thật yên, tì tay vào tường hoặc đặt điện thoại lên một chỗ chắc."),
    ),
    Advice.GLARE: (
        _("Màn hình điện thoại bị chói trong hình nên không đọc được mã."),
        _("Hãy giảm độ sáng màn hình một nửa, nghiêng điện thoại một chút để tránh đèn và nắng."),
    ),
    Advice.FEW: (
        _("Chỉ đọc được vài mã, chưa đủ để tính giờ cho chắc."),
        _("Hãy giữ mã lâu hơn, đủ 10 giây, gần hơn một chút và thật yên."),
    ),
    Advice.OTHER_CODE: (
        _("Mã trong đoạn hình là của lần đo khác hoặc của camera khác."),
        _("Mỗi mã chỉ dùng cho một camera và một lần. Hãy bấm Đo lại rồi giữ mã mới trước camera."),
    ),
    Advice.OTHER_TIME: (
        _("Mã trong đoạn hình không thuộc mười phút của lần đo này: đây là đoạn ghi cũ."),
        _("Hãy bấm Đo lại, giữ mã mới trước camera và lấy đúng đoạn ghi vừa xong."),
    ),
    Advice.JUMP: (
        _("Đồng hồ đầu ghi nhảy giờ ngay trong đoạn hình."),
        _(
            "Có thể đầu ghi vừa được chỉnh giờ. Hãy chờ vài phút rồi đo lại; nếu vẫn vậy, hãy xem "
            "phần cài đặt ngày giờ của đầu ghi."
        ),
    ),
    Advice.PACE: (
        _("Đoạn hình chạy nhanh hoặc chậm hơn thật nên không tính được giờ."),
        _("Hãy xuất lại đoạn ghi ở tốc độ thường, không cắt ghép, không quay lại màn hình."),
    ),
    "expired": (
        _("Đã quá giờ mà chưa nhận được đoạn ghi."),
        _("Hãy đo lại. Mã chỉ dùng được trong 10 phút."),
    ),
    "no_footage": (
        _("Đầu ghi chưa có hình của lúc bạn giữ mã."),
        _(
            "Nếu camera chỉ ghi khi có chuyển động, hãy vẫy tay trước camera trước khi giữ mã. "
            "Cũng có thể tải đoạn ghi lên."
        ),
    ),
    "not_video": (
        _("Dữ liệu nhận được không phải là hình mà hệ thống đọc được."),
        _("Hãy đo lại, hoặc xuất đoạn ghi ra tệp MP4 rồi tải lên."),
    ),
    "too_large": (
        _("Đoạn ghi của lúc đo lớn hơn giới hạn của hệ thống."),
        _("Hãy xuất vài phút có lúc bạn giữ mã rồi tải lên."),
    ),
    "source": (
        _("Không lấy được hình từ đầu ghi."),
        _("Hãy thử kết nối đầu ghi ở trang Nối với đầu ghi, hoặc tải đoạn ghi lên."),
    ),
    "changed": (
        _("Camera đã bị gỡ hoặc được nối sang đầu ghi khác trong lúc đo."),
        _("Hãy mở lại trang camera rồi đo lại."),
    ),
    "no_longer_yours": (
        _("Bạn không còn quyền đo camera này."),
        _("Hãy nhờ chủ camera đo."),
    ),
    "crashed": (
        _("Việc đọc đoạn hình đã hỏng nhiều lần nên được dừng lại."),
        _("Hãy đo lại; nếu vẫn vậy, hãy báo cho phường."),
    ),
}


def failure(code: str) -> tuple[str, str]:
    """What happened and what to do, for any code."""
    what, then = FAILURES.get(code) or FAILURES["crashed"]
    return str(what), str(then)
