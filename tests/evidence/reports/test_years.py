"""Last year's figures: typed by the unit's people, compared with today on the same ground."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from cameras.consent.scopes import Scope
from evidence.reports import services
from evidence.reports.comparison import Pair, areas, compare
from evidence.reports.models import YearCount
from evidence.reports.present import area_words, listed, signed
from evidence.reports.queries import ground_of, numbers, units_of_year
from evidence.reports.services import Year
from portal.ledger.models import entries_about
from portal.lib.errors import Refused
from portal.lib.ids import new_id
from portal.places.models import Succession, Unit
from portal.places.services import load_units
from tests.cast import AT, SYSTEM, Cast

Enter = Callable[..., Client]
PAGE = "/reports/t1/years/"
RECORD = f"{PAGE}record/2024/community/"
SOURCE = "Báo cáo mẫu 05/BC-UBND"


@pytest.fixture
def town(cast: Cast) -> Cast:
    """Phường 7 and 8 went into the ward; Phường 9 mostly, and with a part into the other ward."""
    for number, became in (("7", ("t1",)), ("8", ("t1",)), ("9", ("t1", "t2"))):
        old = Unit.objects.create(
            code=f"old-{number}",
            name=f"Phường {number}",
            kind="ward",
            within="Thành phố Cảng",
            province=cast.ward.province,
            valid_from=date(1975, 4, 30),
            valid_to=date(2025, 6, 30),
        )
        for place, code in enumerate(became):
            Succession.objects.create(old=old, new=Unit.objects.get(code=code), is_main=place == 0)
    return cast


def write(cast: Cast, what: str = "community", year: int = 2024, **numbers: int) -> None:
    codes = {name.replace("_", "-"): number for name, number in numbers.items()}
    written = Year(cast.ward, year, what, codes, SOURCE)
    services.record_year(written=written, person=cast.committee, at=AT)


def page_of(client: Client, query: str = "") -> str:
    return " ".join(client.get(PAGE + query).content.decode().split())


def test_numbers_are_checked_then_written_with_an_entry_each(town: Cast, as_person: Enter) -> None:
    client = as_person(town.committee)
    chosen = client.post(f"{PAGE}record/", {"year": "2024", "what": "community"})
    assert chosen.headers["Location"] == RECORD
    data = {"of_old-7": "100", "of_old-8": "20", "of_old-9": "", "source": SOURCE, "once": new_id()}
    check = client.post(RECORD, {**data, "step": "check"}).content.decode()
    assert "120" in check
    assert not YearCount.objects.exists()
    assert 'value="100"' in client.post(RECORD, {**data, "step": "edit"}).content.decode()
    for _ in range(2):  # sent twice
        answer = client.post(RECORD, {**data, "step": "save"})
        assert answer.headers["Location"] == f"{PAGE}?year=2024"
    rows = {row.unit.code: row for row in YearCount.objects.all()}
    assert {code: row.number for code, row in rows.items()} == {"old-7": 100, "old-8": 20}
    entry = entries_about(rows["old-7"].subject).get()
    assert entry.kind == "figure:recorded"
    assert (entry.facts["number"], entry.facts["unit"]) == (100, "old-7")
    assert entry.private("source") == SOURCE


def test_a_correction_is_a_new_row_and_the_old_one_stays(town: Cast, as_person: Enter) -> None:
    write(town, old_7=100)
    write(town, old_7=90)
    assert numbers([Unit.objects.get(code="old-7").pk], 2024) == {
        "community": {Unit.objects.get(code="old-7").pk: 90}
    }
    assert YearCount.objects.count() == 2
    page = page_of(as_person(town.committee))
    assert page.count(SOURCE) == 2


def test_the_page_says_which_ground_is_compared_and_by_how_much(
    town: Cast, as_person: Enter
) -> None:
    write(town, old_7=2, old_8=1, old_9=1)
    for _ in range(4):
        town.camera(ownership="community", scopes=frozenset[Scope]())
    town.camera(
        ownership="community",
        unit=town.other_ward,
        lat=town.other_ward.lat,
        lng=town.other_ward.lng,
        scopes=frozenset[Scope](),
    )
    page = page_of(as_person(town.committee))
    assert "gồm Phường 7, 8 và 9 cũ" in page
    assert "nay là Phường Mẫu Một cùng Phường Mẫu Hai" in page
    assert "+1 (+25 %)" in page
    alone = page_of(as_person(town.committee), "?year=2024&by=main")
    assert "chỉ gần đúng" in alone
    assert "0 (0 %)" in alone


def test_a_unit_without_a_number_is_named(town: Cast, as_person: Enter) -> None:
    write(town, old_7=2)
    assert "Chưa có số của Phường 8 và 9" in page_of(as_person(town.committee))


def test_from_2025_on_a_unit_compares_with_itself(town: Cast, as_person: Enter) -> None:
    assert [unit.code for unit in units_of_year(town.ward, 2025)] == ["t1"]
    write(town, year=2025, t1=3)
    page = page_of(as_person(town.committee))
    assert "địa bàn không đổi" in page
    assert "−3 (−100 %)" in page


def test_without_figures_the_page_says_how_to_begin(cast: Cast, as_person: Enter) -> None:
    assert "Chưa có số liệu năm nào" in page_of(as_person(cast.administrator))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"of_old-7": "-1"}, "Hãy ghi một số từ 0 đến 10.000.000."),
        ({"of_old-7": "10000001"}, "Hãy ghi một số từ 0 đến 10.000.000."),
        ({"of_old-7": "1,5"}, "Hãy ghi một số nguyên."),
        ({"of_old-7": "9" * 5000}, "Hãy ghi một số nguyên."),
        ({"of_old-7": ""}, "Hãy ghi ít nhất một con số."),
        ({"source": ""}, "Hãy ghi số và ngày của văn bản."),
        ({"source": "\u202e\u200b"}, "Hãy ghi số và ngày của văn bản."),
        ({"source": "x" * 201}, "Hãy ghi ngắn hơn"),
    ],
)
def test_bad_numbers_are_named_and_nothing_is_written(
    town: Cast, as_person: Enter, changes: dict[str, str], words: str
) -> None:
    data = {"of_old-7": "5", "source": SOURCE, "step": "save", **changes}
    answer = as_person(town.committee).post(RECORD, data)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not YearCount.objects.exists()


@pytest.mark.parametrize("address", ["1999/community", "2026/community", "2024/nothing"])
def test_a_year_or_figure_that_is_not_offered_is_not_found(
    town: Cast, as_person: Enter, address: str
) -> None:
    assert as_person(town.committee).get(f"{PAGE}record/{address}/").status_code == 404


@pytest.mark.parametrize(
    ("year", "code", "refused"),
    [
        (2024, "t1", "reports.unit_of_another_year"),  # did not stand yet
        (2025, "old-7", "reports.unit_of_another_year"),  # had ended by then
        (2024, "old-x", "reports.unit_of_another_year"),
        (1999, "old-7", "reports.year_out_of_range"),
        (2026, "old-7", "reports.year_out_of_range"),  # not over yet
    ],
)
def test_the_service_takes_only_units_that_stood_at_the_year_s_end(
    town: Cast, year: int, code: str, refused: str
) -> None:
    with pytest.raises(Refused, match=refused):
        services.check_year(Year(town.ward, year, "community", {code: 5}, SOURCE), AT)


def test_a_divided_unit_s_figures_are_written_by_its_main_successor_alone(town: Cast) -> None:
    assert [unit.code for unit in units_of_year(town.ward, 2024)] == ["old-7", "old-8", "old-9"]
    assert units_of_year(town.other_ward, 2024) == []


def test_others_neither_see_nor_write(town: Cast, as_person: Enter) -> None:
    for person in (town.officer, town.board, town.owner, town.outsider, town.auditor):
        client = as_person(person)
        assert client.get(PAGE).status_code in {403, 404}, person
        assert client.post(RECORD, {"of_old-7": "5"}).status_code in {403, 404}, person
    assert as_person(town.committee).get("/reports/t2/years/").status_code in {403, 404}


def test_the_page_costs_the_same_for_many_rows(
    town: Cast, as_person: Enter, django_assert_max_num_queries: Any
) -> None:
    for number in range(30):
        write(town, old_7=number, old_8=number, old_9=number)
    client = as_person(town.committee)
    client.get(PAGE)
    with django_assert_max_num_queries(16):
        client.get(PAGE)


def test_names_say_their_kind_once() -> None:
    names = ["Phường Nguyễn An Ninh", "Phường 9", "Phường 10", "Phường 8", "Xã Long Sơn"]
    assert listed(names) == "Phường 8, 9, 10 và Nguyễn An Ninh, Xã Long Sơn"
    assert [signed(number) for number in (25, 0, -3, 1.6)] == ["+25", "0", "−3", "+1,6"]


@pytest.fixture(scope="module")
def country(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer.__enter__()
        try:
            load_units(actor=SYSTEM, at=AT)
            yield
        finally:
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)


@pytest.mark.slow
def test_vung_tau_stays_comparable_across_its_17_old_units(country: None, db: None) -> None:
    """A report's figures: 1,609 community cameras in 2024, 1,634 in 2025."""
    news = Unit.objects.filter(code__in=("26506", "26526", "26536", "26542", "26545"))
    grounds = {unit.pk: ground_of(unit) for unit in news}
    olds = sorted(one.pk for ground in grounds.values() for one in ground.old)
    assert (len(olds), len(set(olds))) == (17, 17)
    assert all(ground.area.new == {pk} for pk, ground in grounds.items())
    before = {pk: 1_609 // 17 + (place < 1_609 % 17) for place, pk in enumerate(olds)}
    after = {pk: 1_634 // 5 + (place < 1_634 % 5) for place, pk in enumerate(sorted(grounds))}
    pairs = [Pair(old, new) for new, ground in grounds.items() for old in ground.area.old]
    compared = [compare(area, before, after) for area in areas(pairs)]
    assert len(compared) == 5
    assert sum(before.values()) == sum(one.before for one in compared) == 1_609
    assert sum(after.values()) == sum(one.after for one in compared) == 1_634
    assert sum(one.difference for one in compared) == 25
    tam_thang = news.get(code="26526")
    words = area_words(grounds[tam_thang.pk].old)
    assert words == "Phường 7, 8, 9 và Nguyễn An Ninh"


@pytest.mark.slow
def test_no_former_unit_is_divided_between_provinces(country: None, db: None) -> None:
    """The graph is read province by province."""
    found: dict[int, set[str]] = {}
    rows = Succession.objects.exclude(old__kind="district")
    for old, province in rows.values_list("old", "new__province"):
        found.setdefault(old, set()).add(province)
    assert all(len(provinces) == 1 for provinces in found.values())
