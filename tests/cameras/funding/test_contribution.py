from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from cameras.funding import services
from cameras.funding.models import Contribution
from cameras.funding.queries import board_figures
from portal.ledger.models import entries_about
from portal.lib.errors import Refused
from portal.lib.ids import new_id
from tests.cast import AT, Cast

Enter = Callable[..., Client]


def recorded(cast: Cast, **changes: object) -> Contribution:
    facts: dict[str, object] = {
        "person": cast.board,
        "unit": cast.ward,
        "neighbourhood": cast.neighbourhood,
        "donor_name": "Tổ dân phố mẫu",
        "name_is_public": True,
        "kind": "money",
        "amount": 6_000_000,
        "camera_count": 3,
        "note": "",
        "at": AT,
    }
    return services.record(**{**facts, **changes})  # type: ignore[arg-type]


def test_what_one_records_and_another_confirms_stands_on_the_public_board(
    cast: Cast, client: Client
) -> None:
    row = recorded(cast)
    board = reverse("funding:board", args=["t1"])
    assert "6.000.000" not in client.get(board).content.decode()
    services.confirm(contribution=row, person=cast.second_board, at=AT)
    page = client.get(board).content.decode()
    assert "6.000.000 đ" in page
    assert "Tổ dân phố mẫu" in page
    figures = board_figures(cast.ward)
    assert (figures.received, figures.left, figures.cameras) == (6_000_000, 6_000_000, 3)
    kinds = list(entries_about(row.subject).order_by("seq").values_list("kind", flat=True))
    assert kinds == ["contribution:recorded", "contribution:confirmed"]


def test_a_donor_who_did_not_agree_is_not_named(cast: Cast, client: Client) -> None:
    row = recorded(cast, name_is_public=False)
    services.confirm(contribution=row, person=cast.second_board, at=AT)
    page = client.get(reverse("funding:board", args=["t1"])).content.decode()
    assert "Tổ dân phố mẫu" not in page


def test_nobody_confirms_their_own_record(cast: Cast) -> None:
    row = recorded(cast)
    with pytest.raises(Refused) as refused:
        services.confirm(contribution=row, person=cast.board, at=AT)
    assert refused.value.code == "funding.own_confirmation"
    with pytest.raises(IntegrityError), transaction.atomic():
        Contribution.objects.filter(pk=row.pk).update(decided_by=cast.board)


def test_it_is_decided_once(cast: Cast) -> None:
    row = recorded(cast)
    services.confirm(contribution=row, person=cast.second_board, at=AT)
    with pytest.raises(Refused) as refused:
        services.refuse(contribution=row, person=cast.committee, at=AT)
    assert refused.value.code == "funding.already_decided"
    assert board_figures(cast.ward).received == 6_000_000


def test_a_refused_one_counts_nowhere(cast: Cast) -> None:
    services.refuse(contribution=recorded(cast), person=cast.committee, at=AT)
    assert board_figures(cast.ward).received == 0


def test_money_is_read_the_vietnamese_way_and_confirmed_in_the_browser_s_way(
    cast: Cast, as_person: Enter
) -> None:
    board, second = as_person(cast.board), as_person(cast.second_board)
    page = board.post(
        reverse("funding:record"),
        {
            "unit": cast.ward.pk,
            "donor_name": "Tổ dân phố mẫu",
            "kind": "money",
            "amount": "6.000.000",
            "camera_count": "3",
        },
    )
    row = Contribution.objects.get()
    assert (page.status_code, row.amount) == (302, 6_000_000)
    decide = reverse("funding:decide", args=[row.public_id])
    own = board.post(decide, {"verdict": "confirm"})
    assert own.status_code == 422
    assert "không được tự xác nhận" in own.content.decode()
    assert second.post(decide, {"verdict": "confirm"}).status_code == 302
    row.refresh_from_db()
    assert row.state == "confirmed"


def test_a_double_click_records_one_gift(cast: Cast, as_person: Enter) -> None:
    board, url, once = as_person(cast.board), reverse("funding:record"), new_id()
    assert 'name="once"' in board.get(url).content.decode()
    facts = {"unit": cast.ward.pk, "donor_name": "Tổ", "kind": "money", "amount": "6.000.000"}
    pages = [board.post(url, {**facts, "once": once}) for _ in range(2)]
    row = Contribution.objects.get()
    assert row.public_id == once
    assert {page["Location"] for page in pages} == {reverse("funding:show", args=[once])}
    assert entries_about(row.subject).count() == 1
    other = as_person(cast.second_board).post(url, {**facts, "once": once})
    assert other.status_code == 422
    assert Contribution.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [({"amount": ""}, "số tiền lớn hơn 0"), ({"kind": "labour"}, "Chỉ đóng góp bằng tiền")],
)
def test_wrong_answers_get_a_sentence(
    cast: Cast, as_person: Enter, changes: dict[str, str], words: str
) -> None:
    facts = {"unit": cast.ward.pk, "donor_name": "Tổ", "kind": "money", "amount": "6.000.000"}
    page = as_person(cast.board).post(reverse("funding:record"), {**facts, **changes})
    assert page.status_code == 422
    assert words in page.content.decode()
    assert not Contribution.objects.exists()


def test_strangers_see_the_board_and_not_the_book(cast: Cast, as_person: Enter) -> None:
    row = recorded(cast)
    for person in (cast.stranger, cast.outsider, cast.owner, cast.officer):
        client = as_person(person)
        url = reverse("funding:show", args=[row.public_id])
        assert client.get(url).status_code in {403, 404}
        assert client.get(reverse("funding:board", args=["t1"])).status_code == 200


@pytest.mark.parametrize("verdict", [{}, {"verdict": ""}, {"verdict": "Confirm"}])
def test_nothing_is_confirmed_without_saying_so(
    cast: Cast, as_person: Enter, verdict: dict[str, str]
) -> None:
    row = recorded(cast)
    page = as_person(cast.second_board).post(
        reverse("funding:decide", args=[row.public_id]), verdict
    )
    assert page.status_code == 422
    row.refresh_from_db()
    assert row.waits
