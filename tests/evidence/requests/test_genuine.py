"""A code says that a request is genuine, from which unit and until when, and nothing else."""

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from evidence.requests import genuine
from evidence.requests.models import CodeTry, FootageRequest
from portal.lib.clock import now
from portal.notices.models import Notice
from tests.cast import Cast

from .scenario import approved

PAGE = "/requests/genuine/"
SIGN = st.sampled_from(genuine.SIGNS)
FIRST = st.text(SIGN, min_size=8, max_size=8)


def whole(first: str) -> str:
    return first + genuine.check_sign(first)


@given(FIRST, st.integers(0, 8), SIGN)
def test_one_wrong_sign_is_always_noticed(first: str, place: int, sign: str) -> None:
    code = whole(first)
    changed = code[:place] + sign + code[place + 1 :]
    assert (genuine.understood(changed) == changed) is (changed == code)


@given(FIRST, st.integers(0, 7))
def test_two_swapped_signs_are_always_noticed(first: str, place: int) -> None:
    code = whole(first)
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert (genuine.understood(swapped) is not None) is (swapped == code)


@given(FIRST)
def test_it_is_understood_however_it_is_typed(first: str) -> None:
    code = whole(first)
    for typed in (code, code.lower(), genuine.spelled(code), f" {' '.join(code)} "):
        assert genuine.understood(typed) == code


@pytest.mark.parametrize("typed", ["", "a", "ACD-EFH-J3", "<script>", "0" * 9, "ệ" * 9, "A" * 40])
def test_what_cannot_be_a_code_is_told_how_to_be_typed(
    db: None, client: Client, typed: str
) -> None:
    page = client.get(PAGE, {"code": typed})
    assert page.status_code == (422 if typed else 200)
    assert "<script>" not in page.content.decode().partition('id="code"')[2][:200]


def test_a_genuine_code_tells_unit_and_end_and_nothing_else(cast: Cast, client: Client) -> None:
    row = approved(cast, now())
    code = genuine.code_of(row)
    assert genuine.spelled(code) in Notice.objects.filter(person=cast.owner).get().body
    page = client.get(PAGE, {"code": code.lower()}).content.decode()
    assert "Yêu cầu này là thật" in page
    assert cast.ward.name in page
    camera = row.targets.get().camera
    for secret in (row.case.number, row.case.title, row.purpose, camera.name, row.public_id):
        assert secret not in page
    for name in (cast.officer.full_name, cast.owner.full_name, cast.commander.full_name):
        assert name not in page


def test_a_code_of_the_past_says_that_it_is_over(cast: Cast, client: Client) -> None:
    row = approved(cast, now())
    FootageRequest.objects.update(deadline=now())
    page = client.get(PAGE, {"code": genuine.code_of(row)}).content.decode()
    assert "đã hết hiệu lực" in page
    assert "Yêu cầu này là thật" not in page


def test_guessing_ends_after_ten_and_a_genuine_code_waits_with_it(
    cast: Cast, client: Client
) -> None:
    row = approved(cast, now())
    for n in range(10):
        first = "A" * 7 + genuine.SIGNS[n]
        assert client.get(PAGE, {"code": whole(first)}).status_code == 404
    page = client.get(PAGE, {"code": genuine.code_of(row)})
    assert page.status_code == 429
    assert "chờ một giờ" in page.content.decode()
    elsewhere = client.get(PAGE, {"code": genuine.code_of(row)}, REMOTE_ADDR="203.0.113.9")
    assert elsewhere.status_code == 200
    assert genuine.forget(now() + genuine.DAY) == CodeTry.objects.count() + 10


def test_a_code_is_made_once(cast: Cast) -> None:
    row = approved(cast, now())
    assert genuine.code_of(row) == genuine.code_of(row)
