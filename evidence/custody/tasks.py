from celery import shared_task

from portal.lib.clock import now

from . import retention, withdrawals


@shared_task(name="custody.withdrawals")
def settle() -> None:
    withdrawals.settle(now())


@shared_task(name="custody.retention")
def destroy_ended() -> None:
    retention.sweep(now())
