"""Cases: something that was really confided under a receipt, sealed to the readers of the day, and what followed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from deontos.audit.actions import record
from deontos.cases.actions.dialogue import ACTIONS, Words
from deontos.cases.actions.opening import open_case
from deontos.cases.models import CaseFile
from deontos.cases.vocabulary import CaseState, CaseVerb
from deontos.correspondence.actions.conversations import answer_as_reporter
from deontos.correspondence.actions.files import add_files
from deontos.correspondence.actions.sittings import start
from deontos.correspondence.sittings import keys_of
from deontos.kernel.clock import CIVIL_ZONE
from deontos.keyring.actions import ceremonies
from deontos.keyring.authenticity import MADE, vault_details
from deontos.keyring.own_vault import existing_vault
from deontos.keyring.readers import UnlockedReader
from deontos.keyring.recovery_models import Ceremony
from deontos.organisations.models import Person
from deontos.organisations.vocabulary import Language
from deontos.speakup.actions import Confided, confide
from deontos.speakup.content import DisclosureContent, Named
from deontos.speakup.models import Channel
from deontos.speakup.queries import line_of
from deontos.speakup.rules import route
from deontos.speakup.vocabulary import DisclosureKind, IdentityChoice, Subject
from deontos.vault.receipts import Receipt
from tests.factories.files import bound_for, taken_in
from tests.factories.keyring import KeyedTown
from tests.factories.organisations import NOW, TODAY, actor
from tests.factories.speakup import tested_point

WHAT = "Sinds de zomer zie ik dezelfde etentjes twee keer ingediend."
IDENTITY = {"name": "Robin Voorbeeld", "reach": "0400 00 00 00"}

PATHS: dict[CaseState, tuple[CaseVerb, ...]] = {
    CaseState.RECEIVED: (),
    CaseState.ACKNOWLEDGED: (CaseVerb.ACKNOWLEDGE,),
    CaseState.ASKED: (CaseVerb.ACKNOWLEDGE, CaseVerb.ASK),
    CaseState.IN_HANDLING: (CaseVerb.ACKNOWLEDGE, CaseVerb.ANSWER),
    CaseState.CLOSED: (CaseVerb.ACKNOWLEDGE, CaseVerb.CLOSE),
}
"""A way into each state."""


def morning(day: date) -> datetime:
    """Nine o'clock of a day, as the wall clock has it."""
    return datetime.combine(day, time(9), ZoneInfo(CIVIL_ZONE))


def channel(house: KeyedTown) -> Channel:
    """The reporting point of a town, made and tested once."""
    return tested_point(house.town.organisation)


@dataclass(frozen=True)
class ToldCase:
    """A case with the receipt that opens its mailbox; `handler` is the first whom it was sealed to."""

    house: KeyedTown
    receipt: Receipt = field(repr=False)
    id: UUID
    handler: Person

    @property
    def file(self) -> CaseFile:
        """The row as it stands now, with what the actions need."""
        files = CaseFile.objects.select_related("organisation", "disclosure__conversation__holder")
        return files.get(pk=self.id)

    def reporter(self, *, on: date = TODAY) -> UnlockedReader:
        """Whoever holds the receipt, with an open mailbox."""
        return UnlockedReader(keys_of(self.receipt), on, holder=self.file.disclosure.conversation.holder_id)

    def opened(self, *, on: date = TODAY, by: Person | None = None) -> "ToldCase":
        """The case after a reader opened it."""
        open_case(self.file, by=actor(by or self.handler, on=on), at=morning(on))
        return self

    def moved(
        self,
        *verbs: CaseVerb,
        on: date = TODAY,
        by: Person | None = None,
        text: str = "Dank u.",
        seen: int | None = None,
    ) -> "ToldCase":
        """The case after these steps of its handler."""
        person = by or self.handler
        for verb in verbs:
            words = Words(text, Language.DUTCH, seen)
            reader = self.house.reader(person, on=on)
            ACTIONS[verb](self.file, words, by=actor(person, on=on), reader=reader, at=morning(on))
        return self

    def heard(self, text: str = "Juli en augustus.", *, on: date = TODAY) -> "ToldCase":
        """The case after the reporter wrote."""
        conversation = self.file.disclosure.conversation
        answer_as_reporter(conversation, text, Language.DUTCH, self.reporter(on=on), on=on)
        return self


def told(
    house: KeyedTown,
    *named: Person,
    choice: IdentityChoice = IdentityChoice.ANONYMOUS,
    kind: DisclosureKind = DisclosureKind.SUSPICION,
    language: Language = Language.DUTCH,
    what: str = WHAT,
    on: date = TODAY,
    files: Mapping[str, bytes] = {},
) -> ToldCase:
    """Something confided to a town on a day, with these files; these people were named as involved."""
    point, receipt = channel(house), Receipt.make()
    add_to_draft(house.town.organisation.id, receipt, files, on=on)
    involved = frozenset(person.id for person in named)
    way = route(line_of(point, on=on).members, involved)
    content = DisclosureContent(
        language=language,
        kind=kind,
        subject=Subject.STAFF,
        named=tuple(Named(person.id, person.name) for person in named),
        answers={"what": what},
    )
    confided = Confided(
        kind=kind,
        subject=Subject.STAFF,
        named=involved,
        choice=choice,
        content=content.sealed(),
        identity={} if choice is IdentityChoice.ANONYMOUS else IDENTITY,
        readers=frozenset(member.person for member in way.sealed_to),
    )
    disclosure = confide(point, receipt, confided, on=on)
    handler = Person.objects.get(pk=way.sealed_to[0].person)
    return ToldCase(house, receipt, CaseFile.objects.get(disclosure=disclosure).id, handler)


def add_to_draft(home: UUID, receipt: Receipt, files: Mapping[str, bytes], *, on: date = TODAY) -> None:
    """Let files wait under a receipt, as somebody does who writes."""
    if files:
        sitting = start(home, receipt, on=on, at=morning(on))
        sealed = [taken_in(bound_for(home, receipt.thread(), on=on), content, name) for name, content in files.items()]
        add_files(sitting, sealed, most=len(sealed), on=on)


def case_in(house: KeyedTown, state: CaseState, *, on: date = TODAY) -> ToldCase:
    """A case that was received on a day and brought into a state on the same day."""
    return told(house, on=on).opened(on=on).moved(*PATHS[state], on=on)


def kept_in_custody(house: KeyedTown) -> ToldCase:
    """A case at a channel with custody, whose reporter left a name; the audit chain knows the handler's vault."""
    point = channel(house)
    point.has_custody = True
    point.save()
    made = told(house, choice=IdentityChoice.CONFIDENCE)
    known_vault(house, made.handler)
    return made


def known_vault(house: KeyedTown, person: Person) -> None:
    """Let the audit chain know the vault of somebody."""
    vault = existing_vault(person.id)
    with transaction.atomic():
        details, home = vault_details(vault), house.town.organisation.id
        vault.entry = record(home, MADE, by=person.id, about=vault.id, at=NOW, details=details)
    vault.save()


def hand_on(house: KeyedTown, *stewards: Person, at: datetime = NOW) -> None:
    """Let these stewards hand their shares on to the ceremony that runs."""
    for steward in stewards:
        ceremony, by, reader = Ceremony.objects.get(ended_at=None), actor(steward), house.reader(steward)
        ceremonies.contribute(ceremony, by=by, reader=reader, compared=True, uninvolved=True, at=at)
