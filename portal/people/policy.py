"""Who may do what, in one sitting.

A row reads: somebody in this role may do this to a thing when every relation named holds. What has
no row is refused. Rows are about one role at a time: who is an officer in one ward and owns a
camera in another has the officer's rows there and the owner's rows here, never a mixture.

Relations built in (`rights.py`): ``any``; ``own-unit`` (the thing lies in a unit where this very
office is held); ``owner`` (the thing belongs to an organisation of which the person is a member in
this very role); ``self`` (it is the person, or its `person` is). All others are facts of the thing,
registered by the package that knows it.

Beside the table: who comes to the door (ACTORS), which pages ask nobody (OPEN), and what runs by
itself (TASKS). The matrix in tests/house tries every address as every actor against this file.
"""

from dataclasses import dataclass

from .policy_tasks import TASKS, Task
from .roles import Role

__all__ = ["TASKS", "Task"]  # who reads the policy reads them here

ANY = "any"
OWN_UNIT = "own-unit"
OWNER = "owner"
SELF = "self"

BY_SELF = {
    SELF: "one's own",
    "invited": "sent to one's own number",
    "requester": "asked for by oneself",
}
BY_ANOTHER = {
    "not-own": "of a household or business that is not one's own",
    "not-requester": "asked for by somebody else",
    "not-approver": "not approved by oneself",
    "not-recorder": "recorded by somebody else",
    "not-holder": "held by somebody else",
    "not-member": "somebody else's",
    "not-named": "not about oneself",
    "not-opener": "opened by somebody else",
}
CONDITIONS = {
    "open-case": "while its case is open",
    "open-request": "while the request is open",
    "told": "once the owner was told",
    "waiting": "while its camera waits to be verified",
    "establishment": "of a business, school or agency",
    "household": "of a household",
    "commanders": "that police must see to",
    "committees": "that the committee must see to",
    "no-owner": "not an owner's",
    "running": "until it is closed",
    "own-part": "in the board's own neighbourhood",
}
# By these facts of a thing a row lets in whoever holds the role anywhere.
OPENINGS = {
    "no-unit": "also what names no unit",
    "damaged": "also what a verification found damaged",
}


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
    row(P, "account:view", SELF),
    row(P, "account:change", SELF),
    row(P, "notices:view", SELF),
    # --- households, shops, schools: who belongs to them ------------------------------------
    row(P, "organisation:create"),
    row(OWN, "organisation:view", OWNER),
    row(CO, "organisation:view", OWNER),
    row(SIGN, "organisation:view", OWNER),
    row(TECH, "organisation:view", OWNER),
    row(OWN, "organisation:invite", OWNER),
    row(CO, "organisation:invite", OWNER),
    row(SIGN, "organisation:invite", OWNER),
    row(P, "invitation:answer", "invited"),
    row(OWN, "invitation:withdraw", OWNER),
    row(CO, "invitation:withdraw", OWNER),
    row(SIGN, "invitation:withdraw", OWNER),
    row(OWN, "organisation:leave", OWNER),
    row(CO, "organisation:leave", OWNER),
    row(SIGN, "organisation:leave", OWNER),
    row(TECH, "organisation:leave", OWNER),
    row(OWN, "membership:end", OWNER, "not-member"),
    row(SIGN, "membership:end", OWNER, "not-member", "no-owner"),
    # --- cameras ----------------------------------------------------------------------------
    row(P, "camera:register"),
    row(P, "draft:change", SELF),
    row(OWN, "camera:view", OWNER),
    row(CO, "camera:view", OWNER),
    row(SIGN, "camera:view", OWNER),
    row(TECH, "camera:view", OWNER),
    row(OWN, "camera:change", OWNER),
    row(CO, "camera:change", OWNER),
    row(TECH, "camera:change", OWNER),
    # --- a camera's clock, measured by a code held before it ---------------------------------
    row(OWN, "beacon:measure", OWNER),
    row(CO, "beacon:measure", OWNER),
    row(TECH, "beacon:measure", OWNER),
    row(OWN, "photo:view", OWNER),
    row(CO, "photo:view", OWNER),
    row(SIGN, "photo:view", OWNER),
    row(TECH, "photo:view", OWNER),
    row(BOARD, "photo:view", OWN_UNIT, "waiting"),
    # --- consent: only who may speak for the owner -------------------------------------------
    row(OWN, "consent:give", OWNER),
    row(CO, "consent:give", OWNER),
    row(SIGN, "consent:give", OWNER),
    row(OWN, "consent:release", OWNER, "household"),
    row(CO, "consent:release", OWNER, "household"),
    row(SIGN, "consent:release", OWNER),  # who is authorised to sign for a business, and no other
    row(OWN, "consent:withdraw", OWNER),
    row(CO, "consent:withdraw", OWNER),
    row(SIGN, "consent:withdraw", OWNER),
    # --- lists of cameras: of a business by its people, of a neighbourhood by its board ---------
    row(OWN, "census:start", OWNER, "establishment"),
    row(SIGN, "census:start", OWNER),
    row(TECH, "census:start", OWNER),
    row(BOARD, "census:start", OWN_UNIT),
    row(OWN, "import:view", OWNER, "establishment"),
    row(SIGN, "import:view", OWNER),
    row(TECH, "import:view", OWNER),
    row(BOARD, "import:view", OWN_UNIT, SELF),
    row(COM, "inventory:view", OWN_UNIT),
    row(BOARD, "inventory:view", OWN_UNIT),
    # --- looked at on the ground by the neighbourhood's board ------------------------------------
    row(BOARD, "camera:verify", OWN_UNIT, "waiting", "not-own"),
    # --- asked from door to door: who said what stays with the board of that neighbourhood -------
    row(BOARD, "consultation:open", OWN_UNIT),
    row(COM, "consultation:open", OWN_UNIT),
    row(BOARD, "consultation:view", OWN_UNIT),
    row(COM, "consultation:view", OWN_UNIT),
    row(AUD, "consultation:view", OWN_UNIT),
    row(BOARD, "consultation:ask", OWN_UNIT),
    row(BOARD, "household:correct", OWN_UNIT, "own-part"),
    row(BOARD, "consultation:close", OWN_UNIT, "running"),
    row(COM, "consultation:close", OWN_UNIT, "running"),
    # --- complaints of people who pass by: the owner answers, the unit's desk watches over it ----
    row(OWN, "complaint:view", OWNER),
    row(CO, "complaint:view", OWNER),
    row(SIGN, "complaint:view", OWNER),
    row(COM, "complaint:view", OWN_UNIT),
    row(BOARD, "complaint:view", OWN_UNIT),
    row(COM, "complaint:desk", OWN_UNIT),
    row(BOARD, "complaint:desk", OWN_UNIT),
    # --- cases --------------------------------------------------------------------------------
    row(OFF, "case:open", OWN_UNIT),
    row(CMD, "case:open", OWN_UNIT),
    row(OFF, "case:view", OWN_UNIT),
    row(CMD, "case:view", OWN_UNIT),
    row(OFF, "case:outcome", OWN_UNIT),
    row(CMD, "case:outcome", OWN_UNIT),
    # --- what owners are shown later: by a commander who asked for nothing in the case ----
    row(CMD, "delay:decide", OWN_UNIT, "open-case", "not-requester"),
    row(CMD, "delay:lift", OWN_UNIT, "open-case"),
    row(CMD, "delay:view", OWN_UNIT),
    row(AUD, "delay:view", OWN_UNIT),
    # --- requests for footage: who asks never decides -----------------------------------------
    row(OFF, "request:draft", OWN_UNIT),
    row(CMD, "request:draft", OWN_UNIT),
    row(OFF, "request:submit", OWN_UNIT, "requester"),
    row(CMD, "request:submit", OWN_UNIT, "requester"),
    row(OFF, "request:view", OWN_UNIT),
    row(CMD, "request:view", OWN_UNIT),
    row(OFF, "request:widen", OWN_UNIT),
    row(CMD, "request:widen", OWN_UNIT),
    row(OFF, "request:retry", OWN_UNIT),
    row(CMD, "request:retry", OWN_UNIT),
    row(CMD, "request:approve", OWN_UNIT, "not-requester", "not-approver"),
    row(OWN, "request:answer", OWNER, "told"),
    row(CO, "request:answer", OWNER, "told"),
    row(SIGN, "request:answer", OWNER, "told"),
    # --- how to reach an owner: named only where the owner was told, each time on the record ---
    row(OFF, "details:open", OWN_UNIT, "open-request", "told"),
    row(CMD, "details:open", OWN_UNIT, "open-request", "told"),
    # --- sealed before anybody decided, and seen by nobody: the owner may stop it ----------------
    row(OFF, "hold:ask", OWN_UNIT, "open-case"),
    row(CMD, "hold:ask", OWN_UNIT, "open-case"),
    row(OWN, "hold:stop", OWNER),
    row(CO, "hold:stop", OWNER),
    row(SIGN, "hold:stop", OWNER),
    # --- opened before anybody decided, where a life is at risk: by one officer, for minutes; then
    # reviewed by a commander who neither opened nor asked --------------------------------------
    row(OFF, "emergency:open", OWN_UNIT, "open-case"),
    row(CMD, "emergency:open", OWN_UNIT, "open-case", "requester"),
    row(OFF, "emergency:watch", OWN_UNIT, "open-case", SELF),
    row(CMD, "emergency:watch", OWN_UNIT, "open-case", SELF),
    row(CMD, "emergency:review", OWN_UNIT, "not-opener", "not-requester"),
    row(CMD, "emergency:view", OWN_UNIT),
    row(AUD, "emergency:view", OWN_UNIT),
    # --- footage and what was found in it ------------------------------------------------------
    row(OFF, "item:open", OWN_UNIT, "open-case"),
    row(CMD, "item:open", OWN_UNIT, "open-case"),
    row(OFF, "viewing:watch", OWN_UNIT, "open-case", SELF),
    row(CMD, "viewing:watch", OWN_UNIT, "open-case", SELF),
    row(OFF, "findings:view", OWN_UNIT, "open-case"),
    row(CMD, "findings:view", OWN_UNIT, "open-case"),
    row(OFF, "findings:review", OWN_UNIT, "open-case"),
    row(CMD, "findings:review", OWN_UNIT, "open-case"),
    # --- a package leaves the house by a third person: neither who asked nor who approved ---------
    row(CMD, "package:issue", OWN_UNIT, "open-case", "not-requester", "not-approver"),
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
    # --- a unit's neighbourhoods and its own rules -----------------------------------------------
    row(COM, "neighbourhood:change", OWN_UNIT),
    row(ADM, "neighbourhood:change", OWN_UNIT),
    row(P, "rule:view"),
    row(ADM, "rule:change", OWN_UNIT),
    # --- figures of past years, for the unit's own people ---------------------------------------
    row(COM, "figure:view", OWN_UNIT),
    row(ADM, "figure:view", OWN_UNIT),
    row(COM, "figure:record", OWN_UNIT),
    row(ADM, "figure:record", OWN_UNIT),
    # --- the record ------------------------------------------------------------------------------
    row(AUD, "ledger:verify"),  # all of it, by its hashes
    row(AUD, "ledger:view", OWN_UNIT),
    row(AUD, "ledger:view", "no-unit"),
    row(AUD, "ledger:view", "damaged"),
    # --- what the law gives a time for: on the desk of the office that must act -----------------
    row(CMD, "duty:view", OWN_UNIT, "commanders"),
    row(COM, "duty:view", OWN_UNIT, "committees"),
    row(CMD, "duty:extend", OWN_UNIT, "commanders"),
    row(COM, "duty:extend", OWN_UNIT, "committees"),
    row(COM, "datarequest:answer", OWN_UNIT),
    # --- watching the watchers: the auditor asks, the committee knows how many are open ---------
    row(AUD, "oversight:count", OWN_UNIT),
    row(COM, "oversight:count", OWN_UNIT),
    row(AUD, "oversight:view", OWN_UNIT),
    row(AUD, "question:view", OWN_UNIT, "not-named"),
    row(AUD, "question:answer", OWN_UNIT, "not-named"),
    # --- appointments ----------------------------------------------------------------------------
    row(ADM, "office:list", OWN_UNIT),
    row(AUD, "office:list", OWN_UNIT),
    row(ADM, "office:view", OWN_UNIT),
    row(AUD, "office:view", OWN_UNIT),
    row(P, "office:view", SELF),
    row(ADM, "office:appoint", OWN_UNIT),
    row(ADM, "office:end", OWN_UNIT),
    row(P, "office:end", SELF),  # laying down one's own
    row(ADM, "office:code", OWN_UNIT, "not-holder"),
)


