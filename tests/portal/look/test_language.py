from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast


@pytest.mark.django_db
def test_a_browser_that_speaks_english_still_gets_vietnamese_first(client: Client) -> None:
    page = client.get("/", headers={"accept-language": "en-GB,en;q=0.9"})
    assert page["Content-Language"] == "vi"
    assert '<html lang="vi">' in page.content.decode()


@pytest.mark.django_db
def test_the_switch_is_remembered(client: Client) -> None:
    client.post(reverse("look:language"), {"language": "en", "next": "/"})
    assert '<html lang="en">' in client.get("/").content.decode()


def test_the_choice_follows_the_person_to_another_device(
    cast: Cast, as_person: Callable[..., Client]
) -> None:
    first, second = as_person(cast.owner), as_person(cast.owner)
    first.post(reverse("look:language"), {"language": "en", "next": "/"})
    assert second.get("/")["Content-Language"] == "en"


@pytest.mark.django_db
@pytest.mark.parametrize("cookie", ["xx", "../etc", "vi\x00"])
def test_a_cookie_that_names_no_language_counts_for_nothing(client: Client, cookie: str) -> None:
    client.cookies["django_language"] = cookie
    assert client.get("/")["Content-Language"] == "vi"
