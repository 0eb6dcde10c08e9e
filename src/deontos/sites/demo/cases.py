"""Cases of the demo, spread over every state, in the order in which things happened."""

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from operator import itemgetter
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import yaml

from deontos.access.gate import actor_of
from deontos.cases.actions.dialogue import ACTIONS, Words
from deontos.cases.actions.dossier import Jotting, write_in_dossier
from deontos.cases.actions.handing_over import HandOver, hand_over
from deontos.cases.actions.opening import open_case
from deontos.cases.models import CaseFile
from deontos.cases.succession import succession
from deontos.cases.vocabulary import CaseVerb, DossierKind, HandOverReason
from deontos.correspondence.actions.conversations import answer_as_reporter
from deontos.correspondence.actions.files import add_files
from deontos.correspondence.actions.sittings import start
from deontos.correspondence.files.incoming import Intake
from deontos.correspondence.files.installed import file_limits
from deontos.correspondence.models import Conversation
from deontos.correspondence.sittings import keys_of
from deontos.correspondence.vocabulary import ItemKind
from deontos.kernel.clock import civil_date
from deontos.keyring.readers import UnlockedReader
from deontos.organisations.vocabulary import Language
from deontos.questionnaires.editions import Edition
from deontos.questionnaires.queries import definition_of
from deontos.questionnaires.rules.checking import check
from deontos.sites.demo.papers import paper, taken_in
from deontos.sites.demo.people import DemoOrganisation
from deontos.speakup.actions import Confided, confide
from deontos.speakup.actions.entering import enter
from deontos.speakup.content import DisclosureContent, Entered, Named
from deontos.speakup.models import Disclosure
from deontos.speakup.queries import Line, edition_for, line_of
from deontos.speakup.rules import route
from deontos.speakup.vocabulary import CameBy, DisclosureKind, IdentityChoice, OralRecord, Place, Subject
from deontos.vault.receipts import Receipt

STORIES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("stories.yaml").read_text("utf-8"))

PATHS: tuple[tuple[CaseVerb, ...], ...] = (
    (),
    (CaseVerb.ACKNOWLEDGE,),
    (CaseVerb.ACKNOWLEDGE, CaseVerb.ASK),
    (CaseVerb.ACKNOWLEDGE, CaseVerb.ASK, CaseVerb.HEAR),
    (CaseVerb.ACKNOWLEDGE, CaseVerb.ASK, CaseVerb.HEAR, CaseVerb.ANSWER),
    (CaseVerb.ACKNOWLEDGE, CaseVerb.ASK, CaseVerb.HEAR, CaseVerb.ANSWER, CaseVerb.CLOSE),
)
"""How far a case has come: each path ends in another state."""

AGES = (
    (1, 3, 5, 6, 9),
    (4, 6, 9, 12, 18),
    (8, 20, 40, 70),
    (17, 30, 60, 80),
    (20, 45, 70, 104),
    (25, 40, 85, 115),
)
"""Days since a case was received, for each path; the last of each is late or nearly so, on purpose."""

JOTTINGS = {
    DossierKind.NOTE: {
        Language.DUTCH: "Eerst nagaan wie dit besliste en wat erover op papier staat. Daarna pas met iemand praten.",
        Language.FRENCH: "D’abord voir qui a décidé et ce qui est écrit. Ensuite seulement, parler à quelqu’un.",
    },
    DossierKind.EVIDENCE: {
        Language.DUTCH: "Verslag van de vergadering waarop dit besproken werd, gekregen van het secretariaat.",
        Language.FRENCH: "Compte rendu de la réunion où c’était à l’ordre du jour, reçu du secrétariat.",
    },
}
"""What the handler writes in the dossier of a case that was asked about, in the language of the house."""

HANDED_OVER = 10
"""The place in the plan of the case that its handler gives to the deputy."""

TYPED = 24
"""The place in the plan of the case that somebody told by phone; nobody keeps its code."""

CHOICES = (IdentityChoice.ANONYMOUS, IdentityChoice.CONFIDENCE, IdentityChoice.CONSENT)


@dataclass
class DemoCase:
    """One case on its way: its story, its receipt, and how far it goes."""

    house: DemoOrganisation
    story: dict[str, Any] = field(repr=False)
    receipt: Receipt = field(repr=False)
    path: tuple[CaseVerb, ...]
    choice: IdentityChoice
    names_manager: bool
    received_at: datetime
    opened: bool
    handed_over: bool = False
    by_phone: bool = False
    disclosure: Disclosure | None = None

    @property
    def language(self) -> Language:
        """The language in which this reporter writes."""
        return Language(self.story["language"])


