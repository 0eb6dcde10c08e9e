"""Two towns with everything in place: every office held, reporting points open, confided and sealed things in each."""

from dataclasses import dataclass, field
from uuid import UUID

from deontos.cases.actions.opening import open_case
from deontos.cases.actions.ready_texts import add_text
from deontos.cases.models import CaseFile
from deontos.cases.vocabulary import CaseVerb
from deontos.cases.wording import Wording
from deontos.cases.writing_models import ReadyText
from deontos.organisations.models import Office, Organisation, Person
from deontos.organisations.vocabulary import Language, OfficeKind
from deontos.speakup.actions import Confided, confide
from deontos.speakup.content import DisclosureContent, Named
from deontos.speakup.models import Channel
from deontos.speakup.queries import line_of
from deontos.speakup.rules import route
from deontos.speakup.vocabulary import DisclosureKind, IdentityChoice, Subject
from deontos.vault.receipts import Receipt
from tests.factories.keyring import KeyedTown, keyed
from tests.factories.organisations import NOW, TODAY, Town, absent, actor, office, person, town, unit, works_in
from tests.factories.questionnaires import begun
from tests.factories.speakup import opened_by_test


@dataclass(frozen=True)
class Told:
    """Something that was confided: its receipt, its case, who can read it, and the words that only these may see."""

    receipt: Receipt
    case: CaseFile
    reader: Person
    words: str

    @property
    def traces(self) -> frozenset[str]:
        """What must not stand in a page for anybody else."""
        assert self.case.number
        return frozenset({self.words, str(self.case.id), self.case.number, self.receipt.text, self.receipt.symbols})


@dataclass(frozen=True)
class House:
    """A town with keys and an open channel. `about_manager` names the manager, so that the deputy reads it.

    `kept` holds the id of one thing of each kind that settings keep, by the name it has in an address.
    """

    keyed: KeyedTown
    channel: Channel
    offices: dict[OfficeKind, Person]
    told: Told
    about_manager: Told
    kept: dict[str, UUID]

    @property
    def organisation(self) -> Organisation:
        return self.channel.organisation

    @property
    def slug(self) -> str:
        return self.organisation.slug


@dataclass(frozen=True)
class World:
    """Here, and a town that is none of our business."""

    here: House
    there: House
    houses: tuple[House, House] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "houses", (self.here, self.there))

    @property
    def confided(self) -> list[Told]:
        """Everything that was confided, in both towns."""
        return [told for house in self.houses for told in (house.told, house.about_manager)]


def make_world() -> World:
    """Both towns."""
    return World(_house("Lindewater", "heron"), _house("Zoutbrug", "walrus"))


def _house(name: str, word: str) -> House:
    made = keyed(town(name))
    channel = opened_by_test(Channel.objects.create(organisation=made.town.organisation, telephone="09 000 00 10"))
    return House(
        made,
        channel,
        _all_offices(made.town.organisation),
        tell(channel, made.town.manager, f"A {word} stood at the counter", frozenset()),
        tell(channel, made.town.deputy, f"The {word} signed for himself", frozenset({made.town.manager.id})),
        _kept(made.town),
    )


def _kept(house: Town) -> dict[str, UUID]:
    """One of each, about somebody without office who never comes to a door."""
    someone = person(house.organisation, "Rik Toets")
    place = unit(house.organisation, "Loket")
    return {
        "person": someone.id,
        "unit": place.id,
        "capacity": works_in(someone, place).id,
        "office": house.manager_office.id,
        "deputy": house.manager_office.deputies.get().id,
        "absence": absent(someone, house.administrator).id,
        "questionnaire": begun(house.organisation, house.administrator).id,
        "ready_text": ready_text(house).id,
    }


def ready_text(house: Town) -> ReadyText:
    """A ready text that the administrator wrote."""
    wording = Wording(CaseVerb.ANSWER, None, {Language.DUTCH: "Groet"}, {Language.DUTCH: "Groeten van {organisation}."})
    return add_text(house.organisation, wording, by=actor(house.administrator), at=NOW)


def _all_offices(home: Organisation) -> dict[OfficeKind, Person]:
    held = {OfficeKind(each.kind): each.holder for each in Office.objects.filter(organisation=home)}
    for kind in OfficeKind:
        if kind not in held:
            held[kind] = person(home, f"Ada {kind.value.title().replace('_', '')}")
            office(home, kind, held[kind])
    return held


def tell(channel: Channel, reader: Person, words: str, named: frozenset[UUID]) -> Told:
    """Confide these words, and let whoever they are sealed to open the case."""
    receipt, line = Receipt.make(), line_of(channel, on=TODAY)
    content = DisclosureContent(
        Language.DUTCH,
        DisclosureKind.SUSPICION,
        Subject.STAFF,
        named=tuple(Named(each, line.people[each].name) for each in named),
        answers={"what": words},
    ).sealed()
    readers = frozenset(member.person for member in route(line.members, named).sealed_to)
    assert readers == {reader.id}
    confided = Confided(DisclosureKind.SUSPICION, Subject.STAFF, named, IdentityChoice.ANONYMOUS, content, {}, readers)
    case = CaseFile.objects.get(disclosure=confide(channel, receipt, confided, on=TODAY))
    open_case(case, by=actor(reader), at=NOW)
    case.refresh_from_db()
    return Told(receipt, case, reader, words)
