"""A job that is not where the table wants it changes no row."""

import pytest

from evidence.extraction import queue
from evidence.extraction.models import Job
from evidence.extraction.states import JOB_MOVES
from evidence.extraction.words import JobState
from evidence.requests import answers
from portal.lib.clock import now
from tests.cast import Cast
from tests.evidence.requests.scenario import approved


def test_every_illegal_move_of_a_job_is_lost(cast: Cast) -> None:
    at = now()
    target = approved(cast, at).targets.get()
    answers.answer(target=target, person=cast.owner, verdict="share", means="page", at=at)
    job = Job.objects.create(target=target, created_at=at, next_try_at=at, token="t" * 16)
    for state in set(JobState) - {JobState.SEALED}:  # sealed wants an item: real pulls try that
        Job.objects.filter(pk=job.pk).update(state=state, lease_until=at)
        for then in set(JobState) - JOB_MOVES[state]:
            with pytest.raises(queue.Lost):
                queue._write(job, {"state": then})
            assert Job.objects.get().state == state
