from celery import shared_task

from portal.lib.clock import now

from . import withdrawals


@shared_task(name="custody.withdrawals")
def settle() -> None:
    withdrawals.settle(now())
