"""Something of every kind, in every state, for the matrix to try.

`THINGS` names a maker for each address with arguments. A maker is given the world and returns the
things that may stand in the address, each with its state and with what the policy's relations are
about (`Facts`). What has no such thing, being about nobody, is made with `Facts()`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings

from cameras.complaints.services import token_of
from cameras.registry.models import Camera
from evidence.disclosure.queries import looks_at
from evidence.emergency.models import Watch
from portal.lib.clock import now
from portal.people.policy import CONDITIONS
from portal.people.roles import Role

from .access import BUSINESS, FAR_AWAY, HOUSEHOLD, NEXT_DOOR, OTHER_WARD, PLACES, WARD, Facts
from .world import Chain, World

OWN, SAME, OTHER, CLOSED, WITHDRAWN = "own", "same unit", "other unit", "closed", "withdrawn"
MISSING = "missing"
OWNERS = ("resident", "neighbour")
NOBODYS_ID = "abcdefgh23456789"


@dataclass(frozen=True)
class Thing:
    state: str
    at: Mapping[str, object]  # the address's arguments
    facts: Facts | None = field(default_factory=Facts)  # None: it names no thing after all
    there: bool = True  # False: nobody finds anything at this address
    shut: bool = False  # the policy lets in, the decision about the basis does not
    query: str = ""


Maker = Callable[[World], Iterator[Thing]]

# Who is behind each chain, and whose camera it is about.
CHAINS: dict[str, tuple[str, str, str]] = {
    OWN: ("officer", WARD, HOUSEHOLD),
    SAME: ("colleague", WARD, NEXT_DOOR),
    OTHER: ("other-officer", OTHER_WARD, FAR_AWAY),
    CLOSED: ("officer", WARD, BUSINESS),
    WITHDRAWN: ("officer", WARD, HOUSEHOLD),
}


def _of_chain(state: str, by: str = "") -> Facts:
    officer, unit, organisation = CHAINS[state]
    holds = frozenset(CONDITIONS) - ({"open-case", "open-request"} if state == CLOSED else set())
    return Facts(unit=unit, organisation=organisation, by=by or officer, holds=holds)


def _chains(name: str, pick: Callable[[Chain], object], *, shut: bool = False) -> Maker:
    def make(world: World) -> Iterator[Thing]:
        for state, chain in world.chains.items():
            facts = _of_chain(state)
            yield Thing(state, {name: pick(chain)}, facts, shut=shut and state == WITHDRAWN)
        yield Thing(MISSING, {name: NOBODYS_ID}, there=False)

    return make


def _cameras(world: World) -> Iterator[tuple[str, Camera, Facts]]:
    owners = {state: whose for state, (_, _, whose) in CHAINS.items()} | {"removed": HOUSEHOLD}
    for state, camera in world.cameras.items():
        unit = OTHER_WARD if state == OTHER else WARD
        gone = {"waiting"} if state == "removed" else set()
        holds = frozenset(CONDITIONS) - gone
        yield state, camera, Facts(unit=unit, organisation=owners[state], holds=holds)


def cameras(world: World) -> Iterator[Thing]:
    for state, camera, facts in _cameras(world):
        yield Thing(state, {"public_id": camera.public_id}, facts)
    yield Thing(MISSING, {"public_id": NOBODYS_ID}, there=False)


def beacons(world: World) -> Iterator[Thing]:
    for state, _, facts in _cameras(world):
        yield Thing(state, {"public_id": world.beacons[state].public_id}, facts)
    yield Thing(MISSING, {"public_id": NOBODYS_ID}, there=False)


def lines_about_cameras(world: World) -> Iterator[Thing]:
    """A line of a camera's list of looks, and the line of another camera under its address."""
    lines = {}
    for state, camera, facts in _cameras(world):
        looks, _ = looks_at([camera], None, now())
        if looks:
            lines[state] = looks[0].seq
            at = {"public_id": camera.public_id, "seq": looks[0].seq}
            yield Thing(state, at, facts)
    home = world.cameras[OWN].public_id
    yield Thing("another's line", {"public_id": home, "seq": lines[OTHER]}, there=False)


