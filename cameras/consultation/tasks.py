from celery import shared_task

from portal.lib.clock import now

from . import services


@shared_task(name="consultation.sweep")
def sweep() -> None:
    services.sweep(now())
