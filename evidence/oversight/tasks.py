from celery import shared_task

from portal.lib.clock import now

from . import services


@shared_task(name="oversight.sweep")
def sweep() -> None:
    services.make_due(now())
