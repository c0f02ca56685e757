from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction

from portal.ledger.kinds import Kind
from portal.ledger.models import Entry
from portal.places.models import Province, Succession, Unit
from portal.places.queries import former_units, is_sea, successors, unit_at
from portal.places.search import search_units
from portal.places.services import Loaded, load_units
from tests.cast import AT, SYSTEM

# What practice says became of the 17 units of Vũng Tàu city on 2025-07-01.
VUNG_TAU = {
    "Phường Vũng Tàu": "1 2 3 4 5 Thắng Nhì,Thắng Tam",
    "Phường Tam Thắng": "7 8 9 Nguyễn An Ninh",
    "Phường Rạch Dừa": "10 Thắng Nhất,Rạch Dừa",
    "Phường Phước Thắng": "11 12",
}


pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[Loaded]:
    """Loading takes three seconds, so the tests of this file share it and undo it at the end."""
    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer.__enter__()
        try:
            yield load_units(actor=SYSTEM, at=AT)
        finally:
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)


@pytest.fixture(autouse=True)
def _within(loaded: Loaded, db: None) -> None:
    """Each test sees the units that were loaded once."""


def _expected(written: str) -> set[str]:
    names = []
    for part in written.split(","):
        numbers = part.split()
        while numbers and numbers[0].isdigit():
            names.append(numbers.pop(0))
        if numbers:
            names.append(" ".join(numbers))
    return {f"Phường {name}" for name in names}


def test_the_country_is_complete(loaded: Loaded) -> None:
    assert (loaded.provinces, loaded.units, loaded.former) == (34, 3321, 10_731)
    assert loaded.successions == Succession.objects.count()
    assert Province.objects.count() == 34
    assert not Unit.objects.exclude(valid_to=None).filter(became=None).exists()
    assert not Unit.objects.filter(valid_to=None, formed_from=None).exists()


def test_names_hold_single_spaces_and_are_composed() -> None:
    assert not Unit.objects.filter(name__contains="  ").exists()
    assert Unit.objects.filter(name="Phường Rạch Dừa", valid_to=None).exists()


def test_the_17_units_of_vung_tau_became_five() -> None:
    total = 0
    for name, written in VUNG_TAU.items():
        unit = Unit.objects.get(name=name, valid_to=None, province_id="79")
        old = former_units(unit)
        assert {former.name for former in old} == _expected(written)
        assert all(former.within.startswith("Thành phố Vũng Tàu") for former in old)
        total += len(old)
    commune = Unit.objects.get(name="Xã Long Sơn", valid_to=None, province_id="79")
    assert [former.name for former in former_units(commune)] == ["Xã Long Sơn"]
    assert total + 1 == 17


def test_a_former_city_is_found_by_its_short_name() -> None:
    found = {item.unit.name for item in search_units("TP Vũng Tàu")}
    assert found == {*VUNG_TAU, "Xã Long Sơn"}


def test_a_former_district_is_found_without_accents() -> None:
    names = {item.unit.name for item in search_units("quan dong da")}
    assert {"Phường Đống Đa", "Phường Láng", "Phường Kim Liên"} <= names


def test_a_numbered_ward_is_not_mistaken_for_another() -> None:
    found = search_units("P.1, TP. Vũng Tàu")
    assert [item.unit.name for item in found] == ["Phường Vũng Tàu"]
    assert found[0].former is not None
    assert found[0].former.name == "Phường 1"
    assert [item.unit.name for item in search_units("F9 vung tau")] == ["Phường Tam Thắng"]


def test_two_names_that_differ_only_by_accents_are_two_units() -> None:
    pair = Unit.objects.filter(province_id="19", folded__startswith="xa van lang,", valid_to=None)
    assert {unit.name for unit in pair} == {"Xã Văn Lang", "Xã Văn Lăng"}
    assert len({successors(old)[0].pk for unit in pair for old in former_units(unit)}) == 2


@pytest.mark.parametrize("text", ["", "   ", "zzzz", "%", "\u202e", "a" * 5000])
def test_a_search_for_nothing_finds_nothing(text: str) -> None:
    assert search_units(text) == [] or len(search_units(text)) <= 20


def test_a_point_lies_in_the_nearest_unit() -> None:
    unit = unit_at(10.3669, 107.096)
    assert unit is not None
    assert unit.name == "Phường Tam Thắng"
    assert "gần đúng" in unit.shape_note


@pytest.mark.parametrize(
    ("place", "sea"),
    [
        ((10.30, 107.20), True),  # ten kilometres off Long Hải
        ((10.29, 107.09), True),  # five off Vũng Tàu
        ((10.30, 106.93), True),  # between Vũng Tàu and Cần Giờ
        ((10.0, 104.98), True),  # off Rạch Giá
        ((10.345, 107.07), False),  # Bãi Trước
        ((10.3669, 107.096), False),
        ((8.69, 106.61), None),  # Côn Đảo had no wards
        ((21.03, 105.85), False),
    ],
)
def test_the_sea_is_told_from_the_land(place: tuple[float, float], sea: bool | None) -> None:
    assert is_sea(*place) is sea


def test_every_former_ward_of_the_mainland_has_its_centre_on_land() -> None:
    centres = Unit.objects.filter(code__startswith="old-", outline__isnull=True).exclude(
        kind="district"
    )
    some = list(centres.exclude(lat=None).order_by("code"))[::50]
    assert len(some) > 150
    assert sum(is_sea(unit.lat or 0, unit.lng or 0) is not False for unit in some) <= 1


def test_the_gulf_of_guinea_is_no_unit() -> None:
    assert unit_at(0, 0) is None


def test_loading_again_changes_nothing(loaded: Loaded, capsys: pytest.CaptureFixture[str]) -> None:
    before = set(Unit.objects.values_list("public_id", flat=True))
    call_command("load_units")
    assert "nothing had changed" in capsys.readouterr().out
    assert set(Unit.objects.values_list("public_id", flat=True)) == before
    assert Entry.objects.filter(kind=Kind.UNIT_LOADED).count() == 1
