"""What stands inside the seal of a disclosure: who is named, what was answered, in which language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Self
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import override

from deontos.organisations.vocabulary import Language
from deontos.questionnaires.editions import Edition
from deontos.questionnaires.queries import QuestionnaireGone, definition_of
from deontos.questionnaires.shelf import DEFAULT_REPORTING
from deontos.questionnaires.telling import Told, told, told_unread
from deontos.speakup.phrases import REPORTER_GROUPS_SAID
from deontos.speakup.vocabulary import CameBy, DisclosureKind, OralRecord, Place, ReporterGroup, Subject


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody in the line who is involved, as the reporter said; their place in the line on that day, if known."""

    person: UUID
    name: str
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Entered:
    """That somebody at the desk typed it for the reporter: how it came, on which day, and what was noted besides.

    `kept_as` is how what was said was written down, with the person's consent; None for a letter.
    """

    way: CameBy
    came_on: date
    kept_as: OralRecord | None = None
    minutes: str = field(default="", repr=False)

    def sealed(self) -> dict[str, Any]:
        """As it goes into the seal."""
        return {
            "way": self.way,
            "came_on": self.came_on.isoformat(),
            "kept_as": self.kept_as or "",
            "minutes": self.minutes,
        }

    @classmethod
    def read(cls, content: Mapping[str, Any]) -> Self:
        """The inverse of `sealed`."""
        kept_as = OralRecord(content["kept_as"]) if content["kept_as"] else None
        return cls(CameBy(content["way"]), date.fromisoformat(content["came_on"]), kept_as, content["minutes"])


@dataclass(frozen=True, slots=True)
class DisclosureContent:
    """All that was confided but the reporter's name. `answers` are by question of the questionnaire.

    `relation` is the ReporterGroup to which the reporter says to belong; empty where they said nothing.
    `entered` where somebody at the desk typed it.
    """

    language: Language
    kind: DisclosureKind
    subject: Subject
    named: tuple[Named, ...] = field(default=(), repr=False)
    answers: Mapping[str, Any] = field(default_factory=dict, repr=False)
    questionnaire: str = DEFAULT_REPORTING
    version: int = 1
    relation: str = ""
    entered: Entered | None = None

    def sealed(self) -> dict[str, Any]:
        """The content as it goes into the seal."""
        entered = {"entered": self.entered.sealed()} if self.entered else {}
        return entered | {
            "language": self.language,
            "kind": self.kind,
            "subject": self.subject,
            "named": [{"id": str(each.person), "name": each.name, "place": each.place or ""} for each in self.named],
            "questionnaire": self.questionnaire,
            "version": self.version,
            "answers": dict(self.answers),
            "relation": self.relation,
        }

    @classmethod
    def read(cls, content: Mapping[str, Any]) -> Self:
        """The inverse of `sealed`, for an item that was opened and is authentic."""
        return cls(
            language=Language(content["language"]),
            kind=DisclosureKind(content["kind"]),
            subject=Subject(content["subject"]),
            named=tuple(
                Named(UUID(each["id"]), each["name"], Place(each["place"]) if each.get("place") else None)
                for each in content["named"]
            ),
            answers=content["answers"],
            questionnaire=content["questionnaire"],
            version=content.get("version", 1),
            relation=content.get("relation", ""),
            entered=Entered.read(content["entered"]) if content.get("entered") else None,
        )

    def told(self) -> list[Told]:
        """The questions that were answered, and the answers, in the language of whoever answered."""
        return [*self.told_of_relation(), *self.told_of_answers()]

    def told_of_relation(self) -> list[Told]:
        """What the reporter says to be to the organisation, where they said it."""
        if self.relation not in set(ReporterGroup):
            return []
        with override(self.language):
            said = str(REPORTER_GROUPS_SAID[ReporterGroup(self.relation)])
            return [Told("relation", "", _("What you are to the organisation"), said)]

    def told_of_answers(self) -> list[Told]:
        """What the questionnaire was answered."""
        try:
            return told(definition_of(Edition(self.questionnaire, self.version)), self.answers, self.language)
        except QuestionnaireGone:
            return told_unread(self.answers)
