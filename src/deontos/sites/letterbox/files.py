"""Files in an open mailbox: those that wait to go along with the next message, and those that were sent."""

from contextlib import suppress
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from deontos.access.doors import door
from deontos.access.vocabulary import Entrant
from deontos.correspondence.actions.files import remove_file
from deontos.correspondence.actions.sittings import OpenSitting
from deontos.correspondence.attachments import HeldFile, held_attachment
from deontos.correspondence.files.incoming import Intake
from deontos.correspondence.files.reading import FileNotAuthentic
from deontos.correspondence.phrases import REFUSALS
from deontos.correspondence.queries import items_of
from deontos.correspondence.trays import Tray
from deontos.correspondence.vocabulary import CorrespondenceCode, ItemKind, SittingState
from deontos.correspondence.web.downloads import download
from deontos.correspondence.web.intake import intake_of, taken_in
from deontos.correspondence.web.typed import typed_line
from deontos.correspondence.web.uploads import LeftOut, uploads_of
from deontos.correspondence.web.viewing import confined, sight_of
from deontos.keyring.readers import NoEnvelope
from deontos.organisations.vocabulary import Language
from deontos.sites.letterbox.opened import closed, conversation_of_sitting, frame_of
from deontos.speakup.web.attaching import REMOVE, asks_to_add
from deontos.speakup.web.visit import Visit, visit_at


def mailbox_intake(request: HttpRequest) -> Intake | None:
    """Where files go that are sent to a mailbox: into it, while it is open."""
    match = request.resolver_match
    if match is None:
        return None
    visit = visit_at(request, match.kwargs["language"], match.kwargs["organisation"])
    if visit.sitting is None or visit.state is not SittingState.READING:
        return None
    return intake_of(visit.sitting, on=visit.on)


def tray_of(sitting: OpenSitting) -> Tray:
    """The files that wait in a mailbox."""
    return Tray(sitting.id, sitting.content)


def take_files(visit: Visit, sitting: OpenSitting) -> list[LeftOut]:
    """Keep the files that came and take away the one that was chosen; the answer is what was left out."""
    with suppress(ValueError):
        remove_file(sitting, UUID(typed_line(visit.request, REMOVE)), on=visit.on)
    return taken_in(sitting, uploads_of(visit.request), on=visit.on, is_asked=asks_to_add(visit))


@door(open_to=Entrant.HOLDER_OF_RECEIPT)
def mailbox_file(request: HttpRequest, language: Language, organisation: str, item: UUID) -> HttpResponse:
    """One file of the conversation, as it was sent."""
    visit = visit_at(request, language, organisation)
    if visit.sitting is None or visit.state is not SittingState.READING:
        return closed(visit)
    held = _held(visit, visit.sitting, item)
    try:
        pieces = held.open()
    except FileNotAuthentic as refusal:
        context = {**frame_of(visit), "words": REFUSALS[CorrespondenceCode(refusal.code)]}
        return render(request, "letterbox/mailbox_file.html", context)
    assert held.facts is not None
    return download(held.facts, pieces)


@door(open_to=Entrant.HOLDER_OF_RECEIPT)
def mailbox_file_view(request: HttpRequest, language: Language, organisation: str, item: UUID) -> HttpResponse:
    """A cleaned copy of one file of the conversation."""
    visit = visit_at(request, language, organisation)
    if visit.sitting is None or visit.state is not SittingState.READING:
        return closed(visit)
    place = {"language": visit.language, "organisation": visit.channel.organisation.slug}
    href = reverse("mailbox_file", kwargs={**place, "item": item})
    sight = sight_of(request, _held(visit, visit.sitting, item), href=href, for_handler=False)
    return confined(render(request, "letterbox/mailbox_file_view.html", {**frame_of(visit), "sight": sight}))


def _held(visit: Visit, sitting: OpenSitting, item: UUID) -> HeldFile:
    """The file, for the holder of the receipt; this counts as a sign of life. Raises Http404 where there is none."""
    conversation, reader = conversation_of_sitting(visit, sitting), sitting.content.reader(on=visit.on)
    row = items_of(conversation).filter(kind=ItemKind.ATTACHMENT, pk=item).first()
    if row is None:
        raise Http404
    try:
        held = held_attachment(row, reader)
    except NoEnvelope:
        raise Http404 from None
    visit.stay()
    return held
