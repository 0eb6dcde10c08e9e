"""Every address there is: its pattern, its methods and who may enter, read from the tree of URLs and the doors."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from deontos.access.doors import Door

Node = URLPattern | URLResolver


@dataclass(frozen=True, slots=True)
class Route:
    """One address. Without a door both `requires` and `open_to` are None and there are no methods."""

    pattern: str
    name: str | None
    methods: tuple[str, ...]
    requires: str | None
    open_to: str | None


def routes(urlconf: str | None = None) -> list[Route]:
    """All addresses in the order in which they are tried; those of the house unless another list is named."""
    return [_route(pattern, node) for pattern, node in _leaves(get_resolver(urlconf).url_patterns, "/")]


def _leaves(nodes: Sequence[Node], prefix: str) -> Iterator[tuple[str, URLPattern]]:
    for node in nodes:
        pattern = prefix + str(node.pattern)
        if isinstance(node, URLResolver):
            yield from _leaves(node.url_patterns, pattern)
        else:
            yield pattern, node


def _route(pattern: str, node: URLPattern) -> Route:
    view: Callable[..., Any] = node.callback
    door: Door | None = getattr(view, "door", None)
    if door is None:
        return Route(pattern, node.name, (), None, None)
    return Route(pattern, node.name, door.methods, door.requires, door.open_to)
