"""What runs by itself: the part of the policy about work without a person."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Task:
    """Work without a person. It is given public ids at most, and decides by what the rows say."""

    name: str
    actor: str  # as whom it signs in the record; "" when it writes no entry
    may: str


TASKS: tuple[Task, ...] = (
    Task("access.sweep", "", "forget who signed in and who looked once the time for it is over"),
    Task("coverage.publish", "", "make the public map's numbers, once a week"),
    Task(
        "consent.expire",
        "system:consent",
        "fold consents anew that have run out, let go of the 'no' of who left, tell of new terms",
    ),
    Task("census.sweep", "", "wake a worker for each list that waits, free what a worker lost"),
    Task("census.run", "", "read, check, or import as its person confirmed, one list of cameras"),
    Task("beacon.sweep", "", "end sessions nobody came back to, free what a worker lost"),
    Task("beacon.run", "system:beacon", "fetch and read one session's footage, keep its clock"),
    Task("requests.sweep", "system:requests", "end targets that were withdrawn or not answered"),
    Task("emergency.sweep", "system:emergency", "end openings that are over, name the unreviewed"),
    Task("custody.retention", "system:custody", "destroy footage whose days are over"),
    Task("custody.withdrawals", "system:custody", "finish withdrawals of which nothing is left"),
    Task(
        "extraction.sweep",
        "system:extraction",
        "make a job for each agreed target, end holds that nobody decided in time",
    ),
    Task("extraction.run", "system:extraction", "pull and seal what one target's basis allows now"),
    Task("findings.sweep", "", "make an analysis for each clip, free what a worker lost"),
    Task("findings.run", "system:findings", "look at one clip whose basis still allows detection"),
    Task("files.sweep", "", "delete bytes without a row, and bytes whose key is destroyed"),
    Task(
        "organisations.sweep",
        "",
        "send the messages of invitations, end those whose time is over, forget their numbers",
    ),
    Task(
        "oversight.sweep",
        "system:oversight",
        "make each unit's sheet of the month that has ended",
    ),
    Task("upkeep.sweep", "", "ask owners once a year whether their cameras are still there"),
    Task("consultation.sweep", "system:consultation", "close what is over, forget who was asked"),
    Task("complaints.sweep", "", "send answers to complaints, forget numbers and networks"),
    Task("ledger.checkpoint", "", "sign and publish how far the record reaches"),
    Task("ledger.verify", "", "read the whole record for a verification that waits"),
    Task("duties.sweep", "", "remind of what is due by law, before and at that instant"),
    Task("reports.publish", "", "make the public figures of a month, once, 31 days after it"),
    Task("notices.send", "", "deliver notices that wait"),
)
