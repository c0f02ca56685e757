"""Two wards in the middle of their work: what the matrix tries its addresses on.

A chain is a case with an approved request, a told owner, a sealed clip and an opened viewing. There
is one for each state, and everything of the state `withdrawn` hangs on a camera whose owner took
the consent back after the clip was opened.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from django.test import Client

from cameras.beacon.models import Beacon
from cameras.beacon.services import begin as begin_beacon
from cameras.census.models import Import
from cameras.complaints.models import Complaint, Sign
from cameras.complaints.services import hang_sign
from cameras.consent import services as consent
from cameras.consent import texts
from cameras.consent.scopes import Scope
from cameras.consultation.models import Consultation, Household
from cameras.consultation.services import close as close_consultation
from cameras.funding.models import Contribution
from cameras.funding.services import record as record_gift
from cameras.registry import drafts, masking, photos
from cameras.registry.links import NewLink, link_camera
from cameras.registry.models import Camera, Draft, Mask, Photo
from cameras.registry.services import remove_camera
from cameras.registry.vocabulary import PhotoKind
from cameras.upkeep.models import Question
from evidence.cases.models import Case
from evidence.cases.services import close_case, open_case
from evidence.custody import services as custody
from evidence.custody.covers import names_of
from evidence.custody.gate import Visitor, open_item
from evidence.custody.models import Hold, Item, Viewing
from evidence.custody.vocabulary import ItemRole
from evidence.emergency.models import Watch
from evidence.extraction.models import Job
from evidence.oversight.models import Question as AskedBack
from evidence.oversight.models import Sheet
from evidence.privacy import asking
from evidence.privacy.models import DataRequest
from evidence.requests.models import FootageRequest, Invitation, Target
from portal.duties.models import Duty
from portal.duties.services import open_duty
from portal.duties.vocabulary import DutyKind
from portal.files import vault
from portal.files.models import StoredObject
from portal.ledger import checkpoints
from portal.ledger.models import VerifyRun
from portal.ledger.services import ask_verification
from portal.lib.digest import sha256
from portal.lib.ids import new_id, subject
from portal.media.stills import Still
from portal.organisations.invitations import invite
from portal.organisations.models import Invitation as MemberInvitation
from portal.people.models import Organisation, OrganisationKind, User
from portal.people.roles import Role
from portal.people.services import create_organisation
from portal.places.models import Neighbourhood, Unit
from tests.cameras.census import scene as lists
from tests.cameras.complaints.made import complain
from tests.cameras.consultation.made import begin_consultation, put_door
from tests.cast import PLACE, SYSTEM, Cast, Guests, make_cast, make_guests, sign_in
from tests.evidence.emergency.made import make_watch
from tests.evidence.oversight.made import make_question, make_sheet

HOUR = timedelta(hours=1)
CAST_OF: dict[str, str] = {
    "stranger": "stranger",
    "resident": "owner",
    "co-owner": "co_owner",
    "neighbour": "neighbour",
    "technician": "technician",
    "signatory": "signatory",
    "former-member": "former_co_owner",
    "officer": "officer",
    "colleague": "colleague",
    "commander": "commander",
    "other-officer": "outsider",
    "other-commander": "outside_commander",
    "former-officer": "former_officer",
    "committee": "committee",
    "board": "board",
    "auditor": "auditor",
    "administrator": "administrator",
}


@dataclass(frozen=True)
class Chain:
    case: Case
    request: FootageRequest
    target: Target
    item: Item
    thumbnail: Item
    viewing: Viewing


@dataclass
class World:
    cast: Cast
    guests: Guests
    at: datetime
    people: dict[str, User]  # by the actor's name in the policy
    clients: dict[str, Client]
    cameras: dict[str, Camera] = field(default_factory=dict)
    chains: dict[str, Chain] = field(default_factory=dict)
    started: dict[str, FootageRequest] = field(default_factory=dict)
    submitted: dict[str, FootageRequest] = field(default_factory=dict)
    beacons: dict[str, Beacon] = field(default_factory=dict)
    drafts: dict[str, Draft] = field(default_factory=dict)
    gifts: dict[str, Contribution] = field(default_factory=dict)
    consultations: dict[str, Consultation] = field(default_factory=dict)
    doors: dict[str, Household] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    lists: dict[str, Import] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    invitations: dict[str, MemberInvitation] = field(default_factory=dict)
    photos: dict[str, Photo] = field(default_factory=dict)
    masks: dict[str, Mask] = field(default_factory=dict)
    signs: dict[str, Sign] = field(default_factory=dict)
    complaints: dict[str, Complaint] = field(default_factory=dict)
    yearly: dict[str, str] = field(default_factory=dict)
    duties: dict[tuple[str, Role], Duty] = field(default_factory=dict)
    questions: dict[str, DataRequest] = field(default_factory=dict)
    commanders: FootageRequest = field(init=False)
    half_approved: FootageRequest = field(init=False)
    untold: Target = field(init=False)
    holds: dict[str, Hold] = field(default_factory=dict)
    watches: dict[str, Watch] = field(default_factory=dict)
    far_part: Neighbourhood = field(init=False)
    sent: Draft = field(init=False)
    run: VerifyRun = field(init=False)
    sheets: dict[str, Sheet] = field(default_factory=dict)
    asked_back: dict[str, AskedBack] = field(default_factory=dict)
    damaged: int = 0  # an entry of the other unit that a verification has named


def make_world() -> World:
    at = datetime.now(UTC) - timedelta(minutes=10)
    cast = make_cast(at)
    guests = make_guests(cast)
    people = {
        actor: getattr(guests if hasattr(guests, name) else cast, name)
        for actor, name in CAST_OF.items()
    }
    clients = {actor: Client(raise_request_exception=False) for actor in ("visitor", *people)}
    for actor, person in people.items():
        sign_in(clients[actor], person)
    world = World(cast, guests, at, people, clients)
    steps: tuple[Callable[[World], None], ...] = (
        _put_up_cameras,
        _take_photos,
        _make_chains,
        _ask_for_more,
        _begin_drafts,
        _complain,
        _ask_yearly,
        _record_gifts,
        _consult,
        _bring_lists,
        _invite_people,
        _end_some,
        _open_duties,
        _ask_about_data,
        _ask_back,
        _sign_record,
    )
    for step in steps:
        step(world)
    return world


def _put_up_cameras(world: World) -> None:
    cast = world.cast
    world.far_part = Neighbourhood.objects.create(
        unit=cast.other_ward, name="Khu phố bên", kind="khu_pho"
    )
    next_door = world.people["neighbour"].memberships.get().organisation
    far_away = create_organisation(
        kind=OrganisationKind.HOUSEHOLD,
        name="Hộ phường bên",
        unit=cast.other_ward,
        actor=SYSTEM,
        at=world.at,
    )
    owners: dict[str, Organisation] = {
        "own": cast.household,
        "same unit": next_door,
        "closed": world.guests.business,
        "withdrawn": cast.household,
        "removed": cast.household,
    }
    for state, owner in owners.items():
        world.cameras[state] = cast.camera(owner=owner)
    world.cameras["other unit"] = cast.camera(
        owner=far_away, unit=cast.other_ward, lat=cast.other_ward.lat, lng=cast.other_ward.lng
    )
    for camera in world.cameras.values():  # loopback, which the guard refuses: nobody is called
        link_camera(camera, NewLink("http://127.0.0.1:9"), actor=cast.owner, at=world.at)
    for state, camera in world.cameras.items():
        beacon = begin_beacon(camera=camera, person=cast.owner, at=world.at)
        beacon.picture = _stored(b"picture")
        beacon.picture.save()
        beacon.save()
        world.beacons[state] = beacon


def _make_chains(world: World) -> None:
    commanders = {"other unit": "other-commander"}
    officers = {"same unit": "colleague", "other unit": "other-officer"}
    for state in ("own", "same unit", "other unit", "closed", "withdrawn"):
        officer = world.people[officers.get(state, "officer")]
        commander = world.people[commanders.get(state, "commander")]
        world.chains[state] = _chain(world, world.cameras[state], officer, commander)
        # What is needed to view is the officer's own session.
        client = world.clients[officers.get(state, "officer")]
        visitor = Visitor(officer, client.session.session_key or "")
        viewing = open_item(
            item=world.chains[state].item,
            visitor=visitor,
            purpose="Tìm chiếc xe máy rời hiện trường",
            at=world.at,
        )
        world.chains[state] = _with_viewing(world.chains[state], viewing)


def _with_viewing(chain: Chain, viewing: Viewing) -> Chain:
    return Chain(chain.case, chain.request, chain.target, chain.item, chain.thumbnail, viewing)


def _case(unit: Unit, officer: User, at: datetime) -> Case:
    return open_case(
        person=officer,
        unit=unit,
        kind="theft",
        title="Mất xe máy",
        summary="",
        happened_at=at - 2 * HOUR,
        lat=unit.lat or PLACE[0],
        lng=unit.lng or PLACE[1],
        at=at,
    )


def _request(case: Case, officer: User, at: datetime, **changes: object) -> FootageRequest:
    facts: dict[str, object] = {
        "state": "draft",
        "basis": "consent",
        "purpose": "Xem lúc xe bị lấy đi",
        "urgency": "normal",
        "lat": PLACE[0],
        "lng": PLACE[1],
        "radius_m": 100,
        "window_start": at - 2 * HOUR,
        "window_stop": at - 2 * HOUR + timedelta(minutes=5),
        "created_at": at,
    }
    row = FootageRequest.objects.create(case=case, requested_by=officer, **{**facts, **changes})
    row.sought_windows.create(start=row.window_start, stop=row.window_stop)
    return row


def _target(request: FootageRequest, camera: Camera, at: datetime, **changes: object) -> Target:
    facts: dict[str, object] = {
        "rank": 1,
        "distance_m": 20,
        "px_per_m": 100,
        "dies_at": at + timedelta(days=5),
        "asked_start": request.window_start,
        "asked_stop": request.window_stop,
    }
    return Target.objects.create(request=request, camera=camera, **{**facts, **changes})


def _chain(world: World, camera: Camera, officer: User, commander: User) -> Chain:
    at = world.at
    case = _case(camera.unit, officer, at)
    request = _request(
        case,
        officer,
        at,
        state="approved",
        submitted_at=at,
        decided_by=commander,
        decided_at=at,
        deadline=at + timedelta(days=1),
    )
    target = _target(request, camera, at, state="fulfilled", told_at=at)
    Job.objects.create(target=target, state="failed", next_try_at=at, created_at=at, finished_at=at)
    footage = custody.Footage(
        media_type="video/mp4", window_start=request.window_start, window_stop=request.window_stop
    )
    stored = _stored(b"frames")
    item = custody.seal(stored=stored, footage=footage, target=target, actor=SYSTEM, at=at)
    made = custody.Derived(
        role=ItemRole.THUMBNAIL,
        media_type="image/jpeg",
        recipe={"at_ms": 0, "masks": names_of(Mask.objects.filter(camera=camera))},
        stored=_stored(b"picture"),
    )
    thumbnail = custody.derive(parent=item, made=made, actor=SYSTEM, at=at)
    return Chain(case, request, target, item, thumbnail, Viewing())


def _stored(data: bytes) -> StoredObject:
    with vault.create() as writer:
        writer.write(data)
        return writer.seal()


def _ask_for_more(world: World) -> None:
    """Requests that are still being written, and those that wait for a commander."""
    at = world.at
    for state, chain in world.chains.items():
        officer, camera = chain.request.requested_by, chain.target.camera
        world.started[state] = _request(chain.case, officer, at)
        _target(world.started[state], camera, at)
        world.submitted[state] = _request(
            chain.case, officer, at, state="submitted", submitted_at=at
        )
        target = _target(world.submitted[state], camera, at)
        world.holds[state] = _held(target, officer, at)
        if state == "own":
            world.untold = target
    case, commander = world.chains["own"].case, world.people["commander"]
    world.commanders = _request(case, commander, at, state="submitted", submitted_at=at)
    officer = world.people["officer"]
    for state, row in [*world.submitted.items(), ("commander's", world.commanders)]:
        target = row.targets.first() or _target(row, world.cameras["own"], at)
        world.watches[state] = make_watch(target, at)
    half = _request(case, officer, at, state="submitted", submitted_at=at, approvals_needed=2)
    half.approvals.create(requested_by=officer, person=commander, verdict="approve", at=at)
    world.half_approved = half
    holders = dict.fromkeys(("own", "withdrawn"), world.cast.owner)
    holders |= {"closed": world.guests.signatory}
    for state, person in holders.items():
        world.tokens[state] = _invite(world.chains[state].target, person)
    former = world.guests.former_co_owner
    world.tokens["holder left"] = _invite(world.chains["own"].target, former)


def _held(target: Target, officer: User, at: datetime) -> Hold:
    return Hold.objects.create(
        target=target,
        ground="dying",
        reason="Đầu ghi sắp ghi đè",
        asked_by=officer,
        asked_at=at,
        until=at + timedelta(hours=72),
        born_ms=0,
        lasts_ms=72 * 3_600_000,
    )


def _invite(target: Target, person: User) -> str:
    token = f"{person.public_id}-{target.public_id}"
    hashed = sha256(token.encode()).hex()
    Invitation.objects.create(target=target, person=person, token_sha256=hashed)
    return token


def _begin_drafts(world: World) -> None:
    for actor in ("resident", "stranger", "former-member", "officer"):
        world.drafts[actor] = drafts.start(person=world.people[actor], at=world.at)
    world.sent = Draft.objects.create(
        person=world.cast.owner,
        camera=world.cameras["own"],
        created_at=world.at,
        changed_at=world.at,
    )


def _take_photos(world: World) -> None:
    still = Still(64, 64, b"a picture")
    corner = ((0, 0), (200, 0), (200, 200))
    for state in ("own", "same unit", "other unit", "closed"):
        camera, owner = world.cameras[state], world.cast.owner
        kind = PhotoKind.PLACE
        world.photos[state] = photos.add(camera, still, kind=kind, actor=owner, at=world.at)
        drawn = masking.draw(camera, points=corner, reason="window", actor=owner, at=world.at)
        world.masks[state] = drawn


def _complain(world: World) -> None:
    for state, camera in world.cameras.items():
        world.signs[state] = hang_sign(camera, purpose="safety", shown="kind", at=world.at)
        if state != "removed":
            world.complaints[state] = complain(camera, at=world.at)


def _ask_yearly(world: World) -> None:
    holders = {"own": world.cast.owner, "holder left": world.guests.former_co_owner}
    for state, person in holders.items():
        world.yearly[state] = f"yearly-{person.public_id}"
        Question.objects.create(
            camera=world.cameras["own"],
            person=person,
            token_sha256=sha256(world.yearly[state].encode()).hex(),
            asked_at=world.at,
        )


def _ask_back(world: World) -> None:
    """A sheet in each unit; in the ward a question about an officer, and one about its auditor."""
    for state, unit in (("own", world.cast.ward), ("other unit", world.cast.other_ward)):
        world.sheets[state] = make_sheet(unit, world.at)
    about = {"own": "officer", "about the auditor": "auditor", "other unit": "other-officer"}
    for state, actor in about.items():
        sheet = world.sheets["other unit" if state == "other unit" else "own"]
        world.asked_back[state] = make_question(sheet, world.people[actor])


def _consult(world: World) -> None:
    cast = world.cast
    beside = Neighbourhood.objects.create(unit=cast.ward, name="Khu phố cạnh", kind="khu_pho")
    parts = {"own": cast.neighbourhood, "other unit": world.far_part, "closed": cast.neighbourhood}
    for state, part in parts.items():
        row = begin_consultation(cast, unit=part.unit, at=world.at)
        world.doors[state] = put_door(row, cast.second_board, part, at=world.at)
        world.consultations[state] = row
    own, shut = world.consultations["own"], world.consultations["closed"]
    world.doors["same unit"] = put_door(own, cast.second_board, beside, at=world.at)
    close_consultation(consultation=shut, actor=cast.board.subject, at=world.at)


def _record_gifts(world: World) -> None:
    cast = world.cast
    for state, person, unit in (
        ("own", cast.board, cast.ward),
        ("same unit", cast.second_board, cast.ward),
        ("other unit", cast.outsider, cast.other_ward),
    ):
        world.gifts[state] = record_gift(
            person=person,
            unit=unit,
            neighbourhood=None,
            donor_name="Tổ dân phố mẫu",
            name_is_public=True,
            kind="money",
            amount=6_000_000,
            camera_count=3,
            note="",
            at=world.at,
        )


def _invite_people(world: World) -> None:
    """The stranger into the household, the household's neighbour into the business."""
    world.organisations = {
        "household": world.cast.household,
        "next door": world.cameras["same unit"].owner,
        "business": world.guests.business,
        "far away": world.cameras["other unit"].owner,
    }
    for name, guest, role, inviter in (
        ("household", "stranger", Role.CO_OWNER, "resident"),
        ("business", "neighbour", Role.TECHNICIAN, "signatory"),
    ):
        world.invitations[name] = invite(
            organisation=world.organisations[name],
            phone=str(world.people[guest].phone),
            role=role,
            actor=world.people[inviter],
            at=world.at,
        )


