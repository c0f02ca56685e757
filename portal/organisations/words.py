"""Sentences of this package, and what each part in an organisation means."""

from django.utils.translation import gettext_lazy as _

from portal.lib.words import register
from portal.people.roles import Role
from portal.people.words import ROLE_NAMES

ROLE_MEANINGS = {
    Role.OWNER: _(
        "Đăng ký và sửa camera, đồng ý hoặc từ chối chia sẻ, trả lời công an, "
        "mời thêm người và cho người khác thôi đứng tên."
    ),
    Role.CO_OWNER: _(
        "Đăng ký và sửa camera, đồng ý hoặc từ chối chia sẻ, trả lời công an, mời thêm người. "
        "Lời “không” của mỗi người đều được giữ."
    ),
    Role.SIGNATORY: _(
        "Đồng ý hoặc từ chối chia sẻ, trả lời công an, mời thêm người "
        "và cho người khác thôi đứng tên."
    ),
    Role.TECHNICIAN: _(
        "Sửa thông tin camera và đầu ghi. Không đồng ý thay, không trả lời công an."
    ),
}


def role_choices(roles: tuple[Role, ...]) -> list[tuple[str, str]]:
    """For radio buttons: the name, and on a second line what it means."""
    return [(role.value, f"{ROLE_NAMES[role]}\n{ROLE_MEANINGS[role]}") for role in roles]


register(
    {
        "organisations.kind_not_offered": _(
            "Chỉ quản trị viên mới lập được loại tổ chức này. Hãy chọn một loại trong danh sách."
        ),
        "organisations.founded_too_many": _(
            "Bạn đã lập %(count)s hộ hoặc tổ chức, nhiều nhất được %(most)s. "
            "Nếu cần thêm, hãy hỏi công an phường, xã."
        ),
        "organisations.unit_ended": _("Phường, xã này không còn nữa. Hãy chọn đơn vị hiện nay."),
        "organisations.role_not_offered": _(
            "Không mời được vào vai trò này. Hãy chọn một vai trò trong danh sách."
        ),
        "organisations.phone_wrong": _("Số điện thoại chưa đúng. Ví dụ: 0901 234 567."),
        "organisations.phone_abroad": _(
            "Chỉ mời được số điện thoại của Việt Nam. Ví dụ: 0901 234 567."
        ),
        "organisations.own_number": _("Đây là số của chính bạn. Hãy nhập số của người bạn mời."),
        "organisations.already_member": _("Người dùng số này đang giữ vai trò đó rồi."),
        "organisations.already_waiting": _(
            "Số này đã được mời vào vai trò đó và chưa trả lời. Hãy đợi, "
            "hoặc rút lời mời trước rồi mời lại."
        ),
        "organisations.too_many_waiting": _(
            "Đang có %(count)s lời mời chờ trả lời, nhiều nhất được %(most)s. "
            "Hãy rút bớt một lời mời rồi mời tiếp."
        ),
        "organisations.too_many_today": _(
            "Bạn đã gửi %(count)s lời mời trong 24 giờ qua. Hãy mời tiếp vào ngày mai."
        ),
        "organisations.invitation_over": _(
            "Lời mời này không còn hiệu lực: đã trả lời, đã rút lại hoặc đã hết hạn. "
            "Nếu vẫn muốn tham gia, hãy nhờ người mời gửi lời mời mới."
        ),
        "organisations.verdict_missing": _("Hãy chọn đồng ý hoặc từ chối."),
        "organisations.not_member": _("Bạn không còn ở trong hộ hoặc tổ chức này."),
        "organisations.last_speaker": _(
            "Bạn là người cuối cùng đứng tên và còn %(count)s camera đang dùng. "
            "Hãy mời một người khác cùng đứng tên và đợi họ nhận lời, "
            "hoặc gỡ các camera, rồi hãy rời khỏi."
        ),
    }
)
