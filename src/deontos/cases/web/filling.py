"""What stands ready for somebody who writes in a case: the texts that fit it, with their words in braces filled in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.utils.translation import get_language, override

from deontos.cases.models import CaseFile
from deontos.cases.openings import Opening, fitting, ready_opening
from deontos.cases.placeholders import filled
from deontos.cases.rules import offered
from deontos.cases.vocabulary import CaseState, CaseVerb, Placeholder
from deontos.kernel import clock
from deontos.organisations.vocabulary import Language
from deontos.speakup.vocabulary import ClockName, DisclosureKind
from deontos.ui.dates import NO_BREAK_SPACE, long_day

DUE = {Placeholder.FEEDBACK_BY: ClockName.FEEDBACK, Placeholder.FIRST_ANSWER_BY: ClockName.FIRST_ANSWER}
"""Whose last day stands behind which word."""


@dataclass(frozen=True, slots=True)
class Writing:
    """A case as far as its panel needs to know it: where it stands, the language of the reporter, the ready texts."""

    case: CaseFile
    writer: str
    language: Language
    openings: tuple[Opening, ...] = field(repr=False)

    @property
    def state(self) -> CaseState:
        """Where the case stands."""
        return CaseState(self.case.state)

    @property
    def kind(self) -> DisclosureKind:
        """What sort of disclosure it is about."""
        return DisclosureKind(self.case.disclosure.kind)

    def named(self, name: str) -> Opening | None:
        """The ready text with this id, if the panel offers it."""
        return next((each for each in self._offered() if each.id == name), None)

    def text_of(self, opening: Opening, language: Language) -> str:
        """A ready text in a language that it has, filled in; a word without a value stays as it is."""
        return filled(opening.text[language], self._values(language))

    def ready_for(self, verb: CaseVerb) -> str:
        """The text that stands ready for a step in the language of what was confided; empty where there is none."""
        ready = ready_opening(self.openings, verb, self.kind, self.language)
        return self.text_of(ready, self.language) if ready else ""

    def every_text(self) -> Iterator[str]:
        """Whatever text may stand at the beginning of the message, in each language."""
        for each in self._offered():
            for language in each.text:
                yield self.text_of(each, language)

    def _offered(self) -> Iterator[Opening]:
        for verb in offered(self.state):
            yield from fitting(self.openings, verb, self.kind)

    def _values(self, language: Language) -> Mapping[Placeholder, str]:
        with override(language):
            days = {
                placeholder: long_day(each.due_on)
                for placeholder, name in DUE.items()
                for each in self.case.clocks.all()
                if each.name == name and each.is_running
            }
            days |= {
                Placeholder.RECEIVED_ON: long_day(self.case.received_on),
                Placeholder.TODAY: long_day(clock.today()),
            }
        plain = {placeholder: day.replace(NO_BREAK_SPACE, " ") for placeholder, day in days.items()}
        return {**plain, Placeholder.ORGANISATION: self.case.organisation.name, Placeholder.WRITER: self.writer}


def name_in_page(names: Mapping[Language, str]) -> str:
    """The name of a text in the language of the page, or in the first that it has."""
    language = Language((get_language() or Language.ENGLISH)[:2])
    return names.get(language) or next(iter(names.values()), "")
