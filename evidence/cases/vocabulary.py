"""Kinds of case and of outcome, with the words people read (mission.md's report lines)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CaseKind(TextChoices):
    THEFT = "theft", _("Trộm cắp tài sản")
    ROBBERY = "robbery", _("Cướp, cướp giật")
    INJURY = "injury", _("Cố ý gây thương tích")
    TRAFFIC = "traffic", _("Va chạm, tai nạn giao thông")
    DISORDER = "disorder", _("Gây rối trật tự công cộng")
    VANDALISM = "vandalism", _("Phá hoại tài sản")
    DRUGS = "drugs", _("Ma túy")
    FRAUD = "fraud", _("Lừa đảo")
    MISSING = "missing", _("Người mất tích")
    SANITATION = "sanitation", _("Vệ sinh môi trường")
    URBAN_ORDER = "urban_order", _("Trật tự đô thị")
    OTHER = "other", _("Việc khác")


class OutcomeKind(TextChoices):
    SOLVED = "solved", _("Đã làm rõ vụ việc")
    FINED = "fined", _("Đã xử phạt hành chính")
    REFERRED = "referred", _("Đã chuyển cơ quan khác")
    NO_USE = "no_use", _("Hình ảnh không giúp được gì")


def case_kinds() -> list[tuple[str, object]]:
    """A callable, so that a new kind needs no migration."""
    return [(kind.value, kind.label) for kind in CaseKind]


def outcome_kinds() -> list[tuple[str, object]]:
    return [(kind.value, kind.label) for kind in OutcomeKind]