def _bring_lists(world: World) -> None:
    cast, guests, at = world.cast, world.guests, world.at
    wrong = lists.own_row(1, lat="48,85")
    whose = lists.of_business(cast, guests)
    makers = {
        "business": (whose, guests.signatory, lists.as_csv([lists.own_row(1)])),
        "business, to mend": (whose, guests.signatory, lists.as_csv([wrong])),
        "business, to name": (whose, guests.signatory, lists.as_csv([wrong], ["Tên camera", "?"])),
        "own": (lists.of_board(cast), cast.board, lists.as_csv([lists.own_row(2)])),
        "same unit": (lists.of_board(cast), cast.second_board, lists.as_csv([lists.own_row(3)])),
        "other unit": (lists.of_board(cast), cast.board, lists.as_csv([lists.own_row(4)])),
    }
    for state, (place, person, file) in makers.items():
        world.lists[state] = lists.worked(lists.uploaded(place, person, file, at))
    elsewhere = world.lists["other unit"]
    elsewhere.unit, elsewhere.neighbourhood = cast.other_ward, None
    elsewhere.person = world.people["stranger"]
    elsewhere.save()


def _end_some(world: World) -> None:
    close_case(case=world.chains["closed"].case, person=world.cast.officer, at=world.at)
    consent.withdraw(
        world.cameras["withdrawn"],
        person=world.cast.owner,
        scopes=frozenset(Scope),
        terms=texts.current("vi"),
        at=world.at,
    )
    remove_camera(world.cameras["removed"], actor=world.cast.owner, at=world.at)


