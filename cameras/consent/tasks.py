"""Work that comes round by the clock."""

from celery import shared_task

from portal.lib.clock import now

from . import leaving, renewal, services


@shared_task(name="consent.expire")
def expire() -> None:
    services.refresh_expired(now())
    leaving.let_go(now())
    renewal.ask_again(now())
