"""Khu phố, tổ dân phố, thôn: added and renamed by the unit's committee or administrator."""

import unicodedata
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from portal.ledger.models import entries_about
from portal.lib.errors import Refused
from portal.places.models import Neighbourhood, Unit
from portal.units import services
from tests.cast import AT, Cast

Enter = Callable[..., Client]
LIST = "/units/t1/neighbourhoods/"


@pytest.mark.parametrize("who", ["committee", "administrator"])
def test_those_who_look_after_the_unit_add_one(cast: Cast, as_person: Enter, who: str) -> None:
    client = as_person(getattr(cast, who))
    answer = client.post(LIST, {"name": " Thôn  Đông ", "kind": "thon"})
    assert answer.status_code == 302
    row = Neighbourhood.objects.get(name="Thôn Đông")
    assert (row.unit, row.kind) == (cast.ward, "thon")
    entry = entries_about(row.subject).get()
    assert entry.kind == "neighbourhood:added"
    assert entry.facts == {"kind": "thon", "unit": "t1"}
    assert entry.private("name") == "Thôn Đông"
    assert "Thôn Đông" in client.get(LIST).content.decode()


@pytest.mark.parametrize("kind", ["khu_pho", "to_dan_pho", "thon", "ap", "xom"])
def test_every_kind_is_known(cast: Cast, kind: str) -> None:
    row = services.add_neighbourhood(
        unit=cast.ward, name=f"Nơi {kind}", kind=kind, person=cast.committee, at=AT
    )
    assert row.get_kind_display()


@pytest.mark.parametrize(
    "name", ["Khu phố 1", "khu pho 1", unicodedata.normalize("NFD", "KHU PHỐ 1"), "Khu\u202e phố 1"]
)
def test_a_name_is_once_in_a_unit_whatever_its_accents(
    cast: Cast, as_person: Enter, name: str
) -> None:
    answer = as_person(cast.committee).post(LIST, {"name": name, "kind": "khu_pho"})
    assert answer.status_code == 422
    assert "Đã có “Khu phố 1” ở đây" in answer.content.decode()
    assert Neighbourhood.objects.count() == 1
    services.add_neighbourhood(
        unit=cast.other_ward, name=name, kind="khu_pho", person=cast.committee, at=AT
    )


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"name": "", "kind": "thon"}, "Hãy ghi tên"),
        ({"name": "\u202e\u200b", "kind": "thon"}, "Hãy ghi tên"),
        ({"name": "---", "kind": "thon"}, "Hãy ghi tên"),
        ({"name": "a" * 121, "kind": "thon"}, "120 ký tự"),
        ({"name": "Thôn Đông", "kind": ""}, "Hãy chọn đó là khu phố, tổ dân phố hay thôn"),
        ({"name": "Thôn Đông", "kind": "village"}, "problems-title"),
    ],
)
def test_bad_answers_are_named_and_nothing_is_written(
    cast: Cast, as_person: Enter, data: dict[str, str], words: str
) -> None:
    answer = as_person(cast.committee).post(LIST, data)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert Neighbourhood.objects.count() == 1


def test_a_new_name_is_on_the_record_and_the_same_name_writes_nothing(
    cast: Cast, as_person: Enter
) -> None:
    row = cast.neighbourhood
    url = reverse("units:rename", args=[row.public_id])
    client = as_person(cast.administrator)
    client.post(url, {"name": "Khu phố 1", "kind": "khu_pho"})
    assert not entries_about(row.subject).exists()
    client.post(url, {"name": "Khu phố Một", "kind": "to_dan_pho"})
    row.refresh_from_db()
    assert (row.name, row.kind) == ("Khu phố Một", "to_dan_pho")
    assert entries_about(row.subject).get().kind == "neighbourhood:renamed"


def test_only_the_accents_of_a_name_may_be_corrected(cast: Cast) -> None:
    row = services.add_neighbourhood(
        unit=cast.ward, name="Thon Dong", kind="thon", person=cast.committee, at=AT
    )
    services.rename_neighbourhood(
        neighbourhood=row, name="Thôn Đông", kind="thon", person=cast.committee, at=AT
    )
    assert Neighbourhood.objects.get(pk=row.pk).name == "Thôn Đông"


def test_a_name_taken_is_not_taken_twice_by_renaming(cast: Cast) -> None:
    row = services.add_neighbourhood(
        unit=cast.ward, name="Khu phố 2", kind="khu_pho", person=cast.committee, at=AT
    )
    with pytest.raises(Refused, match=r"units\.name_taken"):
        services.rename_neighbourhood(
            neighbourhood=row, name="KHU PHO 1", kind="khu_pho", person=cast.committee, at=AT
        )


def test_others_neither_add_nor_rename(cast: Cast, as_person: Enter) -> None:
    data = {"name": "Thôn Đông", "kind": "thon"}
    rename = reverse("units:rename", args=[cast.neighbourhood.public_id])
    for person in (cast.officer, cast.board, cast.owner, cast.outsider, cast.auditor):
        client = as_person(person)
        assert client.post(LIST, data).status_code in {403, 404}, person
        assert client.post(rename, data).status_code in {403, 404}, person
    other = as_person(cast.committee)
    assert other.post("/units/t2/neighbourhoods/", data).status_code in {403, 404}
    assert Neighbourhood.objects.get().name == "Khu phố 1"


def test_a_unit_that_has_ended_gets_none(cast: Cast) -> None:
    Unit.objects.filter(pk=cast.ward.pk).update(valid_to=date(2026, 6, 30))
    cast.ward.refresh_from_db()
    with pytest.raises(Refused, match=r"units\.unit_ended"):
        services.add_neighbourhood(
            unit=cast.ward, name="Thôn Đông", kind="thon", person=cast.committee, at=AT
        )


def test_the_way_in_leads_straight_to_the_only_unit(cast: Cast, as_person: Enter) -> None:
    answer = as_person(cast.committee).get("/units/own/")
    assert answer.headers["Location"] == "/units/t1/"
