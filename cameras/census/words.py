"""Sentences of this package: why a file is refused, what is wrong with a cell, where a list stands.

A problem's sentence stands beside its cell, so it says what to write there and not where.
"""

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.lib.words import register


class State(TextChoices):
    UPLOADED = "uploaded", gettext_lazy("Đã nhận tệp, đang chờ đọc")
    MAPPING = "mapping", gettext_lazy("Chờ bạn cho biết các cột lạ")
    CHECKING = "checking", gettext_lazy("Đang kiểm tra từng dòng")
    CHECKED = "checked", gettext_lazy("Đã kiểm tra, chưa lưu")
    WAITING = "waiting", gettext_lazy("Chờ ghi vào danh sách")
    IMPORTING = "importing", gettext_lazy("Đang ghi vào danh sách")
    DONE = "done", gettext_lazy("Đã nhập xong")
    FAILED = "failed", gettext_lazy("Không nhập được")
    WITHDRAWN = "withdrawn", gettext_lazy("Đã bỏ")


def states() -> list[tuple[str, object]]:
    return list(State.choices)


register(
    {
        "census.too_large": gettext_lazy(
            "Tệp lớn hơn %(most_mb)s MB. Hãy chia danh sách thành nhiều tệp."
        ),
        "census.too_large_inside": gettext_lazy(
            "Tệp này khi mở ra quá lớn nên không được đọc. "
            "Hãy chép riêng danh sách camera sang một tệp mới rồi tải lên lại."
        ),
        "census.too_many_rows": gettext_lazy(
            "Tệp có hơn %(most)s dòng. Hãy chia danh sách thành nhiều tệp, hoặc xóa các dòng trống "
            "ở cuối bảng."
        ),
        "census.too_many_columns": gettext_lazy(
            "Bảng có hơn %(most)s cột. Hãy chỉ giữ các cột của mẫu."
        ),
        "census.empty": gettext_lazy("Tệp không có dòng nào. Hãy chọn tệp có danh sách camera."),
        "census.no_rows": gettext_lazy(
            "Tệp chỉ có dòng tiêu đề hoặc dòng ví dụ, chưa có camera nào."
        ),
        "census.encrypted": gettext_lazy(
            "Tệp có mật khẩu, hoặc là Excel đời cũ (.xls). "
            "Hãy bỏ mật khẩu và lưu lại dưới dạng .xlsx."
        ),
        "census.macros": gettext_lazy(
            "Tệp có macro nên không được nhận. Hãy lưu lại dưới dạng .xlsx (không macro)."
        ),
        "census.outside": gettext_lazy(
            "Tệp có liên kết tới dữ liệu bên ngoài hoặc tệp nhúng nên không được nhận. "
            "Hãy chép riêng danh sách sang một tệp mới, chỉ dán giá trị."
        ),
        "census.not_excel": gettext_lazy(
            "Tệp này không phải là bảng tính. Hãy dùng tệp .xlsx hoặc .csv."
        ),
        "census.not_a_list": gettext_lazy(
            "Không đọc được tệp này như một danh sách. Hãy lưu lại dưới dạng .xlsx hoặc CSV UTF-8."
        ),
        "census.damaged": gettext_lazy(
            "Tệp bị hỏng hoặc không đúng định dạng. Hãy mở bằng Excel và lưu lại dưới dạng .xlsx."
        ),
        "census.known_file": gettext_lazy(
            "Đúng tệp này đã được nhập xong lúc %(when)s. Không có gì được thêm lần nữa."
        ),
        "census.open_file": gettext_lazy(
            "Đúng tệp này đã được tải lên lúc %(when)s và đang chờ bạn làm tiếp."
        ),
        "census.too_many_files": gettext_lazy(
            "Bạn đã tải lên %(count)s tệp trong 24 giờ qua. Hãy đợi đến ngày mai."
        ),
        "census.not_yours": gettext_lazy("Bạn không nhập danh sách thay cho nơi này được."),
        "census.not_now": gettext_lazy(
            "Danh sách này vừa đổi trạng thái. Hãy tải lại trang để xem đang ở bước nào."
        ),
        "census.still_wrong": gettext_lazy(
            "Còn %(count)s dòng phải sửa hoặc phải trả lời. Chưa có gì được lưu."
        ),
        "census.nothing_new": gettext_lazy("Không còn dòng nào để nhập."),
        "census.columns_twice": gettext_lazy(
            "Hai cột không thể cùng là “%(heading)s”. Hãy chọn lại một trong hai."
        ),
        "census.no_name_column": gettext_lazy(
            "Phải có một cột tên camera. Hãy chọn cột nào là “Tên camera”."
        ),
        "census.no_such_column": gettext_lazy("Không có cột này trong danh sách."),
        "census.right_ended": gettext_lazy(
            "Người tải tệp lên không còn quyền nhập danh sách cho nơi này nữa."
        ),
        "census.worker_lost": gettext_lazy(
            "Máy xử lý bị ngắt giữa chừng nhiều lần. Chưa có gì được lưu. Hãy tải tệp lên lại."
        ),
        "census.changed_meanwhile": gettext_lazy(
            "Từ lúc kiểm tra đến lúc ghi đã có thay đổi, nên danh sách được kiểm tra lại. "
            "Hãy xem lại rồi bấm nhập."
        ),
        "census.layout_unknown": gettext_lazy("Chỉ có tệp .xlsx và .csv."),
    }
)

