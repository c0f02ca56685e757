"""The demo's town before anything happens in it: 6,279 cameras with owners and consents, the
simulated ones, and two of the demo's people's own that are linked to no recorder.

Everything goes through the services that real registrations use, in bulk; the ledger has an entry
for each. Marked as demo in every row.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from cameras.consent import texts
from cameras.consent.scopes import PLAIN, Means, Scope
from cameras.consent.services import Said, answer_many
from cameras.registry.links import NewLink, link_camera
from cameras.registry.models import Camera
from cameras.registry.services import NewCamera, register_cameras
from portal.people.models import Organisation, OrganisationKind, User
from portal.people.roles import Role
from portal.people.services import (
    NewOrganisation,
    NewPerson,
    create_organisations_many,
    register_people_many,
)
from portal.places.models import Neighbourhood, Unit
from portal.places.services import load_units

from . import wards
from .accounts import LOADER, DemoPeople, create_accounts
from .scenery import CAMERAS, Scenery

SEED = 138
LONG_AGO = timedelta(days=400)
KEPT_LONG = 15 * 24  # hours
Say = Callable[[str], None]

# What owners of the demo answer: most let the police know and ask, some say no to all.
ANSWERS: tuple[tuple[float, frozenset[Scope]], ...] = (
    (0.55, PLAIN),
    (0.25, frozenset({Scope.MAP, Scope.ASK})),
    (0.12, frozenset({Scope.MAP})),
    (0.08, frozenset()),
)
HOME_PLACES = ("home_gate", "home_gate", "home_gate", "alley")
COMMUNITY_PLACES = ("junction", "junction", "alley", "market", "school", "bus_station")


@dataclass(frozen=True)
class Ground:
    """A demo unit with its row, its neighbourhoods and how many cameras it gets."""

    plan: wards.DemoUnit
    unit: Unit
    parts: list[Neighbourhood]
    homes: int
    community: int


@dataclass(frozen=True)
class Town:
    """`homes` and `boards` are cameras of the first unit, `own` those of the demo's people."""

    grounds: list[Ground]
    demo: DemoPeople
    homes: list[Camera]
    boards: list[Camera]
    own: dict[str, Camera]


def build(*, recorders: str, begun: datetime, at: datetime, say: Say) -> Town:
    """Everybody signed up when the demo's past `begun`, but for one camera that is older."""
    say("units of the whole country")
    load_units(actor=LOADER, at=begun)
    grounds = list(_grounds())
    first = grounds[0]
    demo = create_accounts(first.unit, first.parts[0], begun)
    dice = random.Random(SEED)
    registered = []
    for ground in grounds:
        say(f"{ground.unit.name}: {ground.homes} home cameras, {ground.community} of communities")
        registered.append((_homes(ground, dice, begun), _community(ground, dice, begun)))
    say("simulated cameras")
    own = {
        scenery.key: _simulated(scenery, first.unit, demo, recorders, _put_up(scenery, begun, at))
        for scenery in CAMERAS
    }
    own["cong-sau"] = _unlinked("resident", "Cổng sau", (10.34690, 107.08378, 200), demo, begun)
    own["san-xuong"] = _unlinked("business", "Sân xưởng", (10.34640, 107.08450, 90), demo, begun)
    return Town(grounds, demo, *registered[0], own)


def _grounds() -> Iterator[Ground]:
    parts = tuple(unit.share for unit in wards.UNITS)
    homes = wards.shares(wards.HOMES, parts)
    community = wards.shares(wards.COMMUNITY, parts)
    for plan, home_count, community_count in zip(wards.UNITS, homes, community, strict=True):
        unit = Unit.objects.get(code=plan.code)
        rows = [
            Neighbourhood.objects.create(unit=unit, name=f"Khu phố {n}", kind="khu_pho")
            for n in range(1, plan.neighbourhoods + 1)
        ]
        yield Ground(plan, unit, rows, home_count, community_count)


def _put_up(scenery: Scenery, begun: datetime, at: datetime) -> datetime:
    """One of the resident's has been there for more than a year: the yearly question is due."""
    return at - LONG_AGO if scenery.kind == "night" else begun


def _homes(ground: Ground, dice: random.Random, at: datetime) -> list[Camera]:
    """One household, one person and one camera for each home."""
    code = ground.plan.code
    people = register_people_many(
        [NewPerson(f"Chủ hộ mẫu {code}-{n}", is_demo=True) for n in range(1, ground.homes + 1)],
        actor=LOADER,
        at=at,
    )
    households = create_organisations_many(
        [
            NewOrganisation(
                OrganisationKind.HOUSEHOLD,
                f"Hộ mẫu {code}-{n}",
                ground.unit,
                ((person, Role.OWNER),),
                is_demo=True,
            )
            for n, person in enumerate(people, start=1)
        ],
        actor=LOADER,
        at=at,
    )
    spots = wards.spots(ground.plan, SEED)
    specs = [
        _spec(owner, "home", dice.choice(HOME_PLACES), next(spots), ground, dice)
        for owner in households
    ]
    return _register(specs, people, [_answer(dice) for _ in people], at)


