"""Why lines may wait, in words that owners read afterwards and that give nothing away."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Ground(TextChoices):
    CHECKING = "checking", _("việc xác minh khi đó đang diễn ra")
    PEOPLE = "people", _("cần giữ an toàn cho người liên quan")
    ORDER = "order", _("cơ quan điều tra đề nghị bằng văn bản")


def grounds() -> list[tuple[str, object]]:
    return [(ground.value, ground.label) for ground in Ground]