PROBLEMS: Mapping[str, str | Promise] = {
    "missing": gettext_lazy("Ô này đang trống mà phải có."),
    "long": gettext_lazy("Dài quá %(most)s ký tự. Hãy viết ngắn lại."),
    "formula": gettext_lazy("Ô này chứa công thức. Hãy thay bằng giá trị."),
    "date": gettext_lazy("Excel đã đổi ô này thành ngày tháng. Hãy gõ lại, ví dụ số nhà 12/4."),
    "error": gettext_lazy("Ô này báo lỗi của bảng tính. Hãy gõ lại giá trị."),
    "garbled": gettext_lazy("Chữ bị vỡ phông. Hãy gõ lại, hoặc lưu tệp CSV dạng UTF-8."),
    "choice": gettext_lazy("Không có giá trị này. Xem trang “Giá trị cho phép” của mẫu."),
    "yes_no": gettext_lazy("Hãy ghi Có, Không hoặc Không biết."),
    "bearing": gettext_lazy(
        "Hãy ghi hướng như Bắc, Đông bắc, hoặc số độ từ 0 đến 359, hoặc Không biết."
    ),
    "whole": gettext_lazy("Hãy ghi một số từ %(least)s đến %(most)s, hoặc để trống."),
    "bounds": gettext_lazy("Phải nằm từ %(least)s đến %(most)s."),
    "phone": gettext_lazy("Số điện thoại chưa đúng. Ví dụ: 0901 234 567."),
    "pair": gettext_lazy("Hãy ghi hai số, ví dụ 10.36214, 107.08531."),
    "coordinate": gettext_lazy("Không đọc được tọa độ. Ví dụ: 10,36214."),
    "scale": gettext_lazy(
        "Số này mất dấu thập phân. Hãy gõ lại với dấu phẩy hoặc dấu chấm, ví dụ 10,36214."
    ),
    "no_pin": gettext_lazy("Chưa có vị trí. Hãy ghi vĩ độ và kinh độ, hoặc cột Tọa độ."),
    "abroad": gettext_lazy("Vị trí này nằm ngoài lãnh thổ Việt Nam."),
    "swapped": gettext_lazy("Vĩ độ và kinh độ bị đổi chỗ."),
    "coarse": gettext_lazy("Vị trí chỉ chính xác đến cả trăm mét. Có đúng chỗ này không?"),
    "nowhere": gettext_lazy("Vị trí này không thuộc phường, xã nào. Có phải ở ngoài biển không?"),
    "nowhere_near": gettext_lazy(
        "Vị trí này cách %(unit)s %(metres)s m, không thuộc phường, xã nào gần đó. "
        "Có phải ở ngoài biển không?"
    ),
    "far": gettext_lazy(
        "Vị trí này cách %(unit)s %(metres)s m, nằm ở %(here)s. Hãy xem lại, hoặc giữ như đã ghi."
    ),
    "unit_unknown": gettext_lazy(
        "Chưa tìm thấy phường, xã có tên này. Tên cũ hay tên mới đều được."
    ),
    "unit_of_others": gettext_lazy("Danh sách này chỉ dành cho camera ở %(unit)s."),
    "part_unknown": gettext_lazy(
        "%(unit)s không có khu phố, tổ dân phố, thôn nào tên như vậy. Hãy sửa lại hoặc để trống."
    ),
    "part_of_others": gettext_lazy("Danh sách này chỉ dành cho %(part)s."),
    "twin_in_file": gettext_lazy("Giống hệt dòng %(row)s. Hãy bỏ một trong hai dòng."),
    "alike_in_file": gettext_lazy(
        "Cùng chủ, cùng chỗ, cùng hướng với dòng %(row)s. Có phải hai camera khác nhau không?"
    ),
    "alike_known": gettext_lazy(
        "Cùng chủ, cùng chỗ, cùng hướng với camera “%(name)s” đã đăng ký. "
        "Có phải camera khác không?"
    ),
    "other_owner_name": gettext_lazy(
        "Cùng số điện thoại với dòng %(row)s mà tên chủ khác. Có đúng không?"
    ),
}


def problem_sentence(code: str, facts: Mapping[str, object]) -> str:
    """What is wrong with a cell, in the reader's words."""
    return str(PROBLEMS[code]) % facts


def file_reason(code: str) -> str:
    """Why a worker set a list aside, from the code it left on the row."""
    return _("Lý do: %(words)s") % {"words": code}
