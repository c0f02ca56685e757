"""What runs by itself."""

from celery import shared_task

from portal.lib import clock

from . import vault


@shared_task(name="files.sweep")
def sweep() -> None:
    vault.sweep(at=clock.now())