def _community(ground: Ground, dice: random.Random, at: datetime) -> list[Camera]:
    """Cameras of the neighbourhood boards, each board with one person who speaks for it."""
    people = register_people_many(
        [
            NewPerson(f"Đại diện mẫu {part.name} {ground.plan.code}", is_demo=True)
            for part in ground.parts
        ],
        actor=LOADER,
        at=at,
    )
    boards = create_organisations_many(
        [
            NewOrganisation(
                OrganisationKind.BOARD,
                f"Ban điều hành {part.name} (mẫu)",
                ground.unit,
                ((person, Role.OWNER),),
                is_demo=True,
            )
            for part, person in zip(ground.parts, people, strict=True)
        ],
        actor=LOADER,
        at=at,
    )
    spots = wards.spots(ground.plan, SEED + 1)
    picks = [dice.randrange(len(boards)) for _ in range(ground.community)]
    specs = [
        _spec(boards[i], "community", dice.choice(COMMUNITY_PLACES), next(spots), ground, dice, i)
        for i in picks
    ]
    return _register(specs, [people[i] for i in picks], [PLAIN] * len(picks), at)


def _spec(
    owner: Organisation,
    ownership: str,
    place_kind: str,
    spot: wards.Spot,
    ground: Ground,
    dice: random.Random,
    part: int | None = None,
) -> NewCamera:
    width, height = dice.choice(((1920, 1080), (1920, 1080), (2560, 1440), (1280, 720)))
    return NewCamera(
        owner=owner,
        ownership=ownership,
        name=f"Camera mẫu, {owner.name}",
        place_kind=place_kind,
        lat=spot.lat,
        lng=spot.lng,
        unit=ground.unit,
        neighbourhood=None if part is None else ground.parts[part],
        bearing_deg=spot.bearing,
        fov_deg=dice.choice((80, 90, 100, 110)),
        range_m=dice.choice((15, 20, 25, 30)),
        width_px=width,
        height_px=height,
        night_vision=dice.random() < 0.8,  # noqa: PLR2004 -- most cameras on sale have infrared
        infrared_m=dice.choice((10, 20, 30)),
        recording=dice.choice(("continuous", "continuous", "motion")),
        retention_hours=24 * dice.choice((3, 7, 7, 15, 30)),
        is_demo=True,
    )


def _answer(dice: random.Random) -> frozenset[Scope]:
    shares, scopes = zip(*ANSWERS, strict=True)
    chosen: frozenset[Scope] = dice.choices(scopes, shares)[0]
    return chosen


def _register(
    specs: list[NewCamera],
    people: list[User],
    yes: list[frozenset[Scope]],
    at: datetime,
    means: Means = Means.IMPORT,
) -> list[Camera]:
    rows = register_cameras(specs, actor=people[0], at=at)
    answers = [
        Said(camera=row, person=person, yes=scopes, no=PLAIN - scopes)
        for row, person, scopes in zip(rows, people, yes, strict=True)
    ]
    answer_many(answers, terms=texts.current("vi"), means=means, actor=people[0], at=at)
    return rows


def _simulated(
    scenery: Scenery, unit: Unit, demo: DemoPeople, recorders: str, at: datetime
) -> Camera:
    """A camera whose recordings are really drawn, reached like any recorder."""
    owner, person = (
        (demo.business, demo.people["business"])
        if scenery.owner == "business"
        else (demo.household, demo.people["resident"])
    )
    spec = NewCamera(
        owner=owner,
        ownership="business" if scenery.owner == "business" else "home",
        name=scenery.name,
        place_kind=scenery.place_kind,
        lat=scenery.lat,
        lng=scenery.lng,
        unit=unit,
        bearing_deg=scenery.bearing,
        fov_deg=scenery.fov,
        range_m=scenery.range_m,
        width_px=scenery.width,
        height_px=scenery.height,
        night_vision=True,
        infrared_m=25,
        recording="motion" if scenery.motion_only else "continuous",
        retention_hours=scenery.retention_hours,
        is_demo=True,
    )
    row = _register([spec], [person], [PLAIN], at, Means.WEB)[0]
    link = NewLink(
        url=recorders,
        username=scenery.username,
        password=scenery.password,
        channel=scenery.channel,
    )
    link_camera(row, link, actor=person, at=at)
    return row


def _unlinked(
    whose: str, name: str, spot: tuple[float, float, int], demo: DemoPeople, at: datetime
) -> Camera:
    """A camera whose owner sends files by hand, and whose recorder keeps them for two weeks."""
    owner = demo.business if whose == "business" else demo.household
    spec = NewCamera(
        owner=owner,
        ownership="business" if whose == "business" else "home",
        name=name,
        place_kind="home_gate",
        lat=spot[0],
        lng=spot[1],
        unit=owner.unit,
        bearing_deg=spot[2],
        fov_deg=90,
        range_m=30,
        width_px=1920,
        height_px=1080,
        night_vision=True,
        infrared_m=20,
        recording="continuous",
        retention_hours=KEPT_LONG,
        is_demo=True,
    )
    return _register([spec], [demo.people[whose]], [PLAIN], at, Means.WEB)[0]
