"""The texts people agreed to are kept for ever, to the byte."""

import pytest

from cameras.consent import texts

SHA256 = {
    ("v1", "vi"): "47d6b90abe5bcd3a2eeb980761f168e7d9e148de2779cc492eb0eb57b2e4c0cd",
    ("v2", "vi"): "b40cf9ee64d8cecd929a9eacf3a6fe3cafabd743f0ca8b8e1a9cba417c893407",
    ("v2", "en"): "cb4870646828d1d335801a0edd035258621330e3feabc78ee1df513a42542095",
    ("v1", "en"): "0ed7e5e9da17dd7d39789e8bdaec204a56e038ef2edcf5a9637cef4fad8a46b8",
}


@pytest.mark.parametrize(("version", "language"), sorted(SHA256))
def test_a_text_that_people_agreed_to_is_never_edited(version: str, language: str) -> None:
    assert texts.load(version, language).sha256 == SHA256[version, language], (
        "people agreed to these very bytes: write a new version instead of changing this one"
    )


def test_each_language_has_every_section() -> None:
    for language in texts.LANGUAGES:
        sections = texts.current(language).sections
        assert all(sections[name] for name in texts.SECTIONS[texts.CURRENT])


def test_a_reader_of_another_language_gets_the_vietnamese_text() -> None:
    assert texts.current("fr").language == "vi"
    assert texts.current("en-gb").language == "en"


@pytest.mark.parametrize("mark", ["", "v0.vi.00", texts.load("v1", "vi").mark, "x"])
def test_a_mark_of_no_text_in_force_is_nobodys(mark: str) -> None:
    assert texts.marked(mark) is None
    terms = texts.current("vi")
    assert texts.marked(terms.mark) == terms
