"""An organisation is set up whole or not at all: its row, its first administrator, and a reporting point that waits."""

import pytest
from django.test import Client

from deontos.access.gate import actor_of
from deontos.access.permissions import Permission
from deontos.administration.actions.founding import found_organisation
from deontos.administration.actions.organisations import OrganisationDetails
from deontos.administration.actions.people import PersonDetails
from deontos.administration.actions.refusal import AdministrationRefused
from deontos.administration.vocabulary import AdministrationCode
from deontos.audit.models import Entry
from deontos.organisations.models import Office, Organisation, Person
from deontos.organisations.vocabulary import Language, OfficeKind, OrganisationKind
from deontos.speakup.models import Channel
from tests.factories.administration import account
from tests.factories.organisations import NOW, TODAY, organisation, person

pytestmark = [pytest.mark.row("2.12"), pytest.mark.django_db]

DETAILS = OrganisationDetails("Gemeente Hazelaar", OrganisationKind.MUNICIPALITY, Language.FRENCH)
ILSE = PersonDetails("Ilse", "Vlierput", "Ilse.Vlierput@hazelaar.example", "", Language.FRENCH)


def test_the_first_administrator_holds_the_office_and_the_log_says_so() -> None:
    founded = found_organisation("hazelaar", DETAILS, ILSE, at=NOW)
    made, ilse = founded.organisation, founded.administrator
    assert (made.name, made.kind, made.language) == ("Gemeente Hazelaar", "municipality", "fr")
    assert (ilse.organisation, ilse.email) == (made, "ilse.vlierput@hazelaar.example")
    office = Office.objects.get()
    assert (office.kind, office.holder, office.started_on) == (OfficeKind.ADMINISTRATOR, ilse, TODAY)
    assert actor_of(ilse.id, on=TODAY).may(Permission.ORGANISATIONS_OFFICE_APPOINT, made.id)
    recorded = list(Entry.objects.order_by("number").values_list("fact", "actor_id", "organisation"))
    assert recorded == [(fact, None, made.id) for fact in ("organisation.founded", "person.added", "office.held")]


def test_its_pages_are_there_and_say_that_nothing_can_be_reported_yet(client: Client) -> None:
    organisation("Bergstroom")
    found_organisation("hazelaar", DETAILS, ILSE, at=NOW)
    assert [channel.organisation.slug for channel in Channel.objects.all()] == ["hazelaar"]
    for path in ("", "report/", "procedure/", "receipt/"):
        assert client.get(f"/en/hazelaar/{path}").status_code == 200
    assert client.post("/en/hazelaar/report/", {"go": "next"}).status_code == 200


def test_an_address_that_is_taken_is_refused_and_nothing_is_half_made() -> None:
    organisation("Hazelaar")
    with pytest.raises(AdministrationRefused) as refused:
        found_organisation("hazelaar", DETAILS, ILSE, at=NOW)
    assert refused.value.code is AdministrationCode.SLUG_TAKEN
    assert (Organisation.objects.count(), Person.objects.count(), Entry.objects.count()) == (1, 0, 0)


def test_whoever_signs_in_elsewhere_with_that_address_gets_the_office_and_no_second_entry() -> None:
    association = person(organisation("Vereniging"), "Ilse Vlierput")
    account(association)
    details = PersonDetails("Ilse", "Vlierput", association.email.upper(), "", Language.DUTCH)
    assert found_organisation("hazelaar", DETAILS, details, at=NOW).administrator == association
    assert Person.objects.count() == 1


def test_an_address_that_stands_elsewhere_without_a_sign_in_is_somebody_else() -> None:
    stranger = person(organisation("Vereniging"), "Ilse Vlierput")
    details = PersonDetails("Ilse", "Vlierput", stranger.email, "", Language.DUTCH)
    founded = found_organisation("hazelaar", DETAILS, details, at=NOW)
    assert founded.administrator != stranger
    assert founded.administrator.organisation.slug == "hazelaar"