@dataclass(frozen=True)
class Actor:
    """Somebody at the door. `reserved` says why there is no such door yet."""

    name: str
    words: str
    roles: tuple[Role, ...]
    reserved: str = ""


ACTORS: tuple[Actor, ...] = (
    Actor("visitor", "not signed in", (V,)),
    Actor("stranger", "signed in, and nothing else", (P,)),
    Actor("resident", "owner of a household's cameras", (P, OWN)),
    Actor("co-owner", "the other adult of that household", (P, CO)),
    Actor("neighbour", "owner of the household next door", (P, OWN)),
    Actor("technician", "looks after a business's cameras", (P, TECH)),
    Actor("signatory", "signs for that business", (P, SIGN)),
    Actor("former-member", "was co-owner of the household until yesterday", (P,)),
    Actor("officer", "police of the unit", (P, OFF)),
    Actor("colleague", "another officer of the unit", (P, OFF)),
    Actor("commander", "commander of the unit", (P, CMD)),
    Actor("other-officer", "police of another unit", (P, OFF)),
    Actor("other-commander", "commander of another unit", (P, CMD)),
    Actor("former-officer", "was officer of the unit until yesterday", (P,)),
    Actor("committee", "the unit's committee: figures, no footage", (P, COM)),
    Actor("board", "a neighbourhood's board in the unit", (P, BOARD)),
    Actor("auditor", "verifies the record", (P, AUD)),
    Actor("administrator", "appoints in the unit", (P, ADM)),
    Actor(
        "paired-agent",
        "a box beside a recorder, paired by its owner",
        (),
        reserved="no agent's door exists yet; when it does, it gets a role and rows of its own",
    ),
)

