"""What may be written on the record: a closed vocabulary, ``noun:verb``.

A name stands in signed leaves for ever. One that is no longer written stays here, under RETIRED.
"""

from enum import StrEnum


class Kind(StrEnum):
    PERSON_REGISTERED = "person:registered"
    PERSON_ERASED = "person:erased"
    OFFICE_APPOINTED = "office:appointed"
    OFFICE_ENDED = "office:ended"
    FACTOR_CODE_ISSUED = "factor:code-issued"
    FACTOR_CODE_USED = "factor:code-used"
    FACTOR_ENROLLED = "factor:enrolled"
    ORGANISATION_CREATED = "organisation:created"
    MEMBER_INVITED = "member:invited"
    MEMBER_ADDED = "member:added"
    MEMBER_ENDED = "member:ended"
    UNIT_LOADED = "unit:loaded"
    NEIGHBOURHOOD_ADDED = "neighbourhood:added"
    NEIGHBOURHOOD_RENAMED = "neighbourhood:renamed"
    RULE_CHANGED = "rule:changed"
    FIGURE_RECORDED = "figure:recorded"

    CAMERA_REGISTERED = "camera:registered"
    CAMERA_CHANGED = "camera:changed"
    CAMERA_REMOVED = "camera:removed"
    CAMERA_LINKED = "camera:linked"
    CAMERA_CLOCK_MEASURED = "camera:clock-measured"
    CAMERA_CONFIRMED = "camera:confirmed"
    CAMERA_RETURNED = "camera:returned"
    CAMERA_SUBMITTED = "camera:submitted"
    CAMERA_AFFIRMED = "camera:affirmed"
    PHOTO_ADDED = "photo:added"
    PHOTO_REMOVED = "photo:removed"
    MASK_DRAWN = "mask:drawn"
    MASK_ENDED = "mask:ended"
    COMPLAINT_RECEIVED = "complaint:received"
    COMPLAINT_ANSWERED = "complaint:answered"
    COMPLAINT_CLOSED = "complaint:closed"

    IMPORT_DONE = "import:done"
    INVENTORY_EXPORTED = "inventory:exported"

    CONSENT_GRANTED = "consent:granted"
    CONSENT_REFUSED = "consent:refused"
    CONSENT_WITHDRAWN = "consent:withdrawn"
    CONSENT_LEFT = "consent:left"

    CONSULTATION_OPENED = "consultation:opened"
    CONSULTATION_CLOSED = "consultation:closed"
    CONSULTATION_ERASED = "consultation:erased"
    HOUSEHOLD_ASKED = "household:asked"
    HOUSEHOLD_CORRECTED = "household:corrected"

    DATA_ASKED = "data:asked"
    DATA_ANSWERED = "data:answered"
    DUTY_OPENED = "duty:opened"
    DUTY_EXTENDED = "duty:extended"
    DUTY_DONE = "duty:done"

    CONTRIBUTION_RECORDED = "contribution:recorded"
    CONTRIBUTION_CONFIRMED = "contribution:confirmed"
    CONTRIBUTION_REFUSED = "contribution:refused"

    CASE_OPENED = "case:opened"
    CASE_CLOSED = "case:closed"
    OUTCOME_RECORDED = "outcome:recorded"

    DELAY_STARTED = "delay:started"
    DELAY_EXTENDED = "delay:extended"
    DELAY_LIFTED = "delay:lifted"

    REQUEST_SUBMITTED = "request:submitted"
    REQUEST_APPROVED = "request:approved"
    REQUEST_REFUSED = "request:refused"
    REQUEST_CLOSED = "request:closed"
    REQUEST_NOT_FOUND = "request:not-found"
    TARGET_NOTIFIED = "target:notified"
    TARGET_ANSWERED = "target:answered"
    TARGET_EXPIRED = "target:expired"
    TARGET_HANDED_ON = "target:handed-on"

    EXTRACTION_STARTED = "extraction:started"
    EXTRACTION_STOPPED = "extraction:stopped"
    EXTRACTION_FAILED = "extraction:failed"

    EMERGENCY_OPENED = "emergency:opened"
    EMERGENCY_VIEWED = "emergency:viewed"
    EMERGENCY_ENDED = "emergency:ended"
    EMERGENCY_REVIEWED = "emergency:reviewed"
    EMERGENCY_UNREVIEWED = "emergency:unreviewed"

    HOLD_ASKED = "hold:asked"
    HOLD_SEALED = "hold:sealed"
    HOLD_RELEASED = "hold:released"
    HOLD_DESTROYED = "hold:destroyed"

    ITEM_SEALED = "item:sealed"
    ITEM_DERIVED = "item:derived"
    ITEM_DESTROYED = "item:destroyed"
    ITEM_OPENED = "item:opened"
    ITEM_EXPORTED = "item:exported"

    FINDING_PRODUCED = "finding:produced"
    FINDING_CONFIRMED = "finding:confirmed"
    FINDING_REJECTED = "finding:rejected"
    MODEL_INSTALLED = "model:installed"

    DETAILS_OPENED = "details:opened"
    SHEET_MADE = "sheet:made"
    QUESTION_ANSWERED = "question:answered"
    KEY_DESTROYED = "key:destroyed"
    EPOCH_OPENED = "epoch:opened"


RETIRED: frozenset[Kind] = frozenset()
