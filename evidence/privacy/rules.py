"""Whose the private texts of the record are. Pure: a table to be read in one sitting.

Every private name that is ever written stands here (a test reads the code for them).
"""

from enum import Enum

from portal.ledger.kinds import Kind


class Whose(Enum):
    WRITER = "writer"  # about whoever did it at home: an answer given for one's own camera
    CAMERA = "camera"  # about a household: where its camera hangs, where its recorder is
    OFFICE = "office"  # written in office: owners and the auditor keep reading why
    OTHERS = "others"  # about somebody else than who wrote it


TEXTS: dict[tuple[Kind, str], Whose] = {
    (Kind.TARGET_ANSWERED, "answer"): Whose.WRITER,
    (Kind.CAMERA_REGISTERED, "position"): Whose.CAMERA,
    (Kind.CAMERA_LINKED, "recorder"): Whose.CAMERA,
    (Kind.OFFICE_ENDED, "reason"): Whose.OFFICE,
    (Kind.DUTY_EXTENDED, "reason"): Whose.OFFICE,
    (Kind.CASE_OPENED, "title"): Whose.OFFICE,
    (Kind.OUTCOME_RECORDED, "note"): Whose.OFFICE,
    (Kind.DELAY_STARTED, "reason"): Whose.OFFICE,
    (Kind.DELAY_EXTENDED, "reason"): Whose.OFFICE,
    (Kind.REQUEST_SUBMITTED, "purpose"): Whose.OFFICE,
    (Kind.REQUEST_SUBMITTED, "beyond_reason"): Whose.OFFICE,
    (Kind.REQUEST_NOT_FOUND, "note"): Whose.OFFICE,
    (Kind.REQUEST_APPROVED, "reason"): Whose.OFFICE,
    (Kind.REQUEST_REFUSED, "reason"): Whose.OFFICE,
    (Kind.TARGET_NOTIFIED, "purpose"): Whose.OFFICE,
    (Kind.TARGET_NOTIFIED, "how"): Whose.OTHERS,
    (Kind.ITEM_OPENED, "purpose"): Whose.OFFICE,
    (Kind.DETAILS_OPENED, "purpose"): Whose.OFFICE,
    (Kind.DETAILS_OPENED, "reason"): Whose.OFFICE,
    (Kind.ITEM_DESTROYED, "reason"): Whose.OFFICE,
    (Kind.NEIGHBOURHOOD_ADDED, "name"): Whose.OFFICE,
    (Kind.NEIGHBOURHOOD_RENAMED, "name"): Whose.OFFICE,
    (Kind.RULE_CHANGED, "source"): Whose.OFFICE,
    (Kind.FIGURE_RECORDED, "source"): Whose.OFFICE,
    (Kind.QUESTION_ANSWERED, "note"): Whose.OTHERS,
    (Kind.CONTRIBUTION_RECORDED, "donor"): Whose.OTHERS,
}


# One entry for each camera that was within reach: how many, and which, would say whose owner had
# said no. Who wrote them has one line.
BY_CAMERA = (Kind.EMERGENCY_OPENED, Kind.EMERGENCY_ENDED, Kind.EMERGENCY_REVIEWED)


def is_for_writer(kind: str, name: str) -> bool:
    """May whoever wrote the entry have this text in their own download? All but other people's."""
    return TEXTS.get((Kind(kind), name), Whose.OTHERS) is not Whose.OTHERS
