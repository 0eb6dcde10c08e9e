"""A copy of a case on paper: what was confided, the conversation, steps, terms, readers, what opens of the dossier."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from deontos.cases.dossier import OpenedNote
from deontos.cases.phrases import AUDIENCES, DOSSIER_KINDS
from deontos.cases.vocabulary import Audience
from deontos.cases.web.case_page import FOR_HANDLER, CasePage
from deontos.cases.web.clocks import all_in_words
from deontos.cases.web.export_files import CopiedFile
from deontos.cases.web.opened import Message, NameStanding, talk
from deontos.cases.web.people import accesses
from deontos.cases.web.tags import state_tag
from deontos.cases.web.timeline import line_of_case
from deontos.correspondence.removed import Removed
from deontos.documents.paper import Block, Facts, Grid, Heading, Paper, Said, Tone, Words
from deontos.speakup.phrases import CLOCKS, KINDS, SUBJECTS
from deontos.speakup.vocabulary import DisclosureKind, Subject
from deontos.ui.dates import day_and_hour, long_day

EVERY = 1_000_000
"""Messages of a conversation: all of them."""


@dataclass(frozen=True, slots=True)
class CaseOnPaper:
    """A case as one reader takes it out: the page that it is read on, the notes that go along, the files."""

    page: CasePage
    notes: Sequence[OpenedNote]
    files: Sequence[CopiedFile]
    has_dossier: bool

    def paper(self) -> Paper:
        """All of it."""
        case = self.page.case
        return Paper(
            title=_("Case %(number)s") % {"number": case.number},
            house=case.organisation.name,
            language=get_language() or "en",
            on=self.page.today,
            lead=_("A copy for %(name)s, as it stood on %(day)s. Confidential.")
            % {"name": self.page.writer, "day": long_day(self.page.today)},
            blocks=tuple(self._blocks()),
        )

    def _blocks(self) -> Iterator[Block]:
        yield Facts(tuple(self._facts()))
        yield Heading(_("What was confided"))
        yield from self._confided()
        yield Heading(_("Conversation"))
        yield from self._talk()
        yield Heading(_("Steps"))
        line = line_of_case(self.page.case, FOR_HANDLER, today=self.page.today)
        yield Facts(tuple((str(stage.name), stage.when) for stage in line.stages))
        yield Heading(_("Terms"))
        clocks = all_in_words(self.page.case, CLOCKS, today=self.page.today)
        yield Facts(
            tuple((str(each.name), f"{each.left}. {each.ground_and_sum} {each.also}".strip()) for each in clocks)
        )
        yield Heading(_("Who can read it"))
        people = accesses(self.page.bearers, self.page.confided)
        yield Facts(tuple((str(each.name), str(each.role)) for each in people))
        if self.has_dossier:
            yield Heading(_("Dossier"))
            yield from self._dossier()
        yield Heading(_("Files"))
        yield from self._index()

    def _facts(self) -> Iterator[tuple[str, str]]:
        case, disclosure = self.page.case, self.page.case.disclosure
        yield _("Received on"), long_day(case.received_on)
        yield _("State"), str(state_tag(self.page.state).text)
        yield _("Kind"), str(KINDS[DisclosureKind(disclosure.kind)])
        yield _("About whom"), str(SUBJECTS[Subject(disclosure.subject)])

    def _confided(self) -> Iterator[Block]:
        found = self.page.confided
        if found.content is None:
            gone = _("What was confided was removed.") if found.is_removed else _("What stands here is not authentic.")
            yield Words(gone, Tone.HEED)
            return
        told = [(each.question, each.answer) for each in found.content.told()]
        told += [(each.question, each.answer) for each in found.entered]
        yield Facts(tuple(told), found.language)
        people = ", ".join(each.name for each in found.content.named)
        yield Facts(((_("Involved"), people or _("None of the people who could read it")),))
        if found.passing_on:
            yield Facts(tuple((str(question), str(answer)) for question, answer in found.passing_on.lines))
            if not found.passing_on.is_sure:
                yield Words(_("What the reporter decided last is not certain."), Tone.HEED)
        yield from self._name()

    def _name(self) -> Iterator[Block]:
        found = self.page.confided
        if found.identity:
            name, reach = str(found.identity.get("name", "")), str(found.identity.get("reach", ""))
            yield Facts(((_("Name of the reporter"), name), (_("How to reach"), reach or "–")))
        elif found.name_standing is NameStanding.NONE:
            yield Words(_("The reporter left no name."), Tone.QUIET)
        else:
            yield Words(_("The reporter left a name. It is not in this copy: you cannot read it."), Tone.QUIET)

    def _talk(self) -> Iterator[Block]:
        page = self.page
        assert page.reader is not None
        found = talk(page.case, page.reader, page.gone, before=None, after=page.confided.last_file, most=EVERY)
        if not found.messages:
            yield Words(_("Nothing was written yet."), Tone.QUIET)
        for each in found.messages:
            yield _gone(each) if isinstance(each, Removed) else _message(each)

    def _dossier(self) -> Iterator[Block]:
        if not self.notes:
            yield Words(_("Nothing stands in it that goes into this copy."), Tone.QUIET)
        yield from map(_note, self.notes)

    def _index(self) -> Iterator[Block]:
        if not self.files:
            yield Words(_("No files go along."), Tone.QUIET)
        else:
            yield Grid((_("Name"), _("Size")), tuple(each.row for each in self.files), (3, 2))


def _gone(each: Removed) -> Said:
    when = long_day(each.on) if each.on else ""
    return Said(
        _("Removed"), when, "", remark=_("Something stood here. It was taken out without this program."), heed=True
    )


def _message(each: Message) -> Said:
    who = _("The reporter") if each.from_reporter else each.author
    if not each.authentic:
        return Said(who, long_day(each.on), "", remark=_not_authentic(), heed=True)
    file = _("File: %(name)s (%(size)s)") % {"name": each.file.name, "size": each.file.size} if each.file else ""
    agreed = _("The reporter answers to what was written down.") if each.is_of_checking else ""
    return Said(who, long_day(each.on), each.text, each.language, remark=file or agreed)


def _note(note: OpenedNote) -> Said:
    when = f"{day_and_hour(note.written_at)}, {DOSSIER_KINDS[note.kind]}"
    if note.audience is Audience.MINE:
        when += f", {AUDIENCES[Audience.MINE]}"
    if not note.authentic:
        return Said(note.author_name, when, "", remark=_not_authentic(), heed=True)
    file = _("File: %(name)s (%(size)s)") % {"name": note.file.name, "size": note.file.size} if note.file else ""
    return Said(note.author_name, when, note.text, remark=file)


def _not_authentic() -> str:
    return _("Not authentic: somebody may have changed it. Do not rely on it.")
