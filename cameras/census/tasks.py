"""Messages that wake a worker; the rows say what there is to do."""

from celery import shared_task

from portal.lib.clock import now

from . import work


@shared_task(name="census.sweep")
def sweep() -> None:
    work.sweep(at=now())


@shared_task(name="census.run")
def run(public_id: str) -> None:
    work.run(public_id=public_id)
