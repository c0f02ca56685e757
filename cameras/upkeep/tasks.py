from celery import shared_task

from portal.lib.clock import now

from . import asking


@shared_task(name="upkeep.sweep")
def sweep() -> None:
    asking.sweep(now())
