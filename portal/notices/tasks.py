from celery import shared_task

from portal.lib.clock import now

from . import services


@shared_task(name="notices.send")
def send() -> None:
    services.send_due(now())
