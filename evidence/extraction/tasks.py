from celery import shared_task

from portal.lib.clock import now

from . import services


@shared_task(name="extraction.sweep")
def sweep() -> None:
    services.sweep(at=now())


@shared_task(name="extraction.run")
def run(public_id: str) -> None:
    services.run_job(public_id, at=now())
