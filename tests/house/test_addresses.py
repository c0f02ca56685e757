"""What an address of ours may hold, and what it answers to nonsense."""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import StringConverter

from tests.cast import Cast

Enter = Callable[..., Client]
NONSENSE = ("%00", "a%00b", "%E2%80%AE", "%27%22", "..%2F..")


def ours(resolver: URLResolver, name: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from ours(pattern, pattern.namespace or name)
        elif name:
            yield name, pattern


def test_no_address_takes_free_text() -> None:
    """A slug cannot hold the NUL that PostgreSQL answers with an error; `path` checks itself."""
    loose = [
        str(pattern.pattern)
        for _, pattern in ours(get_resolver())
        for converter in getattr(pattern.pattern, "converters", {}).values()
        if type(converter) is StringConverter
    ]
    assert loose == []


@pytest.mark.parametrize("text", NONSENSE)
def test_nonsense_in_an_address_is_not_found(cast: Cast, as_person: Enter, text: str) -> None:
    officer, owner, board = (as_person(p) for p in (cast.officer, cast.owner, cast.board))
    for client, url in (
        (officer, f"/cases/{text}/"),
        (officer, f"/requests/{text}/"),
        (officer, f"/requests/new/{text}/"),
        (officer, f"/evidence/{text}/open/"),
        (officer, f"/evidence/viewing/{text}/video/"),
        (officer, f"/findings/{text}/"),
        (officer, f"/coverage/points/{text}/?lat=10&lng=107&radius=10"),
        (officer, f"/coverage/?unit={text}"),
        (owner, f"/requests/answer/{text}/"),
        (owner, f"/pulls/upload/{text}/"),
        (owner, f"/looks/camera/{text}/"),
        (board, f"/funding/{text}/"),
        (board, f"/funding/board/{text}/"),
    ):
        assert client.get(url).status_code == 404, url


@pytest.mark.parametrize("value", ["nan", "inf", "-inf", "1e400", "", "x"])
@pytest.mark.parametrize("name", ["lat", "lng", "radius"])
def test_a_place_that_is_no_number_is_refused(
    cast: Cast, as_person: Enter, name: str, value: str
) -> None:
    area = {"lat": "10.36", "lng": "107.08", "radius": "100"}
    url = f"/coverage/points/{cast.ward.code}/"
    assert as_person(cast.officer).get(url, {**area, name: value}).status_code == 400
