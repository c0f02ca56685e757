"""A person's own data in this package: what is held, and what goes when the account goes."""

from datetime import datetime

from cameras.registry.models import Camera
from portal.lib.clock import to_text
from portal.people.models import User

from .models import UNDONE, Brought, Import
from .services import withdraw

Rows = list[dict[str, object]]


def held(person: User) -> dict[str, Rows]:
    """Lists the person brought, and what boards wrote down about cameras of their households."""
    organisations = person.memberships.filter(valid_to=None).values("organisation")
    about = Brought.objects.filter(camera__owner__in=organisations).exclude(written={})
    return {
        "lists_brought": [
            {
                "id": row.public_id,
                "file": row.file_name,
                "sha256": row.sha256,
                "state": row.state,
                "rows_imported": row.taken,
                "uploaded_at": to_text(row.created_at),
            }
            for row in Import.objects.filter(person=person).order_by("pk")
        ],
        "listed_by_boards": [
            {"camera": row.camera.public_id, "list": row.source.public_id, "written": row.written}
            for row in about.select_related("camera", "source").order_by("pk")
        ],
    }


def forget_written(camera: Camera) -> None:
    """What a board once wrote of it: its owner's name, its place."""
    Brought.objects.filter(camera=camera).update(written={}, tell=False)


def erase_lists(person: User, at: datetime) -> None:
    """Lists that were never imported, with their files. What was imported is on the record."""
    for source in Import.objects.filter(person=person, state__in=UNDONE):
        withdraw(source=source, at=at)
    Import.objects.filter(person=person).update(file_name="")
