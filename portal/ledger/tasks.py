"""Wake-ups: a checkpoint every ten minutes, and the verifications that wait."""

from celery import shared_task

from portal.lib import clock

from . import checkpoints, services


@shared_task(name="ledger.checkpoint")
def checkpoint() -> None:
    checkpoints.checkpoint(at=clock.now())


@shared_task(name=services.TASK)
def verify() -> None:
    services.run_waiting(at=clock.now())
