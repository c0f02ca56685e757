"""What runs by itself."""

from celery import shared_task

from portal.lib import clock

from . import uploads, vault


@shared_task(name="files.sweep")
def sweep() -> None:
    at = clock.now()
    uploads.sweep(at=at)
    vault.sweep(at=at)
