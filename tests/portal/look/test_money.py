import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from portal.look.money import DongField, read_dong

AMBIGUOUS = "6.0|1.5|6.00|1.000,00|1.000 000|-5|6e6||٦٠٠٠|sáu triệu|1..000"


@given(
    st.integers(0, 10**12),
    st.sampled_from([".", ",", " ", ""]),
    st.sampled_from(["", " đ", "₫"]),
)
def test_every_usual_way_of_writing_a_sum_is_read_alike(
    amount: int, mark: str, currency: str
) -> None:
    written = f"{amount:,}".replace(",", mark) + currency
    assert read_dong(written) == amount


@pytest.mark.parametrize("text", AMBIGUOUS.split("|"))
def test_what_could_be_read_in_two_ways_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="whole đồng"):
        read_dong(text)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_six_thousand_is_never_six(language: str) -> None:
    with translation.override(language):
        assert DongField().clean("6.000") == 6000
        assert DongField().prepare_value(6_000_000) == "6.000.000"
