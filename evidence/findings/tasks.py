"""Messages that wake a worker; the rows say what there is to do."""

from celery import shared_task

from portal.lib.clock import now

from . import services


@shared_task(name="findings.sweep")
def sweep() -> None:
    services.sweep(at=now())


@shared_task(name="findings.run")
def run(public_id: str) -> None:
    services.run(public_id=public_id)
