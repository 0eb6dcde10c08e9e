"""Every address that takes a form gets nasty ones, each in turn, with the same answers on both databases."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction

from deontos.organisations.vocabulary import OfficeKind
from deontos.sites.routes import routes
from tests.fire import IS_LONG
from tests.fire.hostile.cast import cast, may_come_in, route_of
from tests.fire.hostile.fields import known_fields, pairs_for
from tests.fire.hostile.nasty import NAMES, SHORT, TYPED, quoted
from tests.fire.hostile.town import complaint_about
from tests.fire.hostile.windows import Form, Window
from tests.sites.addresses import Address, every_address, home_addresses
from tests.sites.visitors import Visitor
from tests.sites.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.row("4.12")]

ANSWERS = Path(__file__).with_name("answers.txt")
"""What comes back from each address, the same on both databases. WRITE_ANSWERS=1 writes it anew, to be read through."""
HANDLER = OfficeKind.COMPLAINTS_MANAGER.value
TRIED = 3
"""How many of those whom a door lets in are asked whether they see the form."""
PROOF_PAGES = ("/nl/lindewater/reminder/", "/desk/cannot-get-in/", "/desk/security/password/")


def every_form(world: World) -> list[Address]:
    """One address for each route that takes a form: of something in this town, else of something that is not there."""
    every = [*every_address(world), *home_addresses(world)]
    return list({address.name: address for address in every if "POST" in address.door.methods}.values())


def fitting(people: dict[str, Visitor], address: Address) -> list[str]:
    """Whoever the door lets in; first the handler, who can see most."""
    allowed = [who for who in people if may_come_in(people[who], address)]
    return sorted(allowed, key=lambda who: (who != HANDLER, not people[who].opens, people[who].actor is None))


def opened(people: dict[str, Visitor], address: Address) -> tuple[str, Window, Form | None]:
    """The first of them who finds a form for this address, or the first of all with the proof of another page."""
    fit = fitting(people, address)
    for who in fit[:TRIED] if "GET" in address.door.methods else ():
        window = Window.with_cookies(people[who].cookies)
        window.look(address.path)
        for form in window.forms:
            if form.method == "post" and route_of(window.path_of(form.action)) == address.name:
                return who, window, form
    window = Window.with_cookies(people[fit[0]].cookies)
    window.look(PROOF_PAGES[address.at_desk + (address.at_desk and people[fit[0]].actor is not None)])
    [proof, *_] = [*window.forms, Form("", "post", "", "")]
    proof.fields = [field for field in proof.fields if field.name == "csrfmiddlewaretoken"]
    proof.buttons = []
    return fit[0], window, proof


def asked(world: World, contents: dict[str, list[str]]) -> Iterator[tuple[str, str, str]]:
    """Each route, what was typed in its fields, and what came back: statuses, or a complaint."""
    people, fields = cast(world), known_fields()
    for number, address in enumerate(every_form(world)):
        who, window, form = opened(people, address)
        for name, typed in contents.items():
            found, turned = [], typed[number % len(typed) :] + typed[: number % len(typed)]
            for changed in (False, True):
                pairs = pairs_for(form, fields[address.name], [TYPED[each] for each in turned], changed=changed)
                cookies = {each: morsel.value for each, morsel in window.client.cookies.items()}
                with transaction.atomic():
                    answer = window.post(address.path, quoted(pairs))
                    transaction.set_rollback(True)
                window.client.cookies.clear()
                for each, value in cookies.items():
                    window.client.cookies[each] = value
                found.append(complaint_about(who, address.path, answer) or str(answer.status_code))
            yield address.name, name, " ".join(found)


def test_every_form_of_both_doors_gets_the_same_answers_on_both_databases(world: World) -> None:
    found: dict[str, list[str]] = {}
    for route, name, came in asked(world, {"NUL": ["NUL"], "all sorts": list(SHORT)}):
        found.setdefault(route, []).append(f"{name}: {came}")
    assert set(found) == {route.name for route in routes() if "POST" in route.methods}
    lines = [f"{route}  {'  '.join(said)}" for route, said in sorted(found.items())]
    if os.environ.get("WRITE_ANSWERS"):
        ANSWERS.write_text("\n".join(lines) + "\n", "utf-8")
    assert lines == ANSWERS.read_text("utf-8").splitlines()


@pytest.mark.skipif(not IS_LONG, reason="hours of everything in every field: make fire")
def test_nothing_nasty_in_any_field_brings_any_form_down(world: World) -> None:
    wrong = [came for _route, _name, came in asked(world, {name: [name] for name in NAMES}) if not came[:3].isdigit()]
    assert wrong == []
