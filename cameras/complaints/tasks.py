from celery import shared_task

from portal.lib.clock import now

from . import messages


@shared_task(name="complaints.sweep")
def sweep() -> None:
    messages.sweep(now())
