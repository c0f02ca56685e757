from django.utils.translation import gettext_lazy as _

from portal.lib.words import register

register(
    {
        "funding.no_amount": _("Hãy ghi số tiền lớn hơn 0, ví dụ 6.000.000."),
        "funding.amount_not_for_kind": _(
            "Chỉ đóng góp bằng tiền mới ghi số tiền. Hãy chọn loại “Tiền” hoặc để số tiền trống."
        ),
        "funding.unbalanced": _("Bút toán không cân. Hãy báo người quản trị."),
        "funding.own_confirmation": _(
            "Người ghi không được tự xác nhận. Một người khác trong ban phải xác nhận."
        ),
        "funding.verdict_missing": _("Hãy chọn xác nhận hoặc không xác nhận."),
        "funding.already_decided": _("Khoản đóng góp này đã được xử lý trước đó."),
        "funding.donor_missing": _("Hãy ghi tên người hoặc tập thể đóng góp."),
    }
)
