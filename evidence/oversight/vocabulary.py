"""What the pages call each rule and each answer. Calm on purpose: a finding is a question."""

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .found import Rule


class Verdict(TextChoices):
    EXPLAINED = "explained", _("Đã hỏi, có lời giải thích hợp lý")
    FORWARDED = "forwarded", _("Đã chuyển cấp có thẩm quyền xem xét")


OPEN = "open"
RULE_LABELS: dict[Rule, str | Promise] = {
    Rule.SAME_ADDRESS: _("Nhiều vụ việc xin cùng một camera"),
    Rule.OFF_SHIFT: _("Xem hình ngoài giờ, không gắn với việc nào đang làm"),
    Rule.VAGUE: _("Mục đích ghi chung chung"),
    Rule.NO_OUTCOME: _("Vụ việc đã xin hình mà chưa ghi kết quả"),
    Rule.PAIR: _("Hai người duyệt yêu cầu của nhau"),
}
# What was counted, of what: read out as "<k> trong <n> <of what>".
COUNTED: dict[Rule, str | Promise] = {
    Rule.SAME_ADDRESS: _("vụ việc của người này có xin camera đó, tách khỏi các camera lân cận"),
    Rule.OFF_SHIFT: _(
        "buổi ngoài giờ chỉ xem lại hình của vụ việc đã yên trên 10 ngày, không có việc nào khác"
    ),
    Rule.VAGUE: _("mục đích không nói rõ việc gì, ở đâu, hoặc chép lại cho nhiều vụ việc"),
    Rule.NO_OUTCOME: _("vụ việc xin hình đã hơn 45 ngày mà chưa ai ghi kết quả"),
    Rule.PAIR: _("quyết định giữa hai người, nhiều hơn hoặc nhanh hơn thường lệ"),
}
# What an honest explanation often is: read before asking anybody.
OFTEN: dict[Rule, str | Promise] = {
    Rule.SAME_ADDRESS: _(
        "Thường có lý do: một nhà bị trộm nhiều lần, hoặc camera nhìn đúng chỗ hay xảy ra việc."
    ),
    Rule.OFF_SHIFT: _("Thường có lý do: đổi ca trực, trực thay, hoặc làm bù báo cáo."),
    Rule.VAGUE: _("Thường có lý do: ghi vội, hoặc đơn vị dùng câu mẫu."),
    Rule.NO_OUTCOME: _("Thường có lý do: vụ việc kéo dài, hoặc quên ghi kết quả."),
    Rule.PAIR: _("Thường có lý do: hai người cùng ca trực, hoặc đơn vị ít chỉ huy."),
}


def rules() -> list[tuple[str, object]]:
    """A callable, so that a new rule needs no migration."""
    return [(rule.value, RULE_LABELS[rule]) for rule in Rule]


def verdicts() -> list[tuple[str, object]]:
    return [(verdict.value, verdict.label) for verdict in Verdict]


def states() -> list[tuple[str, object]]:
    return [(OPEN, _("Chưa hỏi lại")), *verdicts()]