# Actions that nothing asks yet, and why their rows stand already.
RESERVED: dict[str, str] = {
    "package:issue": "no package can be made yet; that its issuer is a third person stands first",
}

# Pages that ask nobody who they are, by URL name, and why that is right. Whoever knows the secret
# in such an address has the right that the secret carries, and no other.
OPEN: dict[str, str] = {
    "look:home": "what this is, and the way in",
    "look:language": "the language switch stands on every page",
    "units:search": "which ward or commune an old name leads to",
    "units:show": "what a unit is, was made of, or became: published by the state",
    "look:design": "the components, with invented contents",
    "look:design-points": "invented cameras for that page's map",
    "privacy:erased": "the last page of somebody who has just erased their account",
    "people:no-passwords": "always 'not found': nobody has a password here",
    "ledger:checkpoint": "witnesses fetch it: how far the record reaches, signed",
    "ledger:key": "witnesses fetch it: the public key of the record",
    "ledger:tile": "witnesses fetch it: hashes, from which nothing can be guessed",
    "coverage:public": "bands of counts by cell, made once a week by one function",
    "reports:public": "bands of a month's requests, made once by one function, long after it",
    "funding:board": "what a unit's people gave is theirs to read",
    "consultation:board": "what a unit's households answered, once it is over and 20 of them did",
    "consent:receipt-key": "whoever holds a receipt checks it: a public key",
    "consent:verify": "whoever holds a receipt may ask whether it is true; the file is not kept",
    "complaints:notice": "what a camera's sign at the gate says, behind its QR code",
    "complaints:complain": "who feels watched need not be a user; limited by network and day",
    "complaints:mine": "a personal link: its secret is the right to read the answer and to reply",
    "upkeep:still-there": "a personal link: its secret is one adult's yearly answer",
    "requests:genuine": "whether police really sent a request; no more; limited by network",
    "requests:answer": "a personal link: its secret is one adult's right to answer once",
    "extraction:upload": "the same link: the right to hand over the file asked for",
}


ACTIONS: frozenset[str] = frozenset(line.action for line in TABLE)


def rows(role: Role, action: str) -> tuple[Row, ...]:
    return tuple(line for line in TABLE if line.role == role and line.action == action)


def roles_for(action: str) -> frozenset[Role]:
    return frozenset(line.role for line in TABLE if line.action == action)


def actions_of(noun: str) -> frozenset[str]:
    return frozenset(action for action in ACTIONS if action.partition(":")[0] == noun)
