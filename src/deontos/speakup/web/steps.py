"""The seven steps of the form, their order, and what each is called."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Step(StrEnum):
    """One page of the form; its word in the address (contract)."""

    CODE = "code"
    KIND = "kind"
    ABOUT = "about"
    HAPPENED = "happened"
    NAME = "name"
    CHECK = "check"
    SEND = "send"

    @property
    def number(self) -> int:
        """Its place, from 1."""
        return ORDER.index(self) + 1

    @property
    def before(self) -> "Step":
        """The step before; the first one stands before itself."""
        return ORDER[max(ORDER.index(self) - 1, 0)]

    @property
    def after(self) -> "Step":
        """The step after; the last one stands after itself."""
        return ORDER[min(ORDER.index(self) + 1, len(ORDER) - 1)]


ORDER = tuple(Step)
ANSWERED = (Step.CODE, Step.KIND, Step.ABOUT, Step.HAPPENED, Step.NAME)
"""The steps that ask something; the two after them look back on these."""

WORDS: dict[Step, Promise] = {
    Step.CODE: _("Your code"),
    Step.KIND: _("Kind"),
    Step.ABOUT: _("About whom"),
    Step.HAPPENED: _("What happened"),
    Step.NAME: _("Your name"),
    Step.CHECK: _("Check"),
    Step.SEND: _("Send"),
}


HEADINGS: dict[Step, Promise] = {
    Step.CODE: _("Keep your code first"),
    Step.KIND: _("What do you want to tell us?"),
    Step.ABOUT: _("About whom is it?"),
    Step.HAPPENED: _("Tell us about it"),
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
