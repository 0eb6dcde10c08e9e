"""A way back for an administrator whom nobody at the desk can help: by the operator, told to all, opening nothing."""

import json
import os
import pty
import re
import subprocess

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from deontos.administration.models import Account
from deontos.audit.models import Entry
from deontos.keyring.models import KeyReset, ReaderCertificate
from deontos.notices.models import Letter
from deontos.organisations.models import Person
from tests.factories.administration import PASSWORD, account
from tests.factories.keyring import KeyedTown, keyed
from tests.factories.organisations import office, person
from tests.services.operator import PROGRAM, deontos, environment
from tests.sites.cli.conftest import Installation

pytestmark = [pytest.mark.row("2.11", "2.7")]

HOW = ("--checked", "identity_document")
LINK = re.compile(r"https://integrity\.example\.org(/\w\w/lindewater/link/[A-Za-z0-9_-]{43}/)")


@pytest.fixture
def house(production: Installation) -> KeyedTown:
    return keyed()


@pytest.fixture
def ilse(house: KeyedTown) -> Person:
    """The only administrator, who signs in with both steps."""
    account(house.town.administrator, password=PASSWORD)
    return house.town.administrator


def facts() -> list[tuple[object, str]]:
    return list(Entry.objects.filter(fact="account.second_factor_lost").values_list("actor_id", "details"))


def test_the_link_ends_the_second_step_and_nothing_else(
    production: Installation, house: KeyedTown, ilse: Person
) -> None:
    told = deontos("second-step", ilse.email.upper(), *HOW, "--yes", settings=production.settings)
    assert (told.returncode, told.stderr) == (0, "")
    assert facts() == [(None, '{"by":"operator","checked":"identity_document"}')]
    assert list(KeyReset.objects.values_list("person", "cause")) == [(ilse.id, "second_factor_lost")]
    letters = Letter.objects.order_by("template").values_list("template", "recipient")
    assert set(letters) == {
        *(("keys_reset_of_somebody", steward.id) for steward in house.town.stewards),
        ("keys_reset", ilse.id),
        ("second_factor_reset", ilse.id),
    }
    assert Authenticator.objects.count() == 1
    [path] = LINK.findall(told.stdout)
    browser = Client()
    assert browser.get(path).status_code == 200
    assert "new_password" not in browser.post(path).content.decode()
    assert (Authenticator.objects.count(), browser.post(path).status_code) == (0, 404)
    assert browser.get("/desk/").status_code == 302
    browser.post("/desk/sign-in/", {"login": ilse.email, "password": PASSWORD})
    assert browser.get("/desk/").headers["Location"] == "/desk/second-factor/set-up/"


def test_the_keys_of_that_person_count_no_more(production: Installation, house: KeyedTown) -> None:
    manager, town = house.town.manager, house.town
    office(town.organisation, "administrator", manager)  # type: ignore[arg-type]
    account(manager, password=PASSWORD)
    held = ReaderCertificate.objects.filter(person=manager, ended_on__isnull=True)
    assert held.count() == 1
    assert deontos("second-step", manager.email, *HOW, "--yes", settings=production.settings).returncode == 0
    assert (held.count(), Entry.objects.filter(fact="certificate.ended").count()) == (0, 1)


def test_it_is_asked_at_a_terminal_and_only_the_address_is_a_yes(production: Installation, ilse: Person) -> None:
    other = person(ilse.organisation, "Tom Lindeboom")
    office(ilse.organisation, "administrator", other)  # type: ignore[arg-type]
    account(other)
    for typed, code, done in (("yes", 1, 0), ("", 1, 0), (ilse.email, 0, 1)):
        ours, theirs = pty.openpty()
        with subprocess.Popen(
            [*PROGRAM, "second-step", ilse.email, *HOW],
            env=environment(production.settings),
            stdin=theirs,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as asking:
            os.write(ours, f"{typed}\n".encode())
            said, refused = asking.communicate(timeout=60)
        os.close(ours)
        os.close(theirs)
        assert (asking.returncode, len(facts())) == (code, done)
        assert "These can do it at the desk instead: Tom Lindeboom." in said
        assert refused == ("" if done else "That is not the address. Nothing was done.\n")


def refused(production: Installation, *arguments: str) -> str:
    told = deontos("second-step", *arguments, settings=production.settings)
    assert (told.returncode, told.stdout, told.stderr.count("\n")) == (1, "", 1)
    assert (facts(), KeyReset.objects.count(), Letter.objects.count()) == ([], 0, 0)
    return told.stderr


def test_whoever_it_is_not_for_is_said_and_nothing_is_done(
    production: Installation, house: KeyedTown, ilse: Person
) -> None:
    account(house.town.manager)
    for flags in ((), ("--json",)):
        assert "Add --yes" in refused(production, ilse.email, *HOW, *flags)
    assert "Nobody signs in with nobody@lindewater.example" in refused(production, "nobody@lindewater.example", *HOW)
    assert "This is no e-mail address" in refused(production, "x' OR 1=1", *HOW, "--yes")
    assert "is no administrator of Lindewater" in refused(production, house.town.manager.email, *HOW, "--yes")
    Account.objects.update(is_active=False)
    assert "switched off" in refused(production, ilse.email, *HOW, "--yes")
    assert deontos("second-step", ilse.email, "--yes", settings=production.settings).returncode == 2


def test_a_program_reads_one_object(production: Installation, ilse: Person) -> None:
    told = deontos("second-step", ilse.email, *HOW, "--yes", "--json", settings=production.settings)
    known = json.loads(told.stdout)
    assert (known["email"], known["organisation"], known["others"]) == (ilse.email, "lindewater", [])
    assert LINK.fullmatch(known["link"])