def answers_about_cameras(world: World) -> Iterator[Thing]:
    """The first answer of each camera, and another camera's answer under its address."""
    first = {
        state: camera.consent_events.earliest("pk").public_id
        for state, camera, _ in _cameras(world)
    }
    for state, camera, facts in _cameras(world):
        yield Thing(state, {"public_id": camera.public_id, "event_id": first[state]}, facts)
    home = world.cameras[OWN].public_id
    yield Thing("another's answer", {"public_id": home, "event_id": first[OTHER]}, there=False)


def photos(world: World) -> Iterator[Thing]:
    for state, camera, facts in _cameras(world):
        photo = world.photos.get(state)
        if photo is not None:
            at = {"public_id": camera.public_id, "photo_id": photo.public_id}
            yield Thing(state, at, facts)
    home = world.cameras[OWN].public_id
    stray = {"public_id": home, "photo_id": world.photos[OTHER].public_id}
    yield Thing("another's photo", stray, there=False)


def masks(world: World) -> Iterator[Thing]:
    for state, camera, facts in _cameras(world):
        if state in world.masks:
            at = {"public_id": camera.public_id, "mask_id": world.masks[state].public_id}
            yield Thing(state, at, facts)
    home = world.cameras[OWN].public_id
    stray = {"public_id": home, "mask_id": world.masks[OTHER].public_id}
    yield Thing("another's mask", stray, there=False)


def complaints(world: World) -> Iterator[Thing]:
    for state, _, facts in _cameras(world):
        if state in world.complaints:
            yield Thing(state, {"public_id": world.complaints[state].public_id}, facts)
    yield Thing(MISSING, {"public_id": NOBODYS_ID}, there=False)


def signs(world: World) -> Iterator[Thing]:
    for state, row in world.signs.items():
        yield Thing(state, {"code": row.code}, there=state != "removed")
    yield Thing(MISSING, {"code": NOBODYS_ID[:8]}, there=False)


def links_of_complainants(world: World) -> Iterator[Thing]:
    for state, row in world.complaints.items():
        yield Thing(state, {"token": token_of(row.public_id)})
    yield Thing(MISSING, {"token": "x" * 32}, there=False)


def yearly_links(world: World) -> Iterator[Thing]:
    for state, token in world.yearly.items():
        yield Thing(state, {"token": token}, there=state != "holder left")
    yield Thing(MISSING, {"token": "x" * 32}, there=False)


def drafts(world: World) -> Iterator[Thing]:
    for actor, draft in world.drafts.items():
        yield Thing(f"{actor}'s", {"draft_id": draft.public_id}, Facts(by=actor))
    yield Thing(MISSING, {"draft_id": NOBODYS_ID}, there=False)


def drafts_also_sent(world: World) -> Iterator[Thing]:
    yield from drafts(world)
    yield Thing("sent", {"draft_id": world.sent.public_id}, Facts(by="resident"))


def drafts_not_sent(world: World) -> Iterator[Thing]:
    yield from drafts(world)
    yield Thing("sent", {"draft_id": world.sent.public_id}, there=False)


def started_requests(world: World) -> Iterator[Thing]:
    for state, wanted in world.started.items():
        yield Thing(state, {"public_id": wanted.public_id}, _of_chain(state))


def cases_to_delay(world: World) -> Iterator[Thing]:
    """In the first of them the commander asked for footage, too."""
    for state, chain in world.chains.items():
        facts = _of_chain(state, by="commander" if state == OWN else "")
        yield Thing(state, {"public_id": chain.case.public_id}, facts)
    yield Thing(MISSING, {"public_id": NOBODYS_ID}, there=False)


