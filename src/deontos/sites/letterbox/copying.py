"""Where a reporter keeps a copy of the own report: what such a file means is said first. Nothing of it is recorded."""

from collections.abc import Iterator
from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from deontos.access.doors import door
from deontos.access.vocabulary import Entrant
from deontos.cases.queries import case_of_conversation
from deontos.cases.web.export_files import CopiedFile, CopiedFiles, files_of_talk
from deontos.cases.web.exporting import LARGEST, handed_out, how_to_check, on_paper
from deontos.cases.web.mailbox import told
from deontos.correspondence.removed import Removed
from deontos.documents.packages import packed
from deontos.documents.paper import Block, Facts, Grid, Heading, Paper, Said, Tone, Words
from deontos.organisations.vocabulary import Language
from deontos.sites.letterbox.opened import closed, entered, frame_of, mailbox_of
from deontos.sites.letterbox.reading import Mailbox, Message
from deontos.speakup.web.visit import Visit, visit_at
from deontos.ui.dates import long_day
from deontos.ui.sizes import in_words

NAME = "documents.zip"
"""Among somebody's downloads it tells nobody what it is."""


@door(open_to=Entrant.HOLDER_OF_RECEIPT, methods=("GET", "HEAD", "POST"))
def mailbox_copy(request: HttpRequest, language: Language, organisation: str) -> HttpResponse:
    """Keep a copy of the own report, in clear, on one's own device."""
    visit = visit_at(request, language, organisation)
    sitting = entered(visit)
    if sitting is None:
        return closed(visit)
    if request.method == "POST":
        return _given(visit, mailbox_of(visit, sitting))
    context = {"sitting": sitting.id, **frame_of(visit)}
    context |= {"action": visit.address("mailbox_copy"), "back": visit.address("mailbox_page")}
    return render(request, "letterbox/mailbox_copy.html", context)


def _given(visit: Visit, mailbox: Mailbox) -> HttpResponse:
    files = _files(mailbox)
    paper = Paper(
        title=_("Your report"),
        house=visit.channel.organisation.name,
        language=visit.language,
        on=visit.on,
        lead=_("As it stood on %(day)s.") % {"day": long_day(visit.on)},
        blocks=tuple(_blocks(mailbox, files)),
    )
    members, left_out = on_paper(paper, "report")
    left_out = [*left_out, *files.left_out]
    return handed_out(packed([*members, *files.members()], on=visit.on, left_out=left_out, intro=how_to_check()), NAME)


def _files(mailbox: Mailbox) -> CopiedFiles:
    """The files of the conversation; none where they are too large together, each with that as the reason."""
    found = CopiedFiles(tuple(files_of_talk(mailbox.conversation, mailbox.reader)))
    if found.size <= LARGEST:
        return found.checked()
    words = _("The files are not in it: together they are larger than %(most)s. Save them one by one from your report.")
    because = words % {"most": in_words(LARGEST)}
    return CopiedFiles(tuple(replace(each, held=None, because=because) for each in found.files))


def _blocks(mailbox: Mailbox, files: CopiedFiles) -> Iterator[Block]:
    yield Heading(_("What was confided"))
    yield from _confided(mailbox)
    yield Heading(_("Conversation"))
    if not mailbox.talk:
        yield Words(_("Nothing was written yet."), Tone.QUIET)
    yield from (_gone(each) if isinstance(each, Removed) else _message(each) for each in mailbox.talk)
    case = case_of_conversation(mailbox.conversation)
    if case is not None:
        said = told(case, on=mailbox.on)
        yield Heading(_("Steps"))
        yield Facts(tuple((str(stage.name), stage.when) for stage in said["line"].stages))
        yield Words(said["next"])
    yield Heading(_("Who can read it"))
    yield Facts(
        tuple(
            (each.name, f"{each.office}, {long_day(each.since)}, {each.ground}")
            for each in (*mailbox.readers, *mailbox.identity_readers)
        )
    )
    yield Heading(_("Files"))
    yield _index(files.files)


def _confided(mailbox: Mailbox) -> Iterator[Block]:
    content = mailbox.content
    if content is None:
        yield Words(_("What stands here is not authentic."), Tone.HEED)
        return
    yield Facts(tuple((each.question, each.answer) for each in mailbox.told), content.language)
    if content.named:
        yield Facts(((_("Involved"), ", ".join(each.name for each in content.named)),))
    if mailbox.passing_on:
        yield Facts(tuple((str(question), str(answer)) for question, answer in mailbox.passing_on.lines))
    name = mailbox.identity
    if name is not None and name.authentic:
        rows = ((_("Your name"), "name"), (_("How we reach you"), "reach"))
        yield Facts(tuple((words, str(name.content.get(key, "")) or "–") for words, key in rows))


def _message(each: Message) -> Said:
    if not each.authentic:
        because = _("Not authentic: somebody may have changed it. Do not rely on it.")
        return Said(str(each.signed), long_day(each.on), "", remark=because, heed=True)
    file = _("File: %(name)s (%(size)s)") % {"name": each.file.name, "size": each.file.size} if each.file else ""
    return Said(str(each.signed), long_day(each.on), each.text, each.language, remark=file)


def _gone(each: Removed) -> Said:
    because = _("Something stood here. It was taken out without this program.")
    return Said(_("Removed"), long_day(each.on) if each.on else "", "", remark=because, heed=True)


def _index(files: tuple[CopiedFile, ...]) -> Block:
    if not files:
        return Words(_("No files go along."), Tone.QUIET)
    return Grid((_("Name"), _("Size")), tuple(each.row for each in files), (3, 2))
