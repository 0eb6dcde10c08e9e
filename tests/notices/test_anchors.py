"""The anchors of the log go to the auditors and stewards of the organisation, each in their language, and to nobody."""

from datetime import timedelta

import pytest

from deontos.audit.events import AnchorsMade
from deontos.kernel.events import announce
from deontos.notices.letters import message_of
from deontos.notices.models import Letter
from deontos.organisations.models import Office, Person
from deontos.organisations.vocabulary import Language, OfficeKind
from tests.factories.organisations import NOW, TODAY, Town, office, person, town

pytestmark = [pytest.mark.row("2.10"), pytest.mark.django_db]

LINES = ('{"anchor": 1, "day": "2026-11-22"}', '{"anchor": 1, "day": "2026-11-23"}')


def keepers(home: Town) -> dict[str, Language]:
    """Whom a letter went to, and in which language."""
    announce(AnchorsMade(home.organisation.id, LINES, NOW))
    letters = Letter.objects.select_related("recipient", "organisation")
    assert {(each.template, each.organisation, each.due_from) for each in letters} == {
        ("anchor", home.organisation, NOW)
    }
    return {each.recipient.name: message_of(each, at=NOW).extra_headers["Content-Language"] for each in letters}


def test_auditors_and_stewards_of_the_house_keep_them(lindewater: Town) -> None:
    elsewhere = town("Hazelaar")
    auditor = person(elsewhere.organisation, "Ans Toetser", Language.FRENCH)
    office(lindewater.organisation, OfficeKind.AUDITOR, auditor)
    office(lindewater.organisation, OfficeKind.AUDITOR, lindewater.stewards[0])
    Office.objects.filter(holder=lindewater.stewards[2]).update(ended_on=TODAY - timedelta(days=1))
    assert keepers(lindewater) == {"Ans Toetser": "fr", "Noor Veldbron": "nl", "Pieter Zandhoek": "nl"}


def test_the_lines_stand_in_the_letter_to_the_letter(lindewater: Town) -> None:
    Person.objects.update(language=Language.ENGLISH)
    keepers(lindewater)
    letter = message_of(Letter.objects.all()[0], at=NOW)
    assert (letter.subject, LINES[0] in letter.body, LINES[1] in letter.body) == (
        "The anchor of the log: keep this letter",
        True,
        True,
    )
