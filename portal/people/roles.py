"""Who a person can be: by being here, by membership in an organisation, by holding an office."""

from enum import StrEnum


class Role(StrEnum):
    VISITOR = "visitor"  # not signed in
    PERSON = "person"  # anybody signed in, for what is their own
    OWNER = "owner"
    CO_OWNER = "co_owner"
    SIGNATORY = "signatory"
    TECHNICIAN = "technician"
    OFFICER = "officer"
    COMMANDER = "commander"
    COMMITTEE = "committee"
    BOARD = "board"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


MEMBER_ROLES = (Role.OWNER, Role.CO_OWNER, Role.SIGNATORY, Role.TECHNICIAN)
OFFICE_ROLES = (
    Role.OFFICER,
    Role.COMMANDER,
    Role.COMMITTEE,
    Role.BOARD,
    Role.AUDITOR,
    Role.ADMINISTRATOR,
)
"""Holders act for the public: second factor, idle limit, appointment and end on the record."""
