"""Leases, retries and nudges: the row is the queue, a message only wakes the worker."""

import logging
import secrets
from datetime import timedelta

from celery import current_app
from kombu.exceptions import OperationalError

MAX_CRASHES = 3  # a job that keeps killing its worker is set aside after this many tries
FIRST_DELAY = timedelta(seconds=5)
LONGEST_DELAY = timedelta(minutes=10)

logger = logging.getLogger(__name__)


def new_token() -> str:
    """A fencing token: a worker whose token is no longer the row's writes nothing."""
    return secrets.token_hex(8)


def delay_after(attempts: int) -> timedelta:
    """How long to wait after the given number of failed attempts (1 or more): doubling, capped."""
    if attempts < 1:
        raise ValueError(f"got {attempts} attempts, want at least 1")
    return min(FIRST_DELAY * (1 << min(attempts - 1, 16)), LONGEST_DELAY)


def nudge(task_name: str, *arguments: str) -> None:
    """Wake a worker by the task's name. A lost nudge costs time, not work: the sweep finds it."""
    try:
        current_app.send_task(task_name, args=arguments, ignore_result=True, retry=False)
    except (OperationalError, OSError) as error:
        logger.warning("nudge %s was lost, the sweep will find the work: %s", task_name, error)
