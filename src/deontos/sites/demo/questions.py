"""A questionnaire that an administrator of the demo began and nobody published yet."""

from dataclasses import replace
from datetime import datetime

from deontos.access.gate import actor_of
from deontos.kernel.clock import civil_date
from deontos.questionnaires.actions import begin
from deontos.questionnaires.shelf import shipped
from deontos.sites.demo.people import ADMINISTRATOR, DemoOrganisation

TITLES = {
    "nl": "Melding over een aankoop",
    "fr": "Signalement sur un achat",
    "en": "Report about a purchase",
    "es": "Comunicación sobre una compra",
}


def begin_questions(house: DemoOrganisation, *, at: datetime) -> None:
    """Begin a draft like the shipped questions about money."""
    administrator = actor_of(house.people[ADMINISTRATOR].person.id, on=civil_date(at))
    begin(house.organisation, replace(shipped("financial_domain", 1), title=TITLES), by=administrator, at=at)
