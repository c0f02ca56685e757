"""What a person said about cameras, for their own download. Never erased: it names no one.

What was agreed to has to stay provable for as long as footage was taken on it; the row points at a
person's number, which says nothing once the account is gone.
"""

from django.db.models import Q

from portal.lib.clock import to_text
from portal.people.models import User

from .models import ConsentEvent

Rows = list[dict[str, object]]


def held(person: User) -> dict[str, Rows]:
    said = ConsentEvent.objects.filter(Q(person=person) | Q(recorded_by=person))
    return {
        "consents": [
            {
                "id": row.public_id,
                "camera": row.camera.public_id,
                "at": to_text(row.at),
                "verb": row.verb,
                "scopes": row.scopes,
                "limits": row.limits,
                "terms": f"{row.terms_version}.{row.terms_language}",
                "terms_sha256": row.terms_sha256,
                "means": row.means,
                "said_by_me": row.person_id == person.pk,
                "recorded_by_me": row.recorded_by_id == person.pk,
            }
            for row in said.select_related("camera").order_by("pk")
        ]
    }
