"""A worker's turn at a list: read it, check it anew, import it, tell the owners."""

import logging
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction

from portal.files import vault
from portal.lib import clock
from portal.lib.errors import Refused
from portal.lib.jobs import delay_after, nudge

from . import bringing, claims, loading, telling
from .models import OPEN, Import
from .words import State

FORGOTTEN_AFTER = timedelta(days=30)
RACES = {"people.phone_taken"}  # somebody signed up between plan and writing: plan again

logger = logging.getLogger(__name__)


def run(*, public_id: str) -> None:
    """One step of one list. A step that ends in another worker's turn nudges that turn."""
    at = clock.now()
    source = claims.claim(public_id, at)
    if source is None:
        return
    try:
        _step(source, at)
    except claims.Lost:
        logger.info("census: list %s went to somebody else", public_id)
    except Refused as refused:
        if refused.code in RACES:
            claims.release(source, next_try_at=at + delay_after(1))
        else:
            fail(source, refused, at)


def sweep(*, at: datetime) -> None:
    """Wake workers for what waits, set aside what has killed three of them, and forget lists that
    nobody has come back to: they hold names and telephone numbers.
    """
    for source in Import.objects.filter(state__in=OPEN, created_at__lt=at - FORGOTTEN_AFTER):
        abandon(source, at)
    for source in claims.recover(at):
        if source.state == State.DONE:  # imported well; only telling broke: try again later
            claims.release(source, next_try_at=at + delay_after(claims.MOST_ATTEMPTS))
        else:
            fail(source, Refused("census.worker_lost"), at)
    for public_id in claims.due(at).values_list("public_id", flat=True)[: claims.BATCH]:
        nudge("census.run", public_id)


def _step(source: Import, at: datetime) -> None:
    if source.state == State.IMPORTING:
        bringing.bring(source, at)
    elif source.state == State.DONE:
        telling.tell(source, at)
    elif source.state == State.CHECKING and source.rows:
        loading.recheck(source)
    else:
        loading.load(source)


@transaction.atomic
def fail(source: Import, refused: Refused, at: datetime) -> None:
    """The end without a camera. The file goes: who wants to try again uploads it again."""
    facts = {name: str(value) for name, value in refused.facts.items()}
    claims.release(source, state=State.FAILED, reason=refused.code, facts=facts, finished_at=at)
    clear(source, at)


@transaction.atomic
def abandon(source: Import, at: datetime) -> None:
    """As if it had been withdrawn, if it still waits for a person."""
    values = {"state": State.WITHDRAWN, "finished_at": at}
    if Import.objects.filter(pk=source.pk, state__in=OPEN).update(**values):
        clear(source, at)


def clear(source: Import, at: datetime) -> None:
    """Neither rows nor file are kept. Inside the caller's transaction."""
    source.lines.all().delete()
    vault.destroy(source.stored, at=at)


def wake(source: Import) -> None:
    """After the caller's transaction."""
    transaction.on_commit(partial(nudge, "census.run", source.public_id))
