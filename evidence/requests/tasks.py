from celery import shared_task

from portal.lib.clock import now

from . import sweep as clockwork


@shared_task(name="requests.sweep")
def sweep() -> None:
    clockwork.sweep(now())