def requests_to_decide(world: World) -> Iterator[Thing]:
    for state, wanted in world.submitted.items():
        yield Thing(state, {"public_id": wanted.public_id}, _of_chain(state))
    facts = _of_chain(OWN, by="commander")
    yield Thing("asked for by the commander", {"public_id": world.commanders.public_id}, facts)
    yield Thing("approved by the commander", {"public_id": world.half_approved.public_id}, facts)


def targets(world: World) -> Iterator[Thing]:
    for state, chain in world.chains.items():
        yield Thing(state, {"public_id": chain.target.public_id}, _of_chain(state))
    untold = Facts(unit=WARD, organisation=HOUSEHOLD, by="officer", holds=frozenset())
    yield Thing("nobody told yet", {"public_id": world.untold.public_id}, untold)


def holds(world: World) -> Iterator[Thing]:
    for state, hold in world.holds.items():
        yield Thing(state, {"public_id": hold.public_id}, _of_chain(state))
    yield Thing(MISSING, {"public_id": NOBODYS_ID}, there=False)


def requests_to_open(world: World) -> Iterator[Thing]:
    for state, wanted in world.submitted.items():
        yield Thing(state, {"public_id": wanted.public_id}, _of_chain(state))
    facts = _of_chain(OWN, by="commander")
    yield Thing("asked for by the commander", {"public_id": world.commanders.public_id}, facts)
    yield Thing(MISSING, {"public_id": NOBODYS_ID}, there=False)


def _watches(pick: Callable[[Watch], dict[str, object]], *, shut: bool = False) -> Maker:
    """Openings in an emergency; in the last of them a commander opened what they asked for."""

    def make(world: World) -> Iterator[Thing]:
        for state, row in world.watches.items():
            known = state in CHAINS
            facts = _of_chain(state) if known else _of_chain(OWN, by="commander")
            yield Thing(state, pick(row), facts, shut=shut)
        yield Thing(MISSING, dict.fromkeys(pick(row), NOBODYS_ID), there=False)

    return make


def tokens(world: World) -> Iterator[Thing]:
    for state, token in world.tokens.items():
        yield Thing(state, {"token": token}, there=state != "holder left")
    yield Thing(MISSING, {"token": "x" * 32}, there=False)


def thumbnails(world: World) -> Iterator[Thing]:
    for state, chain in world.chains.items():
        at = {"public_id": chain.viewing.public_id, "item_id": chain.thumbnail.public_id}
        yield Thing(state, at, _of_chain(state), shut=state == WITHDRAWN)
    own, other = world.chains[OWN], world.chains[OTHER]
    at = {"public_id": own.viewing.public_id, "item_id": other.thumbnail.public_id}
    yield Thing("another clip's picture", at, there=False)


def contributions(world: World) -> Iterator[Thing]:
    by = {OWN: ("board", WARD), SAME: ("", WARD), OTHER: ("", OTHER_WARD)}
    for state, gift in world.gifts.items():
        actor, unit = by[state]
        yield Thing(state, {"public_id": gift.public_id}, Facts(unit=unit, by=actor))
    yield Thing(MISSING, {"public_id": NOBODYS_ID}, there=False)


def consultations(world: World) -> Iterator[Thing]:
    for state, row in world.consultations.items():
        holds = frozenset(CONDITIONS) - ({"running"} if state == CLOSED else set())
        facts = Facts(unit=OTHER_WARD if state == OTHER else WARD, holds=holds)
        yield Thing(state, {"public_id": row.public_id}, facts)
    yield Thing(MISSING, {"public_id": NOBODYS_ID}, there=False)


def doors(world: World) -> Iterator[Thing]:
    """Households asked; those of the neighbourhood beside belong to its own board."""
    for state, row in world.doors.items():
        holds = frozenset(CONDITIONS) - ({"own-part"} if state == SAME else set())
        facts = Facts(unit=OTHER_WARD if state == OTHER else WARD, holds=holds)
        yield Thing(state, {"public_id": row.public_id}, facts)
    yield Thing(MISSING, {"public_id": NOBODYS_ID}, there=False)


