"""What the organisations of the demo published: their integrity policy, as the text that we ship has it."""

from datetime import datetime

from deontos.access.gate import actor_of
from deontos.organisations.vocabulary import Language
from deontos.sites.demo.people import ADMINISTRATOR, DemoOrganisation
from deontos.speakup.actions.documents import publish_document, write_document
from deontos.speakup.public_documents import digest_of_texts, shipped_texts
from deontos.speakup.vocabulary import DocumentKind

REASONS = {
    Language.DUTCH: "Eerste versie, goedgekeurd door de raad",
    Language.FRENCH: "Première version, approuvée par le conseil",
    Language.ENGLISH: "First version, approved by the board",
    Language.SPANISH: "Primera versión, aprobada por el consejo",
}


def publish_policy(house: DemoOrganisation, *, at: datetime) -> None:
    """Publish a policy in four languages, with a reason in the language of the house."""
    here, language = house.organisation, Language(house.organisation.language)
    actor = actor_of(house.people[ADMINISTRATOR].person.id, on=at.date())
    texts, policy = shipped_texts(DocumentKind.POLICY), DocumentKind.POLICY
    write_document(here, policy, language, texts[language], seen=texts[language].digest, by=actor, at=at)
    publish_document(here, policy, reason=REASONS[language], seen=digest_of_texts(texts), by=actor, at=at)
