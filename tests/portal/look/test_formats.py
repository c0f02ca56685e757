from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django import forms
from django.template import Context, Template
from django.utils import formats, translation
from hypothesis import given
from hypothesis import strategies as st

from portal.look.moments import MomentField, MomentInput, read_day, read_time

LANGUAGES = pytest.mark.parametrize("language", ["vi", "en"])


class _Window(forms.Form):
    start = MomentField()
    day = forms.DateField(required=False)
    amount = forms.IntegerField(required=False, localize=True)


@pytest.fixture(autouse=True)
def _back_to_default() -> Iterator[None]:
    with translation.override("vi"):
        yield


@LANGUAGES
def test_the_day_comes_before_the_month(language: str) -> None:
    with translation.override(language):
        assert forms.DateField().clean("11/12/2026") == date(2026, 12, 11)
        assert forms.DateField().clean("21/11/2026") == date(2026, 11, 21)
        moment = forms.DateTimeField().clean("11/12/2026 07:30")
        assert moment == datetime(2026, 12, 11, 0, 30, tzinfo=UTC)


@LANGUAGES
def test_instants_read_the_same_in_both_languages(language: str) -> None:
    page = Template("{{ at|date:'SHORT_DATETIME_FORMAT' }} {{ at|moment }} {{ at|day }}")
    with translation.override(language):
        words = page.render(Context({"at": datetime(2026, 11, 21, 0, 30, tzinfo=UTC)}))
    assert words == "21/11/2026 07:30 21/11/2026 07:30 21/11/2026"


def test_an_end_at_midnight_reads_as_the_day_before() -> None:
    page = Template("{{ at|until }}")
    ends = (
        (datetime(2026, 12, 31, 17, tzinfo=UTC), "hết ngày 31/12/2026"),
        (datetime(2026, 12, 31, 7, 30, tzinfo=UTC), "31/12/2026 14:30"),
        (datetime(2027, 1, 1, tzinfo=UTC), "01/01/2027 07:00"),
    )
    for at, words in ends:
        assert page.render(Context({"at": at})) == words
    assert page.render(Context({"at": None})) == ""


@LANGUAGES
def test_money_keeps_its_dots(language: str) -> None:
    with translation.override(language):
        assert Template("{{ 6000000|dong }}").render(Context()) == "6.000.000 đ"


def test_numbers_are_grouped_and_read_the_vietnamese_way() -> None:
    assert formats.number_format(6_000_000, use_l10n=True, force_grouping=True) == "6.000.000"
    form = _Window({"start_day": "21/11/2026", "start_time": "07:30", "amount": "6.000.000"})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["amount"] == 6_000_000
    assert formats.sanitize_separators("1,5") == "1.5"


@pytest.mark.parametrize(
    ("template", "vietnamese", "english"),
    [
        ("{{ 85.4|metres }}", "85 m", "85 m"),
        ("{{ 85.4|away }}", "Cách 85 m", "85 m away"),
        ("{{ 0.4|away }}", "Ở ngay trong khu vực", "Inside the area"),
        ("{{ 999.7|metres }}", "1,0 km", "1.0 km"),
        ("{{ 1240|metres }}", "1,2 km", "1.2 km"),
        ("{{ 45|duration }}", "45 giây", "45 seconds"),
        ("{{ 7500|duration }}", "2 giờ 5 phút", "2 hours 5 minutes"),
        ("{{ 0|duration }}", "0 giây", "0 seconds"),
        ("{{ 95|bearing }}", "đông", "east"),
        ("{{ 359|bearing }}", "bắc", "north"),
        ("{{ 873|permille }}", "87 %", "87 %"),
        ("{{ 'Bà Rịa'|folded }}", "ba ria", "ba ria"),
    ],
)
def test_measures_in_words(template: str, vietnamese: str, english: str) -> None:
    assert Template(template).render(Context()) == vietnamese
    with translation.override("en"):
        assert Template(template).render(Context()) == english


def test_a_length_of_time_names_its_two_largest_parts() -> None:
    page = Template("{{ length|duration }}")
    assert page.render(Context({"length": timedelta(days=3, hours=2, minutes=9)})) == "3 ngày 2 giờ"
    assert page.render(Context({"length": timedelta(days=3, minutes=9)})) == "3 ngày"


def test_a_moment_is_read_in_vietnam_time() -> None:
    form = _Window({"start_day": "11/12/2026", "start_time": "7h30"})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["start"] == datetime(2026, 12, 11, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "clock", "code"),
    [
        ("", "", "required"),
        ("21/11/2026", "", "incomplete"),
        ("", "07:30", "incomplete"),
        ("31/02/2026", "07:30", "day"),
        ("11/21/2026", "07:30", "day"),
        ("21/11", "07:30", "day"),
        ("21/11/2026", "25:00", "time"),
        ("21/11/2026", "7:30 pm", "time"),
        ("21/11/2026", "sáng", "time"),
        ("01/01/0000", "07:30", "day"),
    ],
)
def test_a_wrong_moment_gets_a_sentence_and_keeps_the_input(
    day: str, clock: str, code: str
) -> None:
    form = _Window({"start_day": day, "start_time": clock})
    assert not form.is_valid()
    assert [error.code for error in form.errors.as_data()["start"]] == [code]
    assert f'value="{day}"' in str(form["start"])
    assert f'value="{clock}"' in str(form["start"])


def test_a_moment_is_shown_as_it_is_asked() -> None:
    form = _Window(initial={"start": datetime(2026, 11, 21, 0, 30, tzinfo=UTC)})
    drawn = str(form["start"])
    assert 'value="21/11/2026"' in drawn
    assert 'value="07:30"' in drawn
    assert 'type="date' not in drawn


@given(st.datetimes(min_value=datetime(1976, 1, 1), max_value=datetime(2999, 12, 31)))  # noqa: DTZ001 -- made aware below
def test_what_is_shown_is_read_back(naive: datetime) -> None:
    instant = naive.replace(microsecond=0, tzinfo=UTC)
    shown = MomentInput().decompress(instant)
    assert MomentField().clean(shown) == instant


@given(st.text(max_size=12))
def test_any_text_is_a_day_and_a_time_or_a_value_error(text: str) -> None:
    for read in (read_day, read_time):
        try:
            read(text)
        except ValueError:
            continue
