"""What an open mailbox shows: what was confided, the conversation, and who can read it since when."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import ClassVar
from uuid import UUID

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from deontos.cases.phrases import WITHHELD_TOLD
from deontos.cases.queries import is_over, recorded_about
from deontos.cases.vocabulary import WithholdingGround
from deontos.cases.withholding import Untold, untold_in
from deontos.correspondence.agreement import OF_CHECKING, Agreement, agreement_in
from deontos.correspondence.files.facts import FileFacts
from deontos.correspondence.mailbox import Area, MailboxSection, sections_of
from deontos.correspondence.models import Conversation, DailyNotice, IdentityConsent, Item
from deontos.correspondence.queries import OpenedItem, consents_of, daily_notice_of, items_of, opened
from deontos.correspondence.removed import FIRST, Removed, missing_among, said_of
from deontos.correspondence.vocabulary import ItemKind
from deontos.correspondence.web.rows import FileRow, row_of
from deontos.keyring.models import Envelope
from deontos.keyring.phrases import GROUNDS, why_read
from deontos.keyring.queries import readers_of, sleeping_readers_of
from deontos.keyring.reader_keys import ReaderKey, reader_keys
from deontos.keyring.readers import UnlockedReader
from deontos.keyring.recovery import Recovery, is_in_custody, recoveries_concerning
from deontos.keyring.vocabulary import Ground, WakeReason
from deontos.organisations.phrases import OFFICES
from deontos.organisations.vocabulary import OfficeKind
from deontos.speakup.authenticity import is_typed_as_said
from deontos.speakup.content import DisclosureContent
from deontos.speakup.passing_on import Decided, decided
from deontos.speakup.phrases import KINDS, PLACES, SUBJECTS
from deontos.speakup.queries import standing_in_line
from deontos.speakup.web.entered import entered_lines

Words = str | Promise
IN_TALK = (ItemKind.MESSAGE, ItemKind.ATTACHMENT, *OF_CHECKING)


@dataclass(frozen=True, slots=True)
class Access:
    """Somebody who holds a key: since when, on which ground."""

    person: UUID
    name: str
    office: Words
    since: date
    ground: Words
    by_law: bool = False


@dataclass(frozen=True, slots=True)
class OpenedByLaw:
    """That a law demanded the name: who asked, since when it could be read, and why it was not told at once."""

    name: str
    asked_on: date
    opened_on: date | None
    why: Words


@dataclass(frozen=True, slots=True)
class Message:
    """One message of the conversation."""

    is_removed: ClassVar[bool] = False

    author: Words
    office: Words
    on: date
    text: str = field(repr=False)
    language: str
    own: bool
    authentic: bool
    file: FileRow | None = None
    kind: ItemKind = ItemKind.MESSAGE

    @property
    def is_of_checking(self) -> bool:
        """Whether one answers with it to what somebody typed."""
        return self.own and self.kind in OF_CHECKING

    @property
    def signed(self) -> Words:
        """The author, with the office that this person holds."""
        if not self.office:
            return self.author
        return _("%(name)s, %(office)s") % {"name": self.author, "office": self.office}


@dataclass(frozen=True, slots=True)
class Line:
    """One question with its answer."""

    question: str
    answer: str = field(repr=False)


@dataclass
class Mailbox:
    """One open mailbox on a day. Everything is read with the reporter's own keys."""

    conversation: Conversation
    reader: UnlockedReader = field(repr=False)
    on: date

    @cached_property
    def stored(self) -> list[Item]:
        """Every item, as it is sealed."""
        return list(items_of(self.conversation))

    @cached_property
    def items(self) -> list[OpenedItem]:
        """Every item that the receipt opens, in its order."""
        return opened(self.stored, self.reader)

    @cached_property
    def removed(self) -> list[Removed]:
        """What was taken out of the conversation without the program."""
        said = said_of(self.conversation, about=recorded_about(self.conversation))
        return missing_among({item.id: item.position for item in self.stored}, said)

    @property
    def confided(self) -> OpenedItem | None:
        """The item that holds what was confided."""
        return next((item for item in self.items if item.kind is ItemKind.CONFIDED), None)

    @cached_property
    def content(self) -> DisclosureContent | None:
        """What was confided, when it is what the reporter sealed."""
        item = self.confided
        is_sound = item is not None and item.authentic and is_typed_as_said(self.conversation.holder.entry, item)
        return DisclosureContent.read(item.content) if item and is_sound else None

    @cached_property
    def agreement(self) -> Agreement | None:
        """What the reporter said of what somebody typed for them; None where the reporter typed it."""
        return agreement_in(self.stored, self.items) if self.content else None

    @property
    def began_on(self) -> date:
        """The day from which it counts: when it was sent, or came in and was typed later."""
        entered = self.content.entered if self.content else None
        return entered.came_on if entered else self.conversation.opened_on

    @property
    def told(self) -> list[Line]:
        """Every question and answer in the language in which it was confided."""
        if self.content is None:
            return []
        with translation.override(self.content.language):
            first = [
                Line(str(_("Kind")), str(KINDS[self.content.kind])),
                Line(str(_("About whom")), str(SUBJECTS[self.content.subject])),
            ]
            entered = entered_lines(self.content.entered) if self.content.entered else []
        told = [Line(each.question, each.answer) for each in self.content.told()]
        return [*first, *told, *(Line(each.question, each.answer) for each in entered)]

    @cached_property
    def passing_on(self) -> Decided | None:
        """What the reporter decided last about passing it on, where another organisation is concerned."""
        return decided(self.items, self.content, gone=[each.position for each in self.removed])

    @property
    def identity(self) -> OpenedItem | None:
        """The name that the reporter gave, if one was given."""
        return next((item for item in self.items if item.kind is ItemKind.IDENTITY), None)

    @property
    def files(self) -> list[FileRow]:
        """The files that came with what was confided."""
        return [self._row(item, item.file) for item in self.items if item.file and _is_confided(item)]

    @cached_property
    def messages(self) -> list[Message]:
        """The conversation in its order, with the files that were sent in it."""
        return [self._message(item) for item in self._said]

    @property
    def _said(self) -> list[OpenedItem]:
        return [item for item in self.items if item.kind in IN_TALK and not _is_confided(item)]

    @property
    def talk(self) -> list[Message | Removed]:
        """The messages in their order, with the places of those that are gone."""
        placed: list[tuple[int, Message | Removed]] = [(item.position, self._message(item)) for item in self._said]
        placed += [(each.position, each) for each in self.removed if each.position > FIRST]
        return [message for _position, message in sorted(placed, key=lambda each: each[0])]

    @property
    def last_from_them(self) -> Message | None:
        """The last message, when it waits for the reporter."""
        last = self.messages[-1] if self.messages else None
        return last if last and not last.own else None

    @cached_property
    def readers(self) -> list[Access]:
        """Who can read the conversation today."""
        return self._accesses(self._reading)

    @cached_property
    def _reading(self) -> list[Envelope]:
        return list(readers_of(self.conversation.pair_id, on=self.on))

    @cached_property
    def sleeping(self) -> list[Access]:
        """Whose key sleeps."""
        return self._accesses(sleeping_readers_of(self.conversation.pair_id, on=self.on))

    @cached_property
    def reader_keys(self) -> list[ReaderKey]:
        """With which key each of them reads."""
        return reader_keys(self._reading, translation.get_language())

    @cached_property
    def recoveries(self) -> list[Recovery]:
        """Whose key, of those who read, two stewards were asked to bring back."""
        return recoveries_concerning(self.conversation.pair_id, on=self.on)

    @cached_property
    def daily_notice(self) -> DailyNotice | None:
        """The e-mail that leaves each day, where the reporter asked for one."""
        return daily_notice_of(self.conversation)

    @cached_property
    def is_closed(self) -> bool:
        """Whether what was confided was closed; the reporter may still write."""
        return is_over(self.conversation)

    @cached_property
    def consents(self) -> list[IdentityConsent]:
        """Whom the reporter lets know the name, and for what."""
        return list(consents_of(self.conversation))

    @cached_property
    def identity_readers(self) -> list[Access]:
        """Who can read the reporter's name today, but for what the reporter may not know yet (ADR 23).

        Whoever the reporter let know it is shown as such, whatever else is known to others.
        """
        agreed = {each.person_id: each.given_on for each in reversed(self.consents)}
        answer = []
        for envelope in readers_of(self.conversation.identity_pair_id, on=self.on):
            access = self._access(envelope)
            if not access.by_law or access.person not in self._untold.hidden:
                answer.append(access)
            elif access.person in agreed:
                answer.append(
                    replace(access, since=agreed[access.person], ground=GROUNDS[Ground.CONSENT], by_law=False)
                )
        return answer

    @property
    def by_law(self) -> list[Access]:
        """Those of them for whom a law opened it."""
        return [each for each in self.identity_readers if each.by_law]

    @cached_property
    def in_custody(self) -> bool:
        """Whether stewards keep the name, as far as the reporter may know.

        That they keep it no longer could come from an opening which is withheld; then it is not told yet either.
        """
        return bool(self._untold.hidden) or is_in_custody(self.conversation.identity_pair_id)

    @property
    def custody_ended_on(self) -> date | None:
        """Since when stewards can no longer open a name that they kept, as far as the reporter may know."""
        return None if self._untold.hidden else self.conversation.identity_pair.custody_ended_on

    @property
    def told_late(self) -> list[OpenedByLaw]:
        """What the reporter was not told before a law demanded the name, and may know now."""
        return [
            OpenedByLaw(row.person.name, row.asked_on, row.opened_on, WITHHELD_TOLD[WithholdingGround(row.ground)])
            for row in self._untold.late
        ]

    @cached_property
    def _untold(self) -> Untold:
        return untold_in(self.conversation, on=self.on)

    @cached_property
    def sections(self) -> list[MailboxSection]:
        """What other rooms show here."""
        return sections_of(self.conversation, on=self.on)

    @property
    def main_sections(self) -> list[str]:
        """Those under the conversation, drawn."""
        return self._drawn(Area.MAIN)

    @property
    def aside_sections(self) -> list[str]:
        """Those in the side column, drawn."""
        return self._drawn(Area.ASIDE)

    def _drawn(self, area: Area) -> list[str]:
        return [render_to_string(each.template, {**each.context}) for each in self.sections if each.area is area]

    @cached_property
    def _places(self) -> dict[UUID, Promise]:
        standing = standing_in_line(self.conversation.organisation_id, on=self.on)
        return {person.id: PLACES[place] for person, place in reversed(standing)}

    def _accesses(self, envelopes: Iterable[Envelope]) -> list[Access]:
        return [self._access(envelope) for envelope in envelopes]

    def _access(self, envelope: Envelope) -> Access:
        certificate = envelope.certificate
        assert certificate is not None
        office = self._places.get(certificate.person_id) or OFFICES[OfficeKind(certificate.office)]
        since = envelope.woken_on or envelope.given_on
        is_by_law = envelope.ground == Ground.LEGAL_DUTY
        return Access(certificate.person_id, certificate.person.name, office, since, _why(envelope), is_by_law)

    def _message(self, item: OpenedItem) -> Message:
        office = self._places.get(item.author_person, "") if item.author_person else ""
        return Message(
            author=_("You") if item.from_reporter else item.author_name,
            office=office,
            on=item.written_on,
            text=str(item.content.get("text", "")),
            language=str(item.content.get("language", "")),
            own=item.from_reporter,
            authentic=item.authentic,
            file=self._row(item, item.file) if item.file else None,
            kind=item.kind,
        )

    def _row(self, item: OpenedItem, facts: FileFacts) -> FileRow:
        place = {"language": translation.get_language(), "organisation": self.conversation.organisation.slug}
        return row_of(facts, href=reverse("mailbox_file_view", kwargs={**place, "item": item.id}))


def _why(envelope: Envelope) -> Words:
    """Why somebody reads: what woke a key that slept, else why it was given; said to whoever may have chosen it."""
    if (envelope.woken_because or envelope.ground) in (WakeReason.REPORTER_ASKED, Ground.BY_REPORTER):
        return _("chosen by you")
    return why_read(envelope.ground, envelope.woken_because)


def _is_confided(item: OpenedItem) -> bool:
    return item.file is not None and item.authentic and item.file.confided