def plan(houses: list[DemoOrganisation], number: int, chance: random.Random, *, at: datetime) -> list[DemoCase]:
    """So many cases over the houses, the first house having the most."""
    cases = []
    for index in range(number):
        house = houses[0] if index % 5 < 2 else houses[index % len(houses)]
        way = index % len(PATHS)
        path, ages = PATHS[way], AGES[way]
        age = ages[index // len(PATHS) % len(ages)]
        cases.append(
            DemoCase(
                house,
                STORIES[index % len(STORIES)],
                Receipt.make(chance.randbytes),
                path,
                CHOICES[index % len(CHOICES)],
                names_manager=index % 9 == 4,
                received_at=at - timedelta(days=age, hours=chance.randrange(1, 8)),
                opened=bool(path) or index // len(PATHS) % 2 == 0,
                handed_over=index == HANDED_OVER,
                by_phone=index == TYPED,
            )
        )
    return cases


def tell(cases: list[DemoCase], *, until: datetime) -> None:
    """Let everything happen, in the order of time over all cases, so that the audit chains read as they should."""
    steps = [step for case in cases for step in _steps(case, until=until)]
    for moment, step in sorted(steps, key=itemgetter(0)):
        step(moment)


def _steps(case: DemoCase, *, until: datetime) -> Iterator[tuple[datetime, Callable[[datetime], None]]]:
    moment = case.received_at
    yield moment, partial(_receive, case)
    if case.opened:
        moment = min(moment + timedelta(hours=20), until)
        yield moment, partial(_open, case)
    for verb in case.path:
        moment = min(moment + timedelta(days=2, hours=3), until)
        yield moment, partial(_move, case, verb)
        if verb is CaseVerb.ASK:
            yield moment, partial(_write_in_dossier, case)
    if case.handed_over:
        moment = min(moment + timedelta(hours=5), until)
        yield moment, partial(_hand_over, case)


def _receive(case: DemoCase, at: datetime) -> None:
    on = civil_date(at)
    line = line_of(case.house.channel, on=on)
    named = frozenset({line.members[0].person} if case.names_manager else ())
    confided = _confided(case, line, named)
    if case.by_phone:
        case.disclosure = _typed(case, confided, at)
        return
    _add_papers(case, at)
    case.disclosure = confide(case.house.channel, case.receipt, confided, on=on)


def _typed(case: DemoCase, confided: Confided, at: datetime) -> Disclosure:
    person, on = _reader_of(case), civil_date(at)
    by, reader = actor_of(person, on=on), case.house.by_id()[person].reader(on=on)
    entered, made = Entered(CameBy.PHONE, on, OralRecord.MINUTES), uuid4()
    enter(case.house.channel, confided, entered, disclosure=made, by=by, reader=reader, at=at)
    return Disclosure.objects.get(pk=made)


def _confided(case: DemoCase, line: Line, named: frozenset[UUID]) -> Confided:
    identity = {} if case.choice is IdentityChoice.ANONYMOUS else {"name": "Robin Voorbeeld", "reach": "0400 00 00 00"}
    kind = DisclosureKind(case.story["kind"])
    edition = edition_for(case.house.channel, kind)
    content = DisclosureContent(
        language=case.language,
        kind=kind,
        subject=Subject(case.story["subject"]),
        named=tuple(Named(person, line.people[person].name, Place.MANAGER) for person in named),
        answers=_answers(case, edition),
        questionnaire=edition.questionnaire,
        version=edition.version,
    )
    return Confided(
        kind=content.kind,
        subject=content.subject,
        named=named,
        choice=case.choice,
        content=content.sealed(),
        identity=identity,
        readers=frozenset(member.person for member in route(line.members, named).sealed_to),
    )


def _answers(case: DemoCase, edition: Edition) -> Mapping[str, object]:
    """What the story says, as it is typed and then judged."""
    checked = check(definition_of(edition), {"what": [case.story["what"].strip()], **case.story.get("answers", {})})
    if checked.refused:
        raise ValueError(f"the story answers what is not asked: {sorted(checked.refused)}")
    return checked.answers


def _add_papers(case: DemoCase, at: datetime) -> None:
    """Let the papers of the story wait under its receipt, as somebody does who writes."""
    papers: dict[str, str] = case.story.get("papers", {})
    if not papers:
        return
    on, organisation = civil_date(at), case.house.organisation.id
    intake = Intake(organisation, case.receipt.thread(), ItemKind.ATTACHMENT, file_limits(), on)
    sealed = [taken_in(intake, name, paper(name, line)) for name, line in papers.items()]
    add_files(start(organisation, case.receipt, on=on, at=at), sealed, most=len(sealed), on=on)


def _case_file(case: DemoCase) -> CaseFile:
    assert case.disclosure is not None
    return CaseFile.objects.select_related("organisation", "disclosure__conversation__holder").get(
        disclosure=case.disclosure
    )


def _reader_of(case: DemoCase) -> UUID:
    return case.house.people[1 if case.names_manager else 0].person.id


def _open(case: DemoCase, at: datetime) -> None:
    open_case(_case_file(case), by=actor_of(_reader_of(case), on=civil_date(at)), at=at)


def _move(case: DemoCase, verb: CaseVerb, at: datetime) -> None:
    text = case.story["talk"][verb.value]
    file = _case_file(case)
    if verb is CaseVerb.HEAR:
        conversation: Conversation = file.disclosure.conversation
        reader = UnlockedReader(keys_of(case.receipt), civil_date(at), holder=conversation.holder_id)
        answer_as_reporter(conversation, text, case.language, reader, on=civil_date(at))
        return
    person = _reader_of(case)
    ACTIONS[verb](
        file,
        Words(text, case.language),
        by=actor_of(person, on=civil_date(at)),
        reader=case.house.by_id()[person].reader(on=civil_date(at)),
        at=at,
    )


def _write_in_dossier(case: DemoCase, at: datetime) -> None:
    person, on = _reader_of(case), civil_date(at)
    by, reader = actor_of(person, on=on), case.house.by_id()[person].reader(on=on)
    for kind, texts in JOTTINGS.items():
        text = texts.get(Language(case.house.organisation.language), texts[Language.DUTCH])
        write_in_dossier(_case_file(case), Jotting(text, kind), by=by, reader=reader, at=at)


def _hand_over(case: DemoCase, at: datetime) -> None:
    file, person, on = _case_file(case), _reader_of(case), civil_date(at)
    shown = succession(file, without=[person], on=on).way.readers
    by, reader = actor_of(person, on=on), case.house.by_id()[person].reader(on=on)
    change = HandOver(HandOverReason.UNABLE, shown=shown, named=frozenset())
    hand_over(file, change, by=by, reader=reader, at=at)
