"""Why a delay is not possible."""

from django.utils.translation import gettext_lazy as _

from portal.lib.words import register

register(
    {
        "delays.case_closed": _("Vụ việc đã đóng nên không hoãn được nữa."),
        "delays.once": _("Mỗi vụ việc chỉ được hoãn một lần. Lần hoãn của vụ việc này đã có."),
        "delays.own_request": _(
            "Bạn đã xin hình trong vụ việc này. Người hoãn phải là một chỉ huy khác."
        ),
        "delays.reason_missing": _("Hãy ghi vì sao phải hoãn, ít nhất %(least)s chữ cái."),
        "delays.too_many_days": _("Hãy ghi số ngày từ 1 đến %(most)s, tính cả những ngày đã hoãn."),
        "delays.not_longer": _("Số ngày mới phải nhiều hơn %(days)s ngày đã cho phép."),
        "delays.over": _("Lần hoãn này đã hết. Không hoãn thêm được."),
    }
)
