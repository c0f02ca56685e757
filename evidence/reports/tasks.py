"""Work that comes round by the clock."""

from celery import shared_task

from portal.lib.clock import now

from . import public


@shared_task(name="reports.publish")
def publish() -> None:
    public.publish_due(now())
