"""Every address, by every method, for everybody: the doors decide, and nobody sees what is not theirs."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.db import connection, reset_queries
from django.test.utils import CaptureQueriesContext

from deontos.access.vocabulary import Entrant
from deontos.organisations.vocabulary import OfficeKind
from deontos.sites.csrf import COOKIES
from tests.sites.addresses import Address, every_address
from tests.sites.visitors import (
    NOBODY,
    TOKEN,
    Visitor,
    ask,
    at_desk,
    holder_of,
    office_holders,
    reporters,
    send,
    strangers,
)
from tests.sites.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.row("1.6")]

METHODS = ("GET", "HEAD", "POST")
STRANGE_METHODS = ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "BREW")
OVERRIDES = ("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override")
OVERRIDING_FIELDS = ("_method", "_HttpMethod", "X-HTTP-Method-Override")
SIGN_IN, SECOND_STEP = "/desk/sign-in/", "/desk/second-factor/set-up/"
NOT_THERE = {
    "agenda_feed": "the days are there only with the key of a person",
    "document_version": "a version is there only where one was published",
    "second_factor_picture": "the picture is there only while a second factor is set up",
    "demo_codes": "the codes are there only where `deontos demo` was run",
}
OWN_WORDS = {
    "link_page": "says where another link comes from; the same for every link that does not count",
    "notices_stop": "says that no e-mails belong to the link; the same for every link that does not count",
}
BEHIND_THE_MAILBOX = {"mailbox_file", "mailbox_file_view"}
"""Nobody learns there what exists: while the mailbox of that town is closed, each address says just that."""
LETTERBOX_COOKIES = {"__Host-csrf", "__Host-letterbox"}
DESK_COOKIES = {"__Host-desk-csrf", "__Host-desk", "__Host-vault", "__Host-desk-device"}
TOKEN_FIELD = re.compile(
    rb'name="csrfmiddlewaretoken" value="[^"]*"|name="(?:sitting|here)" value="[^"]*"|<li>\d{4} \d{4} \d{4}</li>'
)
LET_IN = {200, 302, 303}


def due(address: Address, visitor: Visitor, method: str, world: World) -> str:
    """What the door says has to happen."""
    door = address.door
    if method in STRANGE_METHODS:
        return "method refused"
    signed_in_only = door.requires or door.open_to is Entrant.SIGNED_IN
    if address.at_desk and visitor.actor is None and (signed_in_only or door.open_to is Entrant.PASSWORD_GIVEN):
        if not visitor.gave_password:
            return "shown the way to sign in"
        if signed_in_only:
            return "shown the way to the second step"
    if door.requires and not (visitor.actor and visitor.actor.organisations_with(door.requires)):
        return "not found"
    if method not in door.methods:
        return "method refused"
    return _due_inside(address, visitor, world)


def _due_inside(address: Address, visitor: Visitor, world: World) -> str:
    """What has to happen to somebody who may pass the door."""
    if address.name in BEHIND_THE_MAILBOX and _finds_it_closed(address, visitor, world):
        return "let in"
    is_hidden = address.hides_from(visitor, world) or not _in_house(address, visitor, world)
    if not address.exists or address.name in NOT_THERE or is_hidden:
        return "not found"
    return "let in"


def _in_house(address: Address, visitor: Visitor, world: World) -> bool:
    """Whether a page of the desk that names one of these towns names one in which this person may."""
    wanted = address.door.requires
    if wanted is None or visitor.actor is None:
        return True
    named = [house for house in world.houses if f"/{house.slug}/" in address.path]
    return all(visitor.actor.may(wanted, house.organisation.id) for house in named)


def _finds_it_closed(address: Address, visitor: Visitor, world: World) -> bool:
    """Whether a mailbox of one of these towns is closed to whoever comes with these cookies."""
    named = [house for house in world.houses if f"/{house.slug}/" in address.path]
    return bool(named) and visitor.opens not in [told for house in named for told in (house.told, house.about_manager)]


def happened(answer: Any, wanted: str) -> str:
    """What did happen, in the same words; anything else by its number and the failure behind it."""
    where = answer.headers.get("Location", "").partition("?")[0]
    if wanted == "let in" and answer.status_code in LET_IN:
        return wanted
    if answer.status_code == 302 and where in (SIGN_IN, SECOND_STEP):
        return "shown the way to sign in" if where == SIGN_IN else "shown the way to the second step"
    failure = getattr(answer, "exc_info", None)
    return {404: "not found", 405: "method refused"}.get(
        answer.status_code,
        f"{answer.status_code} {where} {failure[1]!r}" if failure else f"{answer.status_code} {where}",
    )


def in_own_words(address: Address) -> bool:
    """Whether what does not exist here has a page of its own, tested beside it."""
    return address.name in OWN_WORDS


def allowed(address: Address, method: str) -> str:
    """What a refusal says: the methods of the house where it is refused at its entry, else those of the door."""
    return "GET, HEAD, POST" if method in STRANGE_METHODS else ", ".join(address.door.methods)


def shown_by(answer: Any) -> bytes:
    """All that an answer shows; of a package what is in it."""
    content: bytes = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if answer.headers.get("Content-Type") != "application/zip":
        return content
    with ZipFile(BytesIO(content)) as package:
        return b"\n".join(package.read(name) for name in package.namelist())


def leaks(answer: Any, visitor: Visitor, world: World) -> list[str]:
    """What stands in a page though this visitor may not read it."""
    page = shown_by(answer).decode("utf-8", "replace")
    hidden = [told for told in world.confided if told not in visitor.reads(world)]
    return [trace for told in hidden for trace in told.traces if trace in page]


def complaints(
    visitor: Visitor, world: World, methods: tuple[str, ...] = METHODS, *, addresses: list[Address] | None = None
) -> Iterator[str]:
    """Everything that is not as the doors say, for one visitor at these addresses, or at every one."""
    missing = {
        (method, start): ask(visitor, method, f"{start}nergens/nergens/").content
        for method in methods
        for start in ("/desk/", "/nl/", "/")
    }
    for address in every_address(world) if addresses is None else addresses:
        for method in methods:
            answer = ask(visitor, method, address.path)
            wanted = due(address, visitor, method, world)
            got = happened(answer, wanted)
            if got != wanted:
                yield f"{method} {address.path} for {visitor.name}: {got}, and not {wanted}"
            elif got == "not found" and answer.content != missing[method, address.start] and not in_own_words(address):
                yield f"{method} {address.path} for {visitor.name}: not the page of an address that does not exist"
            elif got == "method refused" and answer.headers["Allow"] != allowed(address, method):
                yield f"{method} {address.path} for {visitor.name}: says that {answer.headers['Allow']} are allowed"
            for trace in leaks(answer, visitor, world):
                yield f"{method} {address.path} for {visitor.name}: shows {trace}"


def at_the_desk(world: World) -> list[Address]:
    """The addresses of the desk."""
    return [address for address in every_address(world) if address.at_desk]


def asking_who(world: World) -> list[Address]:
    """Those that are not open to everybody."""
    everybody = (Entrant.ANYBODY, Entrant.DEMO_VISITOR)
    return [address for address in at_the_desk(world) if address.door.open_to not in everybody]


@pytest.mark.row("1.8", "1.13")
def test_reporters_get_in_where_the_doors_say_and_nowhere_else(world: World) -> None:
    assert [wrong for visitor in reporters(world) for wrong in complaints(visitor, world)] == []


@pytest.mark.row("1.13")
def test_whoever_signed_in_without_office_sees_nothing_of_cases(world: World) -> None:
    assert [
        wrong for visitor in strangers(world) for wrong in complaints(visitor, world, addresses=at_the_desk(world))
    ] == []


@pytest.mark.row("1.5", "1.13")
@pytest.mark.parametrize("some", [list(OfficeKind)[first::4] for first in range(4)], ids=range(4))
@pytest.mark.parametrize("place", ["here", "there"])
def test_each_office_gets_in_where_the_doors_say_and_nowhere_else(
    world: World, place: str, some: list[OfficeKind]
) -> None:
    holders, addresses = office_holders(getattr(world, place), some), asking_who(world)
    methods = ("GET", "POST")
    assert [wrong for holder in holders for wrong in complaints(holder, world, methods, addresses=addresses)] == []


@pytest.mark.all_combinations
@pytest.mark.parametrize("place", ["here", "there"])
def test_each_office_at_every_address_by_every_method(world: World, place: str) -> None:
    everybody = [*office_holders(getattr(world, place), OfficeKind), *strangers(world), *reporters(world)]
    methods = METHODS + STRANGE_METHODS
    assert [wrong for visitor in everybody for wrong in complaints(visitor, world, methods)] == []


@pytest.mark.row("4.14")
def test_a_method_that_no_form_sends_is_refused_at_every_address(world: World) -> None:
    manager = at_desk(world.here.keyed, world.here.told.reader, "the manager")
    assert list(complaints(NOBODY, world, STRANGE_METHODS)) == []
    assert list(complaints(manager, world, STRANGE_METHODS, addresses=at_the_desk(world))) == []


@pytest.mark.row("4.14")
def test_no_header_and_no_field_makes_one_method_another(world: World) -> None:
    manager = at_desk(world.here.keyed, world.here.told.reader, "the manager")
    found = [
        f"{method} {address.path}: {got}"
        for address in every_address(world)
        for method, claimed in (("GET", "POST"), ("POST", "DELETE"))
        if (wanted := due(address, manager, method, world))
        != (got := happened(overridden(manager, method, address.path, claimed), wanted))
    ]
    assert found == []


def overridden(visitor: Visitor, method: str, path: str, claimed: str) -> Any:
    """A request that says in every way there is that it is another one."""
    fields = "&".join(f"{name}={claimed}" for name in OVERRIDING_FIELDS)
    headers = {"origin": "http://testserver", "x-csrftoken": TOKEN, **dict.fromkeys(OVERRIDES, claimed)}
    body = fields.encode() if method == "POST" else b""
    tokens = dict.fromkeys(COOKIES.values(), TOKEN)
    return send(visitor, method, f"{path}?{fields}", body, cookies=tokens, headers=headers)


@pytest.mark.row("1.13")
def test_whoever_it_was_sealed_to_reads_it_and_the_receipt_opens_it(world: World) -> None:
    """The test of the tests: the words do stand in pages, for those whom they are meant for."""
    for house in world.houses:
        for told in (house.told, house.about_manager):
            reader = at_desk(house.keyed, told.reader, "its reader")
            assert told.words in ask(reader, "GET", f"/desk/cases/{told.case.id}/").content.decode()
            holder = holder_of(told, "whoever wrote it")
            assert told.words in ask(holder, "GET", f"/nl/{house.slug}/receipt/mailbox/").content.decode()


@pytest.mark.row("1.13")
def test_what_is_not_yours_costs_as_much_as_what_does_not_exist(world: World) -> None:
    visitors = [
        *reporters(world),
        *strangers(world),
        at_desk(world.here.keyed, world.here.keyed.town.manager, "the manager"),
        at_desk(world.here.keyed, world.here.keyed.town.administrator, "the administrator"),
    ]
    for visitor in visitors:
        costs: dict[tuple[str, str], dict[str, int]] = {}
        for address in every_address(world):
            for method in METHODS:
                is_hidden = address.hides_from(visitor, world)
                is_in_ones_own = (address.about or address.home) is not None and not is_hidden
                if address.at_desk and (is_hidden or not address.exists) and not is_in_ones_own:
                    reset_queries()
                    with CaptureQueriesContext(connection) as queries:
                        ask(visitor, method, address.path)
                    costs.setdefault((address.name, method), {})[address.path] = len(queries)
        assert costs
        assert {key: found for key, found in costs.items() if len(set(found.values())) > 1} == {}


def without_tokens(answer: Any) -> tuple[int, str, bytes]:
    """What can be compared of two answers: a token, or a code made anew, is different in each."""
    return answer.status_code, answer.headers.get("Location", ""), TOKEN_FIELD.sub(b"", shown_by(answer))


@pytest.mark.row("1.6", "1.11")
def test_who_is_signed_in_is_nobody_at_the_letterbox(world: World) -> None:
    manager = at_desk(world.here.keyed, world.here.told.reader, "the manager")
    for address in every_address(world):
        for method in METHODS:
            if not address.at_desk:
                with CaptureQueriesContext(connection) as queries:
                    answer = ask(manager, method, address.path)
                asked_for = " ".join(query["sql"] for query in queries)
                assert "administration_signin" not in asked_for
                assert "keyring_vaultsession" not in asked_for
                assert set(answer.cookies) <= LETTERBOX_COOKIES
                assert without_tokens(answer) == without_tokens(ask(NOBODY, method, address.path))


@pytest.mark.row("1.6", "1.12")
def test_whoever_holds_a_receipt_is_nobody_at_the_desk(world: World) -> None:
    manager = at_desk(world.here.keyed, world.here.told.reader, "the manager")
    holder = holder_of(world.here.about_manager, "the holder of a receipt")
    for visitor, other in ((holder, NOBODY), (manager.with_cookies_of(holder), manager)):
        for address in every_address(world):
            for method in METHODS:
                if address.at_desk:
                    with CaptureQueriesContext(connection) as queries:
                        answer = ask(visitor, method, address.path)
                    assert "correspondence_sitting" not in " ".join(query["sql"] for query in queries)
                    assert set(answer.cookies) <= DESK_COOKIES
                    assert without_tokens(answer) == without_tokens(ask(other, method, address.path))
