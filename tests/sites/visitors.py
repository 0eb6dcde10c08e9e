"""Who may come to a door in these tests, each with the cookies of a real browser, and one way of asking for a page."""

import base64
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.test import Client

from deontos.access.gate import Actor, actor_of
from deontos.correspondence.actions.sittings import take_up
from deontos.correspondence.web.cookie import COOKIE
from deontos.organisations.models import Person
from deontos.organisations.vocabulary import OfficeKind
from deontos.sites.csrf import COOKIES
from tests.factories.administration import account, open_vault, sign_in
from tests.factories.keyring import KeyedTown
from tests.factories.organisations import NOW, TODAY, office, person
from tests.sites.world import House, Told, World

TOKEN = "7" * 32
BROWSER = Client(enforce_csrf_checks=True, raise_request_exception=False)
"""One for all, its cookies changed for each request: the middleware is loaded once."""


@dataclass(frozen=True)
class Visitor:
    """Somebody at the door: cookies, and what the house knows of the person. `opens` is what a receipt opens."""

    name: str
    cookies: tuple[tuple[str, str], ...] = ()
    person: Person | None = None
    actor: Actor | None = None
    gave_password: bool = False
    opens: Told | None = None

    def reads(self, world: World) -> list[Told]:
        """What this visitor may read, in this browser."""
        return [told for told in world.confided if told is self.opens or (self.actor and told.reader == self.person)]

    def with_cookies_of(self, other: "Visitor") -> "Visitor":
        """The same, with the other's cookies as well: two people at one computer."""
        return replace(self, name=f"{self.name} and {other.name}", cookies=self.cookies + other.cookies)


NOBODY = Visitor("nobody")


def at_desk(house: KeyedTown, person: Person, name: str) -> Visitor:
    """Somebody signed in with both steps; with an open vault where there is one."""
    client = Client()
    sign_in(client, person)
    if person.id in house.keys:
        open_vault(client, house, person)
    return Visitor(name, _cookies(client), person, actor_of(person.id, on=TODAY), gave_password=True)


def half_signed_in(house: House) -> Visitor:
    """Somebody with an office who gave the password and not yet the second step."""
    someone = person(house.organisation, "Loes Halfweg")
    office(house.organisation, OfficeKind.ADMINISTRATOR, someone)
    client = Client()
    client.force_login(account(someone, secret=None))
    return Visitor("a password and no second step", _cookies(client), someone, gave_password=True)


def holder_of(told: Told, name: str) -> Visitor:
    """Whoever holds a receipt and opened the mailbox with it."""
    sitting = take_up(told.receipt, told.case.organisation_id, at=NOW)
    value = base64.urlsafe_b64encode(sitting.key).decode("ascii").rstrip("=")
    return Visitor(name, ((COOKIE, value),), opens=told)


def reporters(world: World) -> list[Visitor]:
    """Everybody who comes to the letterbox: with nothing, with a receipt of this town, with one of the other."""
    return [
        NOBODY,
        holder_of(world.here.told, "the holder of a receipt"),
        holder_of(world.there.told, "the holder of a receipt of the other town"),
    ]


def strangers(world: World) -> list[Visitor]:
    """Those who signed in, or began to, and hold no office."""
    town = world.here.keyed.town
    return [
        half_signed_in(world.here),
        at_desk(world.here.keyed, town.colleague, "a colleague without office"),
        at_desk(world.here.keyed, town.deputy, "the deputy"),
    ]


def office_holders(house: House, kinds: Iterable[OfficeKind]) -> list[Visitor]:
    """One person for each of these offices of a town; the complaints manager is named in one of the disclosures."""
    return [at_desk(house.keyed, house.offices[kind], f"{kind.value} of {house.slug}") for kind in kinds]


FORM = "application/x-www-form-urlencoded"


def ask(visitor: Visitor, method: str, address: str, headers: Mapping[str, str] = {}) -> Any:
    """One request with a valid token and, for POST, an empty form, as this visitor's browser sends it."""
    cookies = dict.fromkeys(COOKIES.values(), TOKEN)
    body = f"csrfmiddlewaretoken={TOKEN}".encode() if method == "POST" else b""
    return send(visitor, method, address, body, cookies=cookies, headers={"origin": "http://testserver", **headers})


def send(
    visitor: Visitor,
    method: str,
    address: str,
    body: bytes = b"",
    *,
    kind: str = FORM,
    cookies: Mapping[str, str] = {},
    headers: Mapping[str, str] = {},
) -> Any:
    """One request, every check switched on. What it changes is taken back, so that requests do not disturb others."""
    BROWSER.cookies.clear()
    for name, value in (*visitor.cookies, *cookies.items()):
        BROWSER.cookies[name] = value
    with transaction.atomic():
        answer = BROWSER.generic(method, address, body, content_type=kind, headers=dict(headers))
        transaction.set_rollback(True)
    return answer


def _cookies(client: Client) -> tuple[tuple[str, str], ...]:
    return tuple((name, morsel.value) for name, morsel in client.cookies.items())
