"""What a person wrote as a member of a board, for their own download. Households are others."""

from portal.lib.clock import to_text
from portal.people.models import User

from .models import Consultation, Reply

Rows = list[dict[str, object]]


def held(person: User) -> dict[str, Rows]:
    opened = Consultation.objects.filter(opened_by=person).select_related("unit")
    written = Reply.objects.filter(by=person).select_related("household__consultation")
    return {
        "consultations": [
            {
                "id": row.public_id,
                "unit": row.unit.name,
                "title": row.title,
                "opened_at": to_text(row.opened_at),
            }
            for row in opened.order_by("pk")
        ],
        "answers_written_down": [
            {
                "household": row.household.public_id,
                "consultation": row.household.consultation.public_id,
                "at": to_text(row.at),
            }
            for row in written.order_by("pk")
        ],
    }
