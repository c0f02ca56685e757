"""One form makes one row, however often it is sent."""

import re

import pytest

from cameras.funding.models import Contribution
from portal.lib.errors import Refused
from portal.lib.ids import new_id
from portal.look.once import OnceForm, first_made, save_once
from tests.cast import AT, Cast


def gift(cast: Cast, public_id: str) -> Contribution:
    return Contribution(
        public_id=public_id,
        unit=cast.ward,
        donor_name="Tổ dân phố mẫu",
        kind="money",
        amount=1000,
        recorded_by=cast.board,
        recorded_at=AT,
    )


def shown(form: OnceForm) -> str:
    found = re.search(r'<input type="hidden" name="once"[^>]* value="(\w+)"', str(form["once"]))
    assert found, str(form["once"])
    return found[1]


def test_the_id_is_drawn_when_the_form_is_first_shown_and_becomes_the_row_s() -> None:
    drawn = shown(OnceForm())
    assert drawn != shown(OnceForm())
    sent = OnceForm({"once": drawn})
    assert sent.is_valid()
    assert sent.facts() == {"public_id": drawn}
    assert shown(sent) == drawn


def test_a_form_without_one_gets_one() -> None:
    sent = OnceForm({"other": "x"})
    assert sent.is_valid()
    assert OnceForm({"once": sent.facts()["public_id"]}).is_valid()
    assert OnceForm({"once": shown(sent)}).is_valid()


@pytest.mark.parametrize(
    "wrong", ["x", "0" * 15, "0" * 17, "U" * 16, "l" * 16, "../../../../../..", "\x00"]
)
def test_what_is_no_public_id_is_turned_away(wrong: str) -> None:
    assert "once" in OnceForm({"once": wrong}).errors


def test_who_comes_second_gets_the_row_of_the_first(cast: Cast) -> None:
    public_id = new_id()
    assert first_made(Contribution, public_id, recorded_by=cast.board) is None
    first = save_once(gift(cast, public_id), recorded_by=cast.board)
    second = gift(cast, public_id)  # it looked before the first had saved
    assert save_once(second, recorded_by=cast.board) == first
    assert first_made(Contribution, public_id, recorded_by=cast.board) == first
    assert Contribution.objects.count() == 1


def test_the_id_of_somebody_else_s_row_is_refused(cast: Cast) -> None:
    row = save_once(gift(cast, new_id()), recorded_by=cast.board)
    with pytest.raises(Refused) as refused:
        save_once(gift(cast, row.public_id), recorded_by=cast.officer)
    assert refused.value.code == "look.once_taken"
    with pytest.raises(Refused):
        first_made(Contribution, row.public_id, recorded_by=cast.officer)
