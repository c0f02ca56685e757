"""Public numbers: bands of cells with five owners, once a week, by one function."""

import ast
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from cameras.coverage import public
from cameras.coverage.models import PublicCell, PublicSnapshot
from cameras.coverage.tasks import publish
from cameras.registry.models import Camera
from cameras.registry.services import NewCamera, register_cameras, remove_camera
from cameras.upkeep.services import confirm_many
from portal.people import policy
from portal.people.models import Organisation, OrganisationKind
from portal.people.services import NewOrganisation, create_organisations_many
from tests.cast import AT, PLACE, SYSTEM, Cast
from tests.house.routes import our_routes
from tests.house.test_floors import modules

Enter = Callable[..., Client]
WEEK = timedelta(days=7)
MONDAY = datetime(2026, 11, 23, 1, tzinfo=UTC)  # eight in the morning in Vietnam
PAGE = "coverage:public"
# Open pages that nobody finds without the secret in their address, or without standing before the
# sign of the very camera they are about, and pages that serve files of the record.
WITH_SECRET = {"requests:answer", "extraction:upload", "upkeep:still-there", "complaints:mine"}
AT_THE_SIGN = {"complaints:notice", "complaints:complain"}
OF_THE_RECORD = {"ledger:tile", "people:no-passwords"}
EXEMPT = WITH_SECRET | AT_THE_SIGN | OF_THE_RECORD


def households(cast: Cast, count: int) -> list[Organisation]:
    new = [
        NewOrganisation(OrganisationKind.HOUSEHOLD, f"Hộ mẫu {n}", cast.ward, ())
        for n in range(count)
    ]
    return create_organisations_many(new, actor=SYSTEM, at=AT)


def put_up(cast: Cast, owners: list[Organisation], step: float = 0.0) -> list[Camera]:
    """Registered, and verified by the neighbourhood's board."""
    rows = register(cast, owners, step)
    confirm_many(rows, actor=cast.board, at=AT)
    return rows


def register(cast: Cast, owners: list[Organisation], step: float = 0.0) -> list[Camera]:
    specs = [
        NewCamera(
            owner=owner,
            ownership="home",
            name="Camera mẫu",
            place_kind="alley",
            lat=PLACE[0] + n * step,
            lng=PLACE[1],
            unit=cast.ward,
        )
        for n, owner in enumerate(owners)
    ]
    return register_cameras(specs, actor=cast.owner, at=AT)


def shown() -> list[tuple[str, int]]:
    snapshot = public.latest()
    assert snapshot is not None
    return list(snapshot.cells.values_list("cell", "band"))


def on_page() -> tuple[object, object]:
    context = Client().get(reverse(PAGE)).context
    return context["cells"], context["rows"]


def test_a_cell_needs_five_owners_however_many_cameras_they_have(cast: Cast) -> None:
    four = households(cast, 4)
    put_up(cast, four * 10)
    public.publish(AT)
    assert shown() == []
    put_up(cast, [cast.household])
    public.publish(MONDAY)
    ((_cell, band),) = shown()
    assert public.BANDS[band] == (20, 49)


def test_cameras_that_nobody_has_verified_are_no_public_number(cast: Cast) -> None:
    invented = register(cast, households(cast, 60))
    public.publish(AT)
    assert shown() == []
    confirm_many(invented[:5], actor=cast.board, at=AT)
    public.publish(MONDAY)
    ((_cell, band),) = shown()
    assert public.BANDS[band] == (5, 9)


@given(st.integers(5, 3_000))
def test_every_count_that_is_shown_has_its_band(total: int) -> None:
    least, most = public.BANDS[public.band_of(total)]
    assert least <= total
    assert most is None or total <= most


@given(st.integers(-5, 4))
def test_a_count_below_the_first_band_is_no_public_number(total: int) -> None:
    with pytest.raises(ValueError, match="at least 5"):
        public.band_of(total)


def test_one_more_registration_does_not_show_until_the_next_snapshot(cast: Cast) -> None:
    owners = households(cast, 10)
    put_up(cast, owners[:9])
    this_week = public.publish(AT)
    first = on_page()
    put_up(cast, owners[9:])  # the tenth: over the edge of a band
    for later in (AT, AT + timedelta(hours=5)):
        assert public.publish(later) == this_week
    assert on_page() == first
    public.publish(MONDAY)
    assert on_page() != first
    assert [band for _, band in shown()] == [1]


def test_the_clock_makes_the_snapshot_of_its_week(cast: Cast) -> None:
    put_up(cast, households(cast, 5))
    publish()
    publish()
    (snapshot,) = PublicSnapshot.objects.all()
    assert snapshot.week == public.week_of(snapshot.made_at)
    assert snapshot.cells.count() == 1


def test_an_old_snapshot_stays_as_it_was_shown(cast: Cast) -> None:
    put_up(cast, households(cast, 6))
    old = public.publish(AT)
    for camera in cast.household.cameras.model.objects.all():
        remove_camera(camera, actor=cast.owner, at=AT)
    public.publish(MONDAY)
    assert old.cells.count() == 1
    assert shown() == []
    assert PublicSnapshot.objects.count() == 2


