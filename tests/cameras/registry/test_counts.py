"""The counts of the map are those of a recount, after any history."""

from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cameras.consent import texts
from cameras.consent.scopes import PLAIN, Means, Scope
from cameras.consent.services import grant_many, refresh_expired, withdraw
from cameras.coverage.rebuild import differences
from cameras.registry import counts
from cameras.registry.models import Camera, TileCount
from cameras.registry.personal import forget_place
from cameras.registry.services import NewCamera, register_cameras, remove_camera
from portal.lib import geo
from tests.cast import AT, PLACE, Cast

TERMS = texts.current("vi")
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["register", "move", "remove", "forget", "grant", "withdraw", "expire"]),
        st.integers(0, 7),
        st.integers(0, 400),
    ),
    max_size=14,
)


def spec(cast: Cast, n: int, **changes: object) -> NewCamera:
    facts: dict[str, Any] = {
        "owner": cast.household,
        "ownership": ("home", "community", "business")[n % 3],
        "name": f"Camera {n}",
        "place_kind": "alley",
        "lat": PLACE[0] + n * 0.0007,
        "lng": PLACE[1] - (n % 13) * 0.003,
        "unit": cast.ward if n % 2 else cast.other_ward,
    }
    return NewCamera(**{**facts, **changes})


def move(camera: Camera, cast: Cast, n: int) -> None:
    """As a writer would that changes where a camera hangs."""
    with transaction.atomic():
        was = counts.spot(camera)
        goal = spec(cast, n)
        camera.lat, camera.lng, camera.unit = goal.lat, goal.lng, goal.unit
        camera.qk = geo.qk(camera.lat, camera.lng)
        camera.save()
        counts.shift([was], [counts.spot(camera)])


def step(cast: Cast, verb: str, which: int, n: int) -> None:
    at = AT
    if verb == "register":
        register_cameras([spec(cast, n + i) for i in range(1 + which)], actor=cast.owner, at=at)
        return
    if verb == "expire":
        refresh_expired(at + timedelta(days=n * 3))
        return
    rows = list(Camera.objects.order_by("pk"))
    if not rows:
        return
    camera = rows[which % len(rows)]
    if verb == "move":
        move(camera, cast, n)
    elif verb == "remove":
        remove_camera(camera, actor=cast.owner, at=at)
    elif verb == "forget":
        remove_camera(camera, actor=cast.owner, at=at)
        forget_place(camera)
    elif verb == "grant":
        pairs = [(row, cast.owner) for row in rows[which:]]
        if pairs:
            grant_many(pairs, PLAIN, terms=TERMS, means=Means.WEB, actor=cast.owner, at=at)
    else:
        withdraw(camera, person=cast.owner, scopes=frozenset({Scope.MAP}), terms=TERMS, at=at)


@pytest.mark.slow
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(history=STEPS)
def test_counts_are_a_recount_after_any_history(
    cast: Cast, history: list[tuple[str, int, int]]
) -> None:
    with transaction.atomic():
        for verb, which, n in history:
            step(cast, verb, which, n)
            assert differences() == 0, (verb, which, n)
        assert not TileCount.objects.filter(total__lt=0).exists()
        transaction.set_rollback(True)


def test_ten_thousand_cameras_are_aggregated_before_they_are_written(
    cast: Cast, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    """One ward's worth of places: the counts take some statements, not one a camera."""
    spots = [
        counts.Spot(
            cast.ward.pk,
            "home",
            geo.qk(PLACE[0] + n % 100 * 2e-4, PLACE[1] + n // 100 * 2e-4),
            "89658e8e6c3ffff",
            on_map=True,
        )
        for n in range(10_000)
    ]
    with transaction.atomic(), django_assert_max_num_queries(8):
        counts.shift((), spots)
    row = TileCount.objects.get(level=counts.CELLS)
    assert (row.total, row.on_map) == (10_000, 10_000)


def test_a_withdrawal_that_is_rolled_back_leaves_the_counts_alone(cast: Cast) -> None:
    camera = cast.camera()
    with transaction.atomic():
        withdraw(camera, person=cast.owner, scopes=frozenset(Scope), terms=TERMS, at=AT)
        assert not TileCount.objects.filter(on_map__gt=0).exists()
        transaction.set_rollback(True)
    assert TileCount.objects.filter(on_map=1).exists()


@pytest.mark.django_db(transaction=True)
def test_counts_change_only_with_what_they_count() -> None:
    assert not connection.in_atomic_block
    with pytest.raises(RuntimeError, match="inside the transaction"):
        counts.shift((), ())


def test_the_command_finds_and_mends_what_somebody_changed_by_hand(
    cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    camera = cast.camera()
    Camera.objects.update(on_map=False)
    TileCount.objects.filter(level=10).update(total=7)
    call_command("rebuild_coverage", "--check")
    assert not capsys.readouterr().out.startswith("0 rows")
    call_command("rebuild_coverage")
    camera.refresh_from_db()
    assert camera.on_map
    assert differences() == 0
    call_command("rebuild_coverage", "--check")
    assert "0 rows of counts differ" in capsys.readouterr().out


def test_cameras_from_before_the_counts_are_counted_by_the_migration(cast: Cast) -> None:
    for n in range(4):
        cast.camera(lat=PLACE[0] + n * 0.001, scopes=PLAIN if n else frozenset())
    Camera.objects.update(on_map=False)
    TileCount.objects.all().delete()
    import_module("cameras.coverage.migrations.0002_first_counts").count(apps, None)
    assert differences() == 0
    assert Camera.objects.filter(on_map=True).count() == 3
