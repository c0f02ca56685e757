"""What others ask about cameras without knowing this package: how many an organisation has."""

from collections.abc import Collection

from django.db.models import Count

from portal.organisations.holdings import counts_cameras

from .models import Camera
from .vocabulary import Status


@counts_cameras
def cameras_in_use(organisations: Collection[int]) -> dict[int, int]:
    """How many cameras in use each has; one without any is left out."""
    rows = Camera.objects.filter(owner_id__in=organisations, status=Status.ACTIVE)
    return dict(rows.values_list("owner").annotate(number=Count("pk")).order_by())
