"""What is counted in a year, with the words people read."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from cameras.registry.vocabulary import Ownership


class Figure(TextChoices):
    HOME = "home", _("Camera của hộ gia đình")
    BUSINESS = "business", _("Camera của cơ sở kinh doanh")
    COMMUNITY = "community", _("Camera cộng đồng khu phố, thôn")
    STATE = "state", _("Camera của Nhà nước")
    EXTRACTIONS = "extractions", _("Lượt trích xuất")
    SOLVED = "solved", _("Vụ việc được làm rõ")
    CAUGHT = "caught", _("Người bị bắt giữ, xử lý")


# Those of which today's number stands in the registry.
CAMERAS = {Figure(kind.value): kind for kind in Ownership}


def figures() -> list[tuple[str, object]]:
    """A callable, so that a new figure needs no migration."""
    return [(figure.value, figure.label) for figure in Figure]
