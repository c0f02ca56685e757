from celery import shared_task

from portal.lib.clock import now

from .answers import expire_overdue


@shared_task(name="requests.sweep")
def sweep() -> None:
    expire_overdue(now())
