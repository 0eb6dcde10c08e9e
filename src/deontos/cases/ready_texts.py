"""The ready texts of an organisation: the shipped ones, unless it changed or dropped them, and its own."""

from collections.abc import Container, Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from deontos.access.gate import Actor
from deontos.access.permissions import Permission
from deontos.cases.openings import Opening, shipped
from deontos.cases.vocabulary import CaseVerb
from deontos.cases.wording import Wording
from deontos.cases.writing_models import ReadyText
from deontos.organisations.vocabulary import Language
from deontos.speakup.vocabulary import DisclosureKind

OFFERED_OF_ITS_OWN = Q(shipped="", retired_on__isnull=True)
"""The texts that an organisation offers besides the shipped ones, and those in their place."""


def texts_kept_by(actor: Actor) -> QuerySet[ReadyText]:
    """The texts of the organisations where somebody may change them."""
    homes = actor.organisations_with(Permission.CASES_TEXTS_CHANGE)
    return ReadyText.objects.filter(organisation__in=homes).select_related("organisation", "changed_by")


def offered_in(organisation: UUID) -> tuple[Opening, ...]:
    """Every text that a case of an organisation may begin with, the shipped ones first. One query.

    Texts that nobody offers any more are not read, unless they stand in the place of a shipped one.
    """
    rows = ReadyText.objects.filter(~Q(shipped="") | OFFERED_OF_ITS_OWN, organisation=organisation)
    rows = rows.order_by("changed_on", "id")
    instead = {row.shipped: row for row in rows if row.shipped}
    own = [row for row in rows if not row.shipped]
    return (*_in_place(instead), *map(opening_of, own))


def untouched(replaced: Container[str]) -> list[Opening]:
    """The shipped texts in whose place an organisation put none."""
    return [each for each in shipped() if each.id not in replaced]


def wording_of(text: ReadyText | Opening) -> Wording:
    """What a text says, an organisation's own or a shipped one."""
    if isinstance(text, Opening):
        return Wording(text.verb, text.kind, text.name, text.text)
    kind = DisclosureKind(text.kind) if text.kind else None
    names = {language: text.names[language] for language in Language if language in text.names}
    texts = {language: text.texts[language] for language in Language if language in text.texts}
    return Wording(CaseVerb(text.verb), kind, names, texts)


def opening_of(row: ReadyText) -> Opening:
    """A row as a page offers it, in the languages in which it has a text; each has a name too."""
    says = wording_of(row)
    return Opening(row.shipped or str(row.id), says.verb, says.kind, says.names, says.texts)


def _in_place(instead: dict[str, ReadyText]) -> Iterable[Opening]:
    for each in shipped():
        row = instead.get(each.id)
        if row is None:
            yield each
        elif row.retired_on is None:
            yield opening_of(row)
