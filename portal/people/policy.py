"""Who may do what, in one sitting.

A row reads: somebody in this role may do this to a thing when every relation named holds. What has
no row is refused. Rows are about one role at a time: who is an officer in one ward and owns a
camera in another has the officer's rows there and the owner's rows here, never a mixture.

Relations built in (`rights.py`): ``any``; ``own-unit`` (the thing lies in a unit where this very
office is held); ``owner`` (the thing belongs to an organisation of which the person is a member in
this very role). All others are facts of the thing, registered by the package that knows it.
"""

from dataclasses import dataclass

from .roles import Role

ANY = "any"
OWN_UNIT = "own-unit"
OWNER = "owner"


@dataclass(frozen=True)
class Row:
    role: Role
    action: str  # noun:verb
    relations: tuple[str, ...]  # all of them must hold


def row(role: Role, action: str, *relations: str) -> Row:
    return Row(role, action, relations or (ANY,))


V, P = Role.VISITOR, Role.PERSON
OWN, CO, SIGN, TECH = Role.OWNER, Role.CO_OWNER, Role.SIGNATORY, Role.TECHNICIAN
OFF, CMD = Role.OFFICER, Role.COMMANDER
COM, BOARD = Role.COMMITTEE, Role.BOARD
AUD, ADM = Role.AUDITOR, Role.ADMINISTRATOR

TABLE: tuple[Row, ...] = (
    # --- one's own account and what waits for one -------------------------------------------
    row(P, "account:view"),
    row(P, "account:change"),
    row(P, "notices:view"),
    # --- cameras ----------------------------------------------------------------------------
    row(P, "camera:register"),
    row(OWN, "camera:view", OWNER),
    row(CO, "camera:view", OWNER),
    row(SIGN, "camera:view", OWNER),
    row(TECH, "camera:view", OWNER),
    row(OWN, "camera:change", OWNER),
    row(CO, "camera:change", OWNER),
    row(TECH, "camera:change", OWNER),
    # --- consent: only who may speak for the owner -------------------------------------------
    row(OWN, "consent:give", OWNER),
    row(CO, "consent:give", OWNER),
    row(SIGN, "consent:give", OWNER),
    row(OWN, "consent:withdraw", OWNER),
    row(CO, "consent:withdraw", OWNER),
    row(SIGN, "consent:withdraw", OWNER),
    # --- cases --------------------------------------------------------------------------------
    row(OFF, "case:open", OWN_UNIT),
    row(CMD, "case:open", OWN_UNIT),
    row(OFF, "case:view", OWN_UNIT),
    row(CMD, "case:view", OWN_UNIT),
    row(OFF, "case:outcome", OWN_UNIT),
    row(CMD, "case:outcome", OWN_UNIT),
    # --- requests for footage: who asks never decides -----------------------------------------
    row(OFF, "request:draft", OWN_UNIT),
    row(CMD, "request:draft", OWN_UNIT),
    row(OFF, "request:submit", OWN_UNIT, "requester"),
    row(CMD, "request:submit", OWN_UNIT, "requester"),
    row(OFF, "request:view", OWN_UNIT),
    row(CMD, "request:view", OWN_UNIT),
    row(CMD, "request:approve", OWN_UNIT, "not-requester"),
    row(OWN, "request:answer", OWNER),
    row(CO, "request:answer", OWNER),
    row(SIGN, "request:answer", OWNER),
    # --- footage and what was found in it ------------------------------------------------------
    row(OFF, "item:open", OWN_UNIT, "open-case"),
    row(CMD, "item:open", OWN_UNIT, "open-case"),
    row(OFF, "findings:view", OWN_UNIT, "open-case"),
    row(CMD, "findings:view", OWN_UNIT, "open-case"),
    row(OFF, "findings:review", OWN_UNIT, "open-case"),
    row(CMD, "findings:review", OWN_UNIT, "open-case"),
    # --- who looked at my camera ----------------------------------------------------------------
    row(OWN, "looks:view", OWNER),
    row(CO, "looks:view", OWNER),
    row(SIGN, "looks:view", OWNER),
    # --- what is covered: cells for the committee and boards, points for the police ------------
    row(OFF, "coverage:view", OWN_UNIT),
    row(CMD, "coverage:view", OWN_UNIT),
    row(COM, "coverage:view", OWN_UNIT),
    row(BOARD, "coverage:view", OWN_UNIT),
    row(OFF, "coverage:points", OWN_UNIT),
    row(CMD, "coverage:points", OWN_UNIT),
    # --- money and gifts: who records never confirms ---------------------------------------------
    row(BOARD, "contribution:record", OWN_UNIT),
    row(COM, "contribution:record", OWN_UNIT),
    row(BOARD, "contribution:view", OWN_UNIT),
    row(COM, "contribution:view", OWN_UNIT),
    row(AUD, "contribution:view", OWN_UNIT),
    row(BOARD, "contribution:confirm", OWN_UNIT, "not-recorder"),
    row(COM, "contribution:confirm", OWN_UNIT, "not-recorder"),
    # --- the record ------------------------------------------------------------------------------
    row(AUD, "ledger:view"),
    # --- appointments ----------------------------------------------------------------------------
    row(ADM, "office:appoint", OWN_UNIT),
)

ACTIONS: frozenset[str] = frozenset(line.action for line in TABLE)


def rows(role: Role, action: str) -> tuple[Row, ...]:
    return tuple(line for line in TABLE if line.role == role and line.action == action)


def roles_for(action: str) -> frozenset[Role]:
    return frozenset(line.role for line in TABLE if line.action == action)


def actions_of(noun: str) -> frozenset[str]:
    return frozenset(action for action in ACTIONS if action.partition(":")[0] == noun)
