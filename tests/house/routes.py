"""Every address of the project, as the URL conf has it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

OURS = ("portal.", "cameras.", "evidence.", "detection.")


@dataclass(frozen=True)
class Route:
    name: str  # as `reverse` takes it
    arguments: frozenset[str]
    view: Any

    @property
    def is_ours(self) -> bool:
        return str(self._inner.__module__).startswith(OURS)

    @property
    def action(self) -> str | None:
        """What the page asks the policy; function pages carry the mark, others their class."""
        on_class = getattr(self._inner, "policy_action", None)
        found: str | None = getattr(self.view, "policy_action", on_class)
        return found

    @property
    def _inner(self) -> Any:
        return getattr(self.view, "view_class", getattr(self.view, "cls", self.view))


def routes() -> list[Route]:
    return list(_walk(get_resolver()))


def our_routes() -> list[Route]:
    return [route for route in routes() if route.is_ours]


def _walk(
    resolver: URLResolver, spaces: tuple[str, ...] = (), above: frozenset[str] = frozenset()
) -> Iterator[Route]:
    for part in resolver.url_patterns:
        arguments = above | part.pattern.regex.groupindex.keys()
        if isinstance(part, URLResolver):
            inner = (*spaces, part.namespace) if part.namespace else spaces
            yield from _walk(part, inner, arguments)
        elif isinstance(part, URLPattern):
            yield Route(":".join((*spaces, part.name or "")), arguments, part.callback)
