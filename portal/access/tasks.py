from celery import shared_task

from portal.lib.clock import now

from . import residue, services


@shared_task(name="access.sweep")
def sweep() -> None:
    services.forget_old(at=now())
    residue.rebuild_after_erasure()
    residue.settle()
