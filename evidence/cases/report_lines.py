"""Which line of the reports each kind of case is counted under: a table, not a habit.

The lines are those that provinces have published: thefts, injuries, traffic collisions, public
disorder, and all other cases together. Every kind stands on exactly one line, so lines add up.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from .vocabulary import CaseKind


class ReportLine(TextChoices):
    THEFT = "theft", _("Trộm cắp tài sản")
    INJURY = "injury", _("Cố ý gây thương tích")
    TRAFFIC = "traffic", _("Va chạm, tai nạn giao thông")
    DISORDER = "disorder", _("Gây rối trật tự công cộng")
    OTHER = "other", _("Các vụ việc khác")


LINE_OF: dict[CaseKind, ReportLine] = {
    CaseKind.THEFT: ReportLine.THEFT,
    CaseKind.ROBBERY: ReportLine.OTHER,  # taken by force or by snatching: no theft in law
    CaseKind.INJURY: ReportLine.INJURY,
    CaseKind.TRAFFIC: ReportLine.TRAFFIC,
    CaseKind.DISORDER: ReportLine.DISORDER,
    CaseKind.VANDALISM: ReportLine.OTHER,
    CaseKind.DRUGS: ReportLine.OTHER,
    CaseKind.FRAUD: ReportLine.OTHER,
    CaseKind.MISSING: ReportLine.OTHER,
    CaseKind.SANITATION: ReportLine.OTHER,
    CaseKind.URBAN_ORDER: ReportLine.OTHER,
    CaseKind.OTHER: ReportLine.OTHER,
}


def line_of(kind: str) -> ReportLine:
    """Raises ValueError for a kind nobody defined."""
    return LINE_OF[CaseKind(kind)]