def sheets(world: World) -> Iterator[Thing]:
    for state, row in world.sheets.items():
        facts = Facts(unit=OTHER_WARD if state == OTHER else WARD)
        yield Thing(state, {"public_id": row.public_id}, facts)
    yield Thing(MISSING, {"public_id": NOBODYS_ID}, there=False)


def asked_back(world: World) -> Iterator[Thing]:
    by = {OWN: "officer", "about the auditor": "auditor", OTHER: "other-officer"}
    for state, row in world.asked_back.items():
        facts = Facts(unit=OTHER_WARD if state == OTHER else WARD, by=by[state])
        yield Thing(state, {"public_id": row.public_id}, facts)
    yield Thing(MISSING, {"public_id": NOBODYS_ID}, there=False)


def units(world: World) -> Iterator[Thing]:
    area = "lat=10.36&lng=107.085&radius=100&west=107&south=10.3&east=107.2&north=10.5&zoom=14"
    yield Thing(OWN, {"code": world.cast.ward.code}, Facts(unit=WARD), query=area)
    yield Thing(OTHER, {"code": world.cast.other_ward.code}, Facts(unit=OTHER_WARD), query=area)
    yield Thing(MISSING, {"code": "nowhere"}, there=False, query=area)


def neighbourhoods(world: World) -> Iterator[Thing]:
    yield Thing(OWN, {"public_id": world.cast.neighbourhood.public_id}, Facts(unit=WARD))
    yield Thing(OTHER, {"public_id": world.far_part.public_id}, Facts(unit=OTHER_WARD))
    yield Thing(MISSING, {"public_id": NOBODYS_ID}, there=False)


def unit_rules(world: World) -> Iterator[Thing]:
    for thing in units(world):
        at = {**thing.at, "key": "request-max_cameras-normal"}
        yield Thing(thing.state, at, thing.facts, there=thing.there)
    yield Thing("no rule", {"code": world.cast.ward.code, "key": "nothing"}, there=False)


def years(world: World) -> Iterator[Thing]:
    for thing in units(world):
        at = {**thing.at, "year": 2024, "what": "community"}
        yield Thing(thing.state, at, thing.facts, there=thing.there)
    at = {"code": world.cast.ward.code, "year": 2024, "what": "nothing"}
    yield Thing("no figure", at, there=False)


def coverage_maps(world: World) -> Iterator[Thing]:
    """The unit stands in the query here, not in the path."""
    yield Thing("unnamed", {}, facts=None)
    for thing in units(world):
        code = thing.at["code"]
        yield Thing(thing.state, {}, thing.facts, there=thing.there, query=f"unit={code}")


def said(world: World) -> Iterator[Thing]:
    for state, camera, facts in _cameras(world):
        event = camera.consent_events.order_by("pk").first()
        if event is not None:
            yield Thing(state, {"event_id": event.public_id}, facts)
    yield Thing(MISSING, {"event_id": NOBODYS_ID}, there=False)


def organisations(world: World) -> Iterator[Thing]:
    for whose, row in world.organisations.items():
        yield Thing(whose, {"public_id": row.public_id}, Facts(organisation=whose))
    yield Thing(MISSING, {"public_id": NOBODYS_ID}, there=False)


def parts(world: World) -> Iterator[Thing]:
    for actor, place in PLACES.items():
        if place.organisation not in world.organisations:
            continue
        at = _part(world, place.organisation, actor)
        holds = frozenset(CONDITIONS) - ({"no-owner"} if actor in OWNERS else set())
        yield Thing(actor, at, Facts(organisation=place.organisation, by=actor, holds=holds))
    yield Thing("a part that ended", _part(world, HOUSEHOLD, "former-member"), there=False)
    yield Thing("nobody's part", _part(world, HOUSEHOLD, "stranger"), there=False)
    yield Thing("another's part", _part(world, NEXT_DOOR, "co-owner"), there=False)


