"""What a reporter decided last about passing it on, and how that is told."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from deontos.correspondence.queries import OpenedItem
from deontos.correspondence.vocabulary import ItemKind
from deontos.speakup.content import DisclosureContent, PassingOn
from deontos.speakup.phrases import PASSING_ON_TOLD
from deontos.speakup.rules import CONCERN_OTHERS
from deontos.speakup.vocabulary import PassOn

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Decided:
    """The last decision, and since when it holds; no day where it came with what was confided.

    `is_sure` is False where somebody else than the reporter may have written it, or taken a later one away: then the
    reporter is to be asked first, whatever it says.
    """

    passing_on: PassingOn
    on: date | None = None
    is_sure: bool = True

    @property
    def lines(self) -> list[tuple[Words, Words]]:
        """What it says, as questions and answers."""
        return list(lines_of(self.passing_on))


def decided(
    items: Iterable[OpenedItem], content: DisclosureContent | None, *, gone: Iterable[int] = ()
) -> Decided | None:
    """The last decision among opened items, else the one that was confided; None where the matter is nobody else's.

    `gone` are the positions of what was taken out of the conversation without the program.
    """
    last = max(
        (item for item in items if item.kind is ItemKind.PASSING_ON), key=lambda each: each.position, default=None
    )
    is_sure = not any(position > (last.position if last else 1) for position in gone)
    if last is not None:
        if last.authentic and last.from_reporter:
            return Decided(PassingOn.read(last.content), last.written_on, is_sure)
        return Decided(PassingOn(PassOn.ASK_FIRST), None, is_sure=False)
    if content is None:
        return None
    if content.passing_on is not None:
        return Decided(content.passing_on, None, is_sure)
    return Decided(PassingOn(PassOn.ASK_FIRST), None, is_sure) if content.subject in CONCERN_OTHERS else None


def lines_of(passing_on: PassingOn) -> Iterator[tuple[Words, Words]]:
    """A decision as questions and answers."""
    yield _("Passing it on to the organisation concerned"), PASSING_ON_TOLD[passing_on.answer]
    if passing_on.name:
        yield _("Organisation concerned"), passing_on.name
    if passing_on.involved:
        yield _("Involved there: gets nothing"), ", ".join(each.name for each in passing_on.involved)