def _open_duties(world: World) -> None:
    """Beside the one that the withdrawal has opened, which is for the commander."""
    cast = world.cast
    for state, unit in (("own", cast.ward), ("other unit", cast.other_ward)):
        for role in (Role.COMMANDER, Role.COMMITTEE):
            world.duties[state, role] = open_duty(
                kind=DutyKind.WITHDRAWAL,
                about=subject("camera", new_id()),
                unit=unit,
                role=role,
                actor=SYSTEM,
                third_party=True,
                at=world.at,
            )


def _ask_about_data(world: World) -> None:
    cast = world.cast
    for state, unit in (("own", cast.ward), ("other unit", cast.other_ward)):
        world.questions[state] = asking.ask(
            person=cast.owner, unit=unit, kind="explain", text="Ai đã xem hình?", at=world.at
        )


def _sign_record(world: World) -> None:
    row = checkpoints.checkpoint(at=world.at)
    assert row is not None
    checkpoints.publish(row)
    world.damaged = world.chains["other unit"].viewing.ledger_seq - 1
    VerifyRun.objects.create(
        asked_by=SYSTEM,
        asked_at=world.at,
        finished_at=world.at,
        problems=[{"code": "altered", "seq": world.damaged}],
    )
    world.run = ask_verification(asked_by=world.cast.auditor.subject, at=world.at)