def _part(world: World, organisation: str, actor: str) -> dict[str, object]:
    return {
        "public_id": world.organisations[organisation].public_id,
        "person_id": world.people[actor].public_id,
    }


def invitations_got(world: World) -> Iterator[Thing]:
    invited = {HOUSEHOLD: "stranger", BUSINESS: "neighbour"}
    for whose, row in world.invitations.items():
        yield Thing(whose, {"public_id": row.public_id}, Facts(by=invited[whose]))
    yield Thing(MISSING, {"public_id": NOBODYS_ID}, there=False)


def invitations_sent(world: World) -> Iterator[Thing]:
    for whose, row in world.invitations.items():
        yield Thing(whose, {"public_id": row.public_id}, Facts(organisation=whose))
    yield Thing(MISSING, {"public_id": NOBODYS_ID}, there=False)


def offices(world: World) -> Iterator[Thing]:
    held_by = {
        "officer": WARD,
        "board": WARD,
        "administrator": WARD,
        "former-officer": WARD,
        "other-officer": OTHER_WARD,
    }
    for actor, unit in held_by.items():
        office = world.people[actor].offices.get()
        yield Thing(f"{actor}'s", {"public_id": office.public_id}, Facts(unit=unit, by=actor))
    yield Thing(MISSING, {"public_id": NOBODYS_ID}, there=False)


def entries(world: World) -> Iterator[Thing]:
    """Entry numbers are no secret; what they hold is read in the units they name."""
    for state in (OWN, OTHER, CLOSED):
        seq = world.chains[state].viewing.ledger_seq
        yield Thing(state, {"seq": seq}, _of_chain(state))
    yield Thing("names no unit", {"seq": 1}, Facts(holds=frozenset({"no-unit"})))
    damaged = Facts(unit=OTHER_WARD, holds=frozenset({"damaged"}))
    yield Thing("damaged, other unit", {"seq": world.damaged}, damaged)
    yield Thing(MISSING, {"seq": 999_999}, there=False)


def runs(world: World) -> Iterator[Thing]:
    yield Thing("any", {"public_id": world.run.public_id})
    yield Thing(MISSING, {"public_id": NOBODYS_ID}, there=False)


def tiles(world: World) -> Iterator[Thing]:
    level = Path(settings.LEDGER_FEED) / "epoch-1" / "tile" / "0"
    published = next(path for path in level.rglob("*") if path.is_file())
    yield Thing("any", {"level": 0, "index": published.relative_to(level).as_posix()})
    yield Thing(MISSING, {"level": 0, "index": "x999/999"}, there=False)
    yield Thing("outside", {"level": 0, "index": "../../newest"}, there=False)
    del world


def lists(world: World) -> Iterator[Thing]:
    """Lists of cameras: of the business, of a board by each of its people, of a board elsewhere."""
    facts = {
        "business": Facts(organisation=BUSINESS, by="signatory"),
        OWN: Facts(unit=WARD, by="board"),
        SAME: Facts(unit=WARD),
        OTHER: Facts(unit=OTHER_WARD),
    }
    for state, row in world.lists.items():
        yield Thing(state, {"public_id": row.public_id}, facts[state.partition(",")[0]])
    yield Thing(MISSING, {"public_id": NOBODYS_ID}, there=False)


def rows_of_lists(world: World) -> Iterator[Thing]:
    for thing in lists(world):
        yield Thing(thing.state, {**thing.at, "number": 2}, thing.facts, there=thing.there)


def layouts(world: World) -> Iterator[Thing]:
    """Lists to take along that are made of whatever is the person's own."""
    for layout in ("xlsx", "csv"):
        yield Thing(layout, {"layout": layout}, facts=None)
    yield Thing(MISSING, {"layout": "pdf"}, there=False)
    del world


