"""Every address of the house, read from the tree of URLs, with something that exists and something that does not."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from deontos.access.doors import Door
from deontos.access.permissions import Permission
from deontos.organisations.vocabulary import Language, OfficeKind
from deontos.sites.doorway import DESK_PREFIX
from tests.sites.visitors import Visitor
from tests.sites.world import Told, World

NO_ID = UUID("00000000-0000-4000-8000-000000000000")
NO_TOWN = "nergens"
NOTHING: dict[str, object] = {
    "digest": "0123456789abcdef",
    "alarm": NO_ID,
    "ceremony": NO_ID,
    "letter": NO_ID,
    "law": NO_ID,
    "holder": NO_ID,
    "item": NO_ID,
    "page": NO_TOWN,
    "sign_in": NO_ID,
    "configured": NO_TOWN,
    "home": NO_TOWN,
    "provider": NO_TOWN,
    "passkey": 0,
    "token": "A" * 43,
    "withholding": NO_ID,
    "kept": NO_ID,
}
"""Parts of addresses for which nothing exists in these towns, with a value of their shape."""
ALONE: dict[str, object] = {"language": Language.DUTCH, "office": OfficeKind.STEWARD, "version": 1}
"""Parts of addresses for which one value stands for all."""
WORDS = {
    "document": "procedure",
    "profile": "eu-directive",
    "relief": "put-off",
    "into": "sections",
    "piece": "title",
    "removable": "question-story",
    "asked": "question-paper",
}
"""Parts of addresses that are one of a fixed set of words, or name a piece of every questionnaire of these towns."""
Parts = tuple[str, ...]


@dataclass(frozen=True)
class Address:
    """A path with its door. `about` is the case in it, `home` the organisation whose settings it is about.

    `exists` is False where an id or a name stands for nothing. `asks` is the permission where the door names none.
    """

    name: str
    path: str
    door: Door
    about: Told | None = None
    exists: bool = True
    home: UUID | None = None
    asks: Permission | None = None

    @property
    def at_desk(self) -> bool:
        return self.path.startswith(DESK_PREFIX)

    def hides_from(self, visitor: Visitor, world: World) -> bool:
        """Whether what stands in the address is no business of this visitor."""
        if self.about is not None and self.about not in visitor.reads(world):
            return True
        permission = self.door.requires or self.asks
        if self.home is None or permission is None or not self.at_desk:
            return False
        return not (visitor.actor and visitor.actor.may(permission, self.home))

    @property
    def start(self) -> str:
        """What decides in which language a stranger gets an answer."""
        return next(start for start in (DESK_PREFIX, "/nl/", "/") if self.path.startswith(start))


def home_addresses(world: World) -> list[Address]:
    """Every route once, in this town and about its first case."""
    return [
        address
        for address in every_address(world)
        if address.exists
        and f"/{world.there.slug}/" not in address.path
        and address.about in (None, world.here.told)
        and address.home in (None, world.here.organisation.id)
    ]


@dataclass(frozen=True)
class _Choice:
    value: object
    about: Told | None = None
    exists: bool = True
    home: UUID | None = None
    asks: Permission | None = None


def every_address(world: World) -> list[Address]:
    """Every route, with every choice for what stands in it."""
    found = _leaves(get_resolver().url_patterns)
    return [address for node, parts in found for address in _addresses(node, parts, world)]


def _leaves(nodes: Sequence[URLPattern | URLResolver], above: Parts = ()) -> Iterator[tuple[URLPattern, Parts]]:
    for node in nodes:
        parts = (*above, *node.pattern.converters)
        if isinstance(node, URLResolver):
            yield from _leaves(node.url_patterns, parts)
        else:
            yield node, parts


def _addresses(node: URLPattern, parts: Parts, world: World) -> Iterator[Address]:
    assert node.name, f"{node.pattern} has no name"
    for choices in itertools.product(*(_choices(part, node, world) for part in parts)):
        values = {part: choice.value for part, choice in zip(parts, choices, strict=True)}
        about = next((choice.about for choice in choices if choice.about), None)
        exists = all(choice.exists for choice in choices)
        home = next((choice.home for choice in choices if choice.home), None)
        asks = next((choice.asks for choice in choices if choice.asks), None)
        path, door = reverse(node.name, kwargs=values), node.callback.door  # type: ignore[attr-defined]
        yield Address(node.name, path, door, about, exists, home, asks)


def _choices(name: str, node: URLPattern, world: World) -> list[_Choice]:
    """What may stand in this part of an address. A part of a new kind is told here, before its route passes."""
    if name == "organisation":
        towns = (_Choice(house.slug, home=house.organisation.id) for house in world.houses)
        return [*towns, _Choice(NO_TOWN, exists=False)]
    if name in world.here.kept:
        asks = Permission.ORGANISATIONS_ABSENCE_RECORD if name == "absence" else None
        rows = (_Choice(house.kept[name], home=house.organisation.id, asks=asks) for house in world.houses)
        return [*rows, _Choice(NO_ID, exists=False)]
    if name == "case":
        return [*(_Choice(told.case.id, told) for told in world.confided), _Choice(NO_ID, exists=False)]
    if name in NOTHING:
        return [_Choice(NOTHING[name], exists=False)]
    if name in ALONE:
        return [_Choice(ALONE[name])]
    if name in WORDS:
        return [_Choice(WORDS[name]), _Choice("nergens", exists=False)]
    if name == "step":
        from deontos.speakup.web.steps import Step

        return [_Choice(step) for step in Step]
    raise AssertionError(f"{node.pattern}: say in tests/sites/addresses.py what may stand for {name}")
