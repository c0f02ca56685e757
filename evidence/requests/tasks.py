from celery import shared_task

from portal.lib.clock import now

from .answers import end_withdrawn, expire_overdue


@shared_task(name="requests.sweep")
def sweep() -> None:
    at = now()
    end_withdrawn(at)
    expire_overdue(at)
