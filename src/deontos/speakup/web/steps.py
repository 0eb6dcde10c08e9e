"""The steps of the form, their order, and what each is called. There are seven, or eight where files are asked for."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Step(StrEnum):
    """One page of the form; its word in the address (contract)."""

    CODE = "code"
    KIND = "kind"
    ABOUT = "about"
    HAPPENED = "happened"
    ATTACHMENTS = "attachments"
    NAME = "name"
    CHECK = "check"
    SEND = "send"


ORDER = tuple(Step)
ANSWERED = (Step.CODE, Step.KIND, Step.ABOUT, Step.HAPPENED, Step.ATTACHMENTS, Step.NAME)
"""The steps that ask something; the two after them look back on these."""
COMPARED = (Step.KIND, Step.ABOUT, Step.HAPPENED, Step.NAME)
"""The steps whose answers two windows may change at once."""


@dataclass(frozen=True, slots=True)
class Way:
    """The steps of one form, in their order."""

    steps: tuple[Step, ...]

    @classmethod
    def through(cls, *, files: bool) -> Self:
        """All steps, or all but that of files where the questionnaire does not ask for any."""
        return cls(tuple(step for step in ORDER if files or step is not Step.ATTACHMENTS))

    @property
    def answered(self) -> tuple[Step, ...]:
        """Those that ask something."""
        return tuple(step for step in self.steps if step in ANSWERED)

    def number(self, step: Step) -> int:
        """The place of a step, from 1; of one that is not among them, the place that it would have."""
        return sum(ORDER.index(each) < ORDER.index(step) for each in self.steps) + 1

    def before(self, step: Step) -> Step:
        """The step before; the first one stands before itself."""
        return self.steps[max(self.number(step) - 2, 0)]

    def after(self, step: Step) -> Step:
        """The step after; the last one stands after itself."""
        return next((each for each in self.steps if ORDER.index(each) > ORDER.index(step)), self.steps[-1])


WORDS: dict[Step, Promise] = {
    Step.CODE: _("Your code"),
    Step.KIND: _("Kind"),
    Step.ABOUT: _("About whom"),
    Step.HAPPENED: _("What happened"),
    Step.ATTACHMENTS: _("Files"),
    Step.NAME: _("Your name"),
    Step.CHECK: _("Check"),
    Step.SEND: _("Send"),
}


HEADINGS: dict[Step, Promise] = {
    Step.CODE: _("Keep your code first"),
    Step.KIND: _("What do you want to tell us?"),
    Step.ABOUT: _("About whom is it?"),
    Step.HAPPENED: _("Tell us about it"),
    Step.ATTACHMENTS: _("Do you want to add files?"),
    Step.NAME: _("Do you want to give your name?"),
    Step.CHECK: _("Is everything right?"),
    Step.SEND: _("Send your report"),
}


class StepInAddress:
    """A part of an address that is one of the steps; any other word is an address that does not exist."""

    regex = "|".join(Step)

    def to_python(self, value: str) -> Step:
        """The step."""
        return Step(value)

    def to_url(self, value: str) -> str:
        """Its word."""
        return str(value)
