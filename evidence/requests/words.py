"""Why a request is refused, in sentences that say what to do instead."""

from django.utils.translation import gettext_lazy as _

from portal.lib.words import register

register(
    {
        "requests.window_backwards": _("Giờ kết thúc phải sau giờ bắt đầu. Hãy sửa lại giờ."),
        "requests.window_in_future": _(
            "Khoảng thời gian này chưa diễn ra xong nên chưa có hình. "
            "Hãy chọn giờ kết thúc trước thời điểm hiện tại."
        ),
        "requests.window_too_short": _("Hãy chọn khoảng thời gian dài ít nhất %(seconds)s giây."),
        "requests.window_too_long": _(
            "Mỗi yêu cầu được xin nhiều nhất %(minutes)s phút. "
            "Hãy thu hẹp khoảng thời gian, hoặc chia thành nhiều yêu cầu có lý do riêng."
        ),
        "requests.windows_too_many": _(
            "Mỗi yêu cầu xin từ một đến %(most)s khoảng thời gian. "
            "Hãy bỏ bớt khoảng không thật cần, hoặc soạn yêu cầu khác có lý do riêng."
        ),
        "requests.windows_unordered": _(
            "Khoảng %(number)s bắt đầu trước khoảng %(before)s. Hãy ghi theo thứ tự thời gian."
        ),
        "requests.windows_overlap": _(
            "Khoảng %(number)s trùng với khoảng %(before)s. "
            "Hãy sửa để hai khoảng rời nhau, hoặc gộp thành một."
        ),
        "requests.windows_too_far": _(
            "Các khoảng của một yêu cầu phải nằm trong %(days)s ngày. "
            "Hãy soạn yêu cầu khác cho khoảng ở xa."
        ),
        "requests.windows_too_long": _(
            "Các khoảng cộng lại nhiều nhất %(minutes)s phút. Hãy thu hẹp hoặc bỏ bớt một khoảng."
        ),
        "requests.area_too_wide": _(
            "Bán kính phải từ 1 đến %(metres)s mét. Hãy thu nhỏ khu vực trên bản đồ."
        ),
        "requests.drawn_too_large": _(
            "Vùng này rộng quá. Hãy vẽ vùng nhỏ hơn %(hectares)s ha quanh nơi xảy ra."
        ),
        "requests.route_too_long": _(
            "Tuyến đường này dài quá %(metres)s mét. Hãy vẽ đoạn đường ngắn hơn."
        ),
        "requests.camera_unknown": _(
            "Không có camera nào mang mã này mà công an của đơn vị được hỏi. Hãy chọn trên bản đồ."
        ),
        "requests.camera_asked_already": _(
            "Một camera vừa chọn đã được hỏi xin những phút này cho vụ việc này. Không ai bị hỏi "
            "hai lần cùng một đoạn: hãy bỏ camera đó."
        ),
        "requests.window_outside": _(
            "Khoảng thời gian vừa chọn nằm ngoài khoảng của yêu cầu. Hãy chọn lại."
        ),
        "requests.duplicate": _(
            "Vụ việc này đã có một yêu cầu xin gần như cùng nơi và cùng giờ. Hãy mở yêu cầu đó. "
            "Nếu xem rồi mà không thấy, hãy ghi lại ở đó để mở rộng. "
            "Cần thêm giờ khác thì chỉ xin giờ khác đó."
        ),
        "requests.already_sent": _(
            "Yêu cầu soạn bằng mẫu này đã được gửi rồi nên thay đổi vừa ghi không được giữ. "
            "Hãy mở yêu cầu đã gửi, hoặc soạn yêu cầu mới từ vụ việc."
        ),
        "requests.beyond_reason_missing": _(
            "Yêu cầu này vượt mức thường của đơn vị. Hãy ghi vì sao cần nhiều như vậy, "
            "ít nhất %(least)s ký tự."
        ),
        "requests.approval_reason_missing": _(
            "Yêu cầu này vượt mức thường của đơn vị. Muốn duyệt, hãy ghi vì sao bạn đồng ý."
        ),
        "requests.not_found_already": _("Yêu cầu này đã được ghi là không thấy điều cần tìm."),
        "requests.not_looked_yet": _(
            "Đã có hình cho yêu cầu này mà chưa ai mở xem. Hãy xem trước khi ghi là không thấy."
        ),
        "requests.not_found_first": _(
            "Chỉ mở rộng sau khi đã ghi là không thấy điều cần tìm trong hình đã có."
        ),
        "requests.widened_already": _("Yêu cầu này đã được mở rộng. Hãy xem yêu cầu sau nó."),
        "requests.no_camera_chosen": _("Hãy chọn ít nhất một camera."),
        "requests.too_many_cameras": _(
            "Mỗi yêu cầu được hỏi nhiều nhất %(cameras)s camera. Hãy bỏ bớt những camera ở xa."
        ),
        "requests.window_overwritten": _(
            "Không đầu ghi nào trong khu vực còn giữ hình của khoảng thời gian này: "
            "hình đã bị ghi đè. Hãy chọn thời gian gần đây hơn hoặc khu vực khác."
        ),
        "requests.camera_not_offered": _(
            "Một camera vừa chọn không còn trong danh sách có thể hỏi. Hãy chọn lại."
        ),
        "requests.document_missing": _(
            "Yêu cầu theo văn bản phải ghi số văn bản. Hãy điền số văn bản."
        ),
        "requests.document_undated": _("Hãy ghi ngày của văn bản, ví dụ 21/11/2026."),
        "requests.document_unsigned": _("Hãy ghi ai đã ký văn bản: họ tên và chức vụ."),
        "requests.document_of_tomorrow": _("Ngày của văn bản không thể ở tương lai. Hãy xem lại."),
        "requests.emergency_is_urgent": _(
            "Khi tính mạng bị đe dọa, mức độ phải là khẩn. Hãy chọn “Khẩn”."
        ),
        "requests.case_closed": _("Vụ việc đã đóng nên không thể xin thêm hình."),
        "requests.wrong_state": _(
            "Yêu cầu này đã được xử lý trước đó. Hãy tải lại trang để xem trạng thái mới nhất."
        ),
        "requests.already_answered": _("Yêu cầu này đã có câu trả lời trước đó."),
        "requests.not_asked": _(
            "Hình này được lấy theo luật, không theo sự đồng ý, nên chủ camera được báo chứ không "
            "được hỏi."
        ),
        "requests.purpose_missing": _("Hãy viết rõ vì sao cần đoạn hình này: chủ camera sẽ đọc."),
        "requests.verdict_missing": _("Hãy chọn duyệt hoặc không duyệt."),
        "requests.own_approval": _(
            "Người gửi yêu cầu không được tự duyệt. Một chỉ huy khác phải duyệt yêu cầu này."
        ),
        "requests.already_decided": _(
            "Bạn đã trả lời yêu cầu này rồi. Nếu còn thiếu người duyệt, phải là một chỉ huy khác."
        ),
        "requests.deadline_passed": _(
            "Cảm ơn bạn đã trả lời. Hạn trả lời đã qua lúc %(when)s, nên không có hình nào được "
            "lấy và bạn không phải làm gì thêm. Nếu vẫn cần, công an sẽ gửi một yêu cầu mới."
        ),
        "requests.part_outside": _(
            "Phần này nằm ngoài khoảng thời gian được xin. Hãy chọn giờ ở trong khoảng đó."
        ),
        "requests.nothing_to_explain": _("Yêu cầu này không có câu trả lời nào cần ghi lý do."),
        "requests.why_too_long": _("Hãy ghi lý do trong khoảng 1 đến %(limit)s ký tự."),
        "requests.not_of_the_house": _(
            "Chỉ nhờ được người trong hộ hay cơ sở của bạn, và chỉ người có quyền trả lời mới nhờ."
        ),
        "requests.handed_on_already": _("Bạn đã nhờ %(name)s rồi."),
        "requests.only_deliver": _(
            "Bạn được nhờ gửi hình. Hãy chờ người có quyền trả lời đồng ý trước đã."
        ),
        "requests.code_mistyped": _(
            "Mã này gõ chưa đúng. Mã có chín chữ và số, hãy so lại từng chữ với mã bạn nhận được."
        ),
        "requests.code_too_many": _(
            "Đã thử %(limit)s mã không có thật trong một giờ. Hãy chờ một giờ rồi thử lại, "
            "hoặc gọi cho phường."
        ),
        "requests.details_purpose_missing": _(
            "Hãy ghi vì sao cần liên hệ, ít nhất ba từ. Chủ camera sẽ đọc được dòng này."
        ),
        "requests.details_too_long": _("Đoạn này dài quá %(limit)s ký tự. Hãy viết ngắn hơn."),
        "requests.details_reason_missing": _(
            "Bạn đã mở thông tin của %(limit)s chủ camera trong %(minutes)s phút. Muốn mở thêm, "
            "hãy ghi rõ lý do, ít nhất %(least)s ký tự. Kiểm tra viên của đơn vị sẽ được báo."
        ),
        "requests.record_unavailable": _(
            "Chưa ghi được vào sổ nên chưa mở được thông tin. Hãy thử lại sau ít phút."
        ),
        "requests.consent_missing": _(
            "Camera này hiện không cho phép hỏi xin hình. Chủ camera đã rút lại sự đồng ý."
        ),
    }
)
