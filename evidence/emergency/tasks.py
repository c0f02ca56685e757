from celery import shared_task

from portal.lib.clock import now

from .services import sweep as sweep_openings


@shared_task(name="emergency.sweep")
def sweep() -> None:
    sweep_openings(now())