def templates_of_lists(world: World) -> Iterator[Thing]:
    for thing in layouts(world):
        yield Thing(thing.state, {"kind": "own", **thing.at}, thing.facts, there=thing.there)
    yield Thing("no such list", {"kind": "theirs", "layout": "csv"}, there=False)


def inventories(world: World) -> Iterator[Thing]:
    for thing in units(world):
        yield Thing(thing.state, {**thing.at, "layout": "csv"}, thing.facts, there=thing.there)
    at = {"code": world.cast.ward.code, "layout": "pdf"}
    yield Thing("no such layout", at, there=False)


def duties(world: World) -> Iterator[Thing]:
    """One is for either office, so one of the two conditions does not hold."""
    others = {Role.COMMANDER: "committees", Role.COMMITTEE: "commanders"}
    for (state, role), row in world.duties.items():
        unit = OTHER_WARD if state == OTHER else WARD
        facts = Facts(unit=unit, holds=frozenset(CONDITIONS) - {others[role]})
        yield Thing(f"{state}, for {role}", {"public_id": row.public_id}, facts)
    yield Thing(MISSING, {"public_id": NOBODYS_ID}, there=False)


def questions_about_data(world: World) -> Iterator[Thing]:
    for state, row in world.questions.items():
        unit = OTHER_WARD if state == OTHER else WARD
        yield Thing(state, {"public_id": row.public_id}, Facts(unit=unit))
    yield Thing(MISSING, {"public_id": NOBODYS_ID}, there=False)


def nothing_there(world: World) -> Iterator[Thing]:
    yield Thing(MISSING, {"rest": "change/"}, there=False)
    del world


