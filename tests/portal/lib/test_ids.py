import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.lib import ids


def test_new_ids_have_the_alphabet_and_differ() -> None:
    made = {ids.new_id() for _ in range(1000)}
    assert len(made) == 1000
    assert all(len(one) == ids.LENGTH and set(one) <= set(ids.ALPHABET) for one in made)
    assert set("".join(made)) == set(ids.ALPHABET)


def test_a_subject_is_noun_and_id() -> None:
    one = ids.new_id()
    assert ids.subject("camera", one) == f"camera:{one}"


@given(st.text(max_size=20), st.text(max_size=20))
def test_no_other_text_is_a_subject(noun: str, public_id: str) -> None:
    with pytest.raises(ValueError, match="want noun"):
        ids.subject(noun, public_id)


@pytest.mark.parametrize("noun", ["", "Camera", "camera:x", "camera ", "-camera"])
def test_the_noun_is_lower_case(noun: str) -> None:
    with pytest.raises(ValueError, match="want noun"):
        ids.subject(noun, ids.new_id())


def test_a_line_break_behind_the_id_is_no_subject() -> None:
    with pytest.raises(ValueError, match="want noun"):
        ids.subject("camera", ids.new_id() + "\n")