@given(st.datetimes(datetime(2025, 1, 1), datetime(2035, 1, 1)))  # noqa: DTZ001 -- made aware below
def test_a_week_begins_on_monday_in_vietnam(moment: datetime) -> None:
    at = moment.replace(tzinfo=UTC)
    week = public.week_of(at)
    assert week.weekday() == 0
    local = (at + timedelta(hours=7)).date()
    assert week <= local < week + WEEK


def test_sunday_evening_in_utc_is_monday_in_vietnam() -> None:
    assert public.week_of(datetime(2026, 11, 22, 16, 59, tzinfo=UTC)) == date(2026, 11, 16)
    assert public.week_of(datetime(2026, 11, 22, 17, 0, tzinfo=UTC)) == date(2026, 11, 23)


def test_random_weeks_never_show_a_count_a_kind_or_a_lonely_owner(cast: Cast) -> None:
    chance = Random(5)
    owners = households(cast, 12)
    for week in range(6):
        put_up(cast, [chance.choice(owners) for _ in range(chance.randrange(1, 20))], 0.0013)
        snapshot = public.publish(AT + week * WEEK)
        for cell in PublicCell.objects.filter(snapshot=snapshot):
            here = cast.household.cameras.model.objects.filter(cell=cell.cell, status="active")
            assert here.values("owner").distinct().count() >= public.LEAST_OWNERS
            assert cell.band == public.band_of(here.count())
    kept = {field.name for field in PublicCell._meta.get_fields()}
    assert kept == {"id", "snapshot", "unit", "cell", "band"}


# --- The page ------------------------------------------------------------------------------------


def test_everybody_sees_the_same_page_and_nothing_but_bands(cast: Cast, as_person: Enter) -> None:
    put_up(cast, households(cast, 7))
    snapshot = public.publish(MONDAY)
    page = Client().get(reverse(PAGE)).content.decode()
    assert "Số liệu chốt: Thứ 2, 23/11/2026" in page
    assert "5 đến 9 camera" in page
    assert cast.household.name not in page
    cells = public.map_of(snapshot, cast.ward)["features"]
    assert [set(cell["properties"]) for cell in cells] == [{"band", "label"}]
    for person in (cast.owner, cast.neighbour, cast.stranger):
        answer = as_person(person).get(reverse(PAGE))
        assert answer.context["cells"] == public.map_of(snapshot, cast.ward)


def test_the_page_is_there_in_english_and_before_there_is_a_number(cast: Cast) -> None:
    empty = Client().get(reverse(PAGE))
    assert empty.status_code == 200
    assert "Chưa có ô nào để hiện" in empty.content.decode()
    put_up(cast, households(cast, 7))
    public.publish(MONDAY)
    client = Client()
    client.cookies["django_language"] = "en"
    assert "Monday" in client.get(reverse(PAGE)).content.decode()
    assert client.get(reverse(PAGE), {"unit": "nowhere"}).status_code == 404


def test_a_cell_on_a_border_is_one_cell_of_one_unit(cast: Cast) -> None:
    owners = households(cast, 8)
    put_up(cast, owners[:5])
    over = NewCamera(
        owner=owners[7],
        ownership="home",
        name="Bên kia",
        place_kind="alley",
        lat=PLACE[0],
        lng=PLACE[1],
        unit=cast.other_ward,
    )
    beyond = register_cameras([over] * 5, actor=cast.owner, at=AT)
    confirm_many(beyond, actor=cast.board, at=AT)
    snapshot = public.publish(AT)
    (cell,) = snapshot.cells.all()
    assert (cell.unit, public.BANDS[cell.band]) == (cast.ward, (10, 19))


def test_the_page_takes_the_same_queries_for_one_cell_and_many(cast: Cast) -> None:
    counted = []
    for week, cells in enumerate((1, 6)):
        for n in range(cells):
            put_up(cast, households(cast, 5), step=1e-6 * (n + 1))
        public.publish(AT + week * WEEK)
        with CaptureQueriesContext(connection) as queries:
            assert Client().get(reverse(PAGE)).status_code == 200
        counted.append(len(queries))
    assert counted[0] == counted[1] <= 6


# --- Nothing else reads cameras for who is not signed in -----------------------------------------


def test_no_open_page_reads_cameras_for_a_visitor(cast: Cast) -> None:
    put_up(cast, households(cast, 6))
    public.publish(AT)
    urls = []
    for route in our_routes():
        if route.name not in policy.OPEN or route.name in EXEMPT:
            continue
        assert set(route.arguments) <= {"code"}, f"say here what {route.name} is opened with"
        urls.append(reverse(route.name, kwargs=dict.fromkeys(route.arguments, cast.ward.code)))
    assert reverse(PAGE) in urls
    for url in urls:
        with CaptureQueriesContext(connection) as queries:
            assert Client().get(url).status_code < 500
            Client().post(url)
        read = [q["sql"] for q in queries if "registry_" in q["sql"]]
        assert not read, f"{url} reads cameras for anybody: {read[:2]}"


def test_public_numbers_are_made_in_one_place() -> None:
    """Whoever writes or counts public cells is public.py; pages read what it returns."""
    wrong = []
    for name, path in modules():
        if name in {"cameras.coverage.public", "cameras.coverage.models"}:
            continue
        for node in ast.walk(ast.parse(Path(path).read_text())):
            if isinstance(node, ast.ImportFrom):
                taken = {alias.name for alias in node.names}
                if taken & {"PublicCell", "PublicSnapshot"}:
                    wrong.append(name)
    assert wrong == []