THINGS: dict[str, Maker] = {
    "people:no-passwords": nothing_there,
    "appointments:index": coverage_maps,
    "duties:done": duties,
    "privacy:answer": questions_about_data,
    "duties:extend": duties,
    "appointments:appoint": units,
    "appointments:show": offices,
    "appointments:end": offices,
    "appointments:code": offices,
    "ledger:entry": entries,
    "ledger:proof": entries,
    "ledger:run": runs,
    "ledger:tile": tiles,
    "organisations:show": organisations,
    "organisations:invite": organisations,
    "organisations:leave": organisations,
    "organisations:end": parts,
    "organisations:invitation": invitations_got,
    "organisations:withdraw": invitations_sent,
    "registry:continue": drafts_also_sent,
    "registry:where": drafts_not_sent,
    "registry:sees": drafts_not_sent,
    "registry:machine": drafts_not_sent,
    "registry:owner": drafts_not_sent,
    "registry:discard": drafts_not_sent,
    "registry:camera": cameras,
    "registry:link": cameras,
    "registry:test-link": cameras,
    "registry:remove": cameras,
    "registry:photos": cameras,
    "registry:photo": photos,
    "registry:remove-photo": photos,
    "registry:masks": cameras,
    "registry:end-mask": masks,
    "consent:ask": drafts_not_sent,
    "consent:check": drafts_also_sent,
    "consent:camera": cameras,
    "consent:receipt": cameras,
    "consent:together": organisations,
    "consent:together-answer": organisations,
    "consent:together-check": organisations,
    "consent:together-receipt": said,
    "consent:release": cameras,
    "consent:paper": answers_about_cameras,
    "consent:receipt-file": answers_about_cameras,
    "consent:withdraw": cameras,
    "units:show": units,
    "units:neighbourhoods": units,
    "units:rename": neighbourhoods,
    "units:rules": units,
    "units:rule": unit_rules,
    "units:change-rule": unit_rules,
    "beacon:begin": cameras,
    "beacon:show": beacons,
    "beacon:clock": beacons,
    "beacon:codes": beacons,
    "beacon:pull": beacons,
    "beacon:upload": beacons,
    "beacon:tell": beacons,
    "beacon:picture": beacons,
    "reports:years": units,
    "reports:choose": units,
    "reports:record": years,
    "oversight:sheet": sheets,
    "oversight:question": asked_back,
    "upkeep:still-there": yearly_links,
    "upkeep:verify": cameras,
    "upkeep:return": cameras,
    "upkeep:correct": cameras,
    "upkeep:again": cameras,
    "upkeep:affirm": cameras,
    "complaints:sign": cameras,
    "complaints:sheet": cameras,
    "complaints:show": complaints,
    "complaints:mine": links_of_complainants,
    "complaints:notice": signs,
    "complaints:complain": signs,
    "census:template": templates_of_lists,
    "census:own": layouts,
    "census:take-inventory": inventories,
    "census:show": lists,
    "census:columns": lists,
    "census:mend": rows_of_lists,
    "census:order": lists,
    "census:confirm": lists,
    "census:withdraw": lists,
    "census:annotated": lists,
    "consultation:board": units,
    "consultation:show": consultations,
    "consultation:sheet": consultations,
    "consultation:ask": consultations,
    "consultation:households": consultations,
    "consultation:close": consultations,
    "consultation:household": doors,
    "funding:board": units,
    "funding:show": contributions,
    "funding:decide": contributions,
    "coverage:map": coverage_maps,
    "coverage:search": coverage_maps,
    "coverage:sight": cameras,
    "coverage:sight-map": cameras,
    "coverage:tiles": units,
    "coverage:points": units,
    "cases:show": _chains("public_id", lambda chain: chain.case.public_id),
    "cases:outcome": _chains("public_id", lambda chain: chain.case.public_id),
    "cases:close": _chains("public_id", lambda chain: chain.case.public_id),
    "delays:decide": cases_to_delay,
    "delays:lift": _chains("public_id", lambda chain: chain.case.public_id),
    "requests:new": _chains("case_id", lambda chain: chain.case.public_id),
    "requests:show": _chains("public_id", lambda chain: chain.request.public_id),
    "requests:touch": _chains("case_id", lambda chain: chain.case.public_id),
    "requests:not-found": _chains("public_id", lambda chain: chain.request.public_id),
    "requests:widen": _chains("public_id", lambda chain: chain.request.public_id),
    "requests:change": started_requests,
    "requests:cameras": started_requests,
    "requests:check": started_requests,
    "requests:decide": requests_to_decide,
    "requests:details": targets,
    "requests:respond": targets,
    "requests:answer": tokens,
    "extraction:upload": tokens,
    "extraction:deliver": targets,
    "extraction:retry": _chains("public_id", lambda chain: chain.target.public_id),
    "custody:index": _chains("public_id", lambda chain: chain.case.public_id),
    "custody:preserve": _chains("public_id", lambda chain: chain.target.public_id),
    "custody:held": holds,
    "custody:opening": _watches(lambda row: {"public_id": row.opening.public_id}),
    "custody:watch": _watches(
        lambda row: {"public_id": row.opening.public_id, "target_id": row.target.public_id}
    ),
    "custody:watching": _watches(lambda row: {"public_id": row.public_id}, shut=True),
    "custody:watched": _watches(lambda row: {"public_id": row.public_id}, shut=True),
    "emergency:open": requests_to_open,
    "emergency:end": _watches(lambda row: {"public_id": row.opening.public_id}),
    "emergency:review": _watches(lambda row: {"public_id": row.opening.public_id}),
    "custody:open": _chains("public_id", lambda chain: chain.item.public_id),
    "custody:record": _chains("public_id", lambda chain: chain.item.public_id),
    "custody:video": _chains("public_id", lambda chain: chain.viewing.public_id, shut=True),
    "custody:thumbnail": thumbnails,
    "findings:state": _chains("public_id", lambda chain: chain.item.public_id),
    "findings:review": _chains("public_id", lambda chain: chain.item.public_id),
    "disclosure:item": _chains("public_id", lambda chain: chain.viewing.public_id, shut=True),
    "disclosure:looks": cameras,
    "disclosure:proof": lines_about_cameras,
    "disclosure:body": lines_about_cameras,
}
