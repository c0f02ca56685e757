"""How a job may go on; anything not listed changes no row."""

from .words import JobState

JOB_MOVES: dict[JobState, frozenset[JobState]] = {
    # Given up or ended well after workers died over it; woken, or overtaken by an owner's file.
    JobState.WAITING: frozenset(
        {JobState.RUNNING, JobState.WAITING, JobState.FAILED, JobState.SEALED}
    ),
    JobState.RUNNING: frozenset(
        {
            JobState.WAITING,
            JobState.HELD,
            JobState.SEALED,
            JobState.FAILED,
            JobState.STOPPED,
        }
    ),
    JobState.HELD: frozenset({JobState.WAITING}),  # approved and agreed: to be released
    JobState.SEALED: frozenset({JobState.WAITING}),  # pictures made anew under a new mask
    JobState.FAILED: frozenset({JobState.WAITING}),  # tried again by a person
    JobState.STOPPED: frozenset({JobState.WAITING}),  # the owner agreed after all, or sent a file
}


def before(then: JobState) -> tuple[JobState, ...]:
    """The states from which a job may come to this one."""
    return tuple(state for state, moves in JOB_MOVES.items() if then in moves)
