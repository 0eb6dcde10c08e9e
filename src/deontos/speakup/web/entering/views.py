"""Typing at the desk what somebody else told or wrote: asked, read back, sealed, and the receipt shown once."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.debug import sensitive_variables

from deontos.access.doors import actor_at, door
from deontos.access.gate import NotAllowed
from deontos.access.permissions import Permission
from deontos.administration.web.here import organisation_here
from deontos.correspondence.vocabulary import CorrespondenceCode
from deontos.correspondence.web.unsaved import CANNOT_WRITE, not_saved, words_for
from deontos.kernel import clock
from deontos.keyring.readers import UnlockedReader
from deontos.keyring.web.unlocking import unlocked_or_ask
from deontos.speakup.actions import DisclosureRefused
from deontos.speakup.actions.entering import EntryRefused, enter
from deontos.speakup.phrases import ENTRY_REFUSALS, REFUSALS
from deontos.speakup.vocabulary import EntryCode, SpeakupCode
from deontos.speakup.web.channels.place import channel_of_house
from deontos.speakup.web.entering.entry import Entry
from deontos.speakup.web.entering.pages import first_page, receipt_page, received_page, second_page, third_page

ASK_HOW, CHECK, CHANGE, SEAL, AGAIN = "back", "check", "change", "seal", "again"


@door(requires=Permission.SPEAKUP_DISCLOSURE_ENTER, methods=("GET", "HEAD", "POST"))
def disclosure_enter(request: HttpRequest) -> HttpResponse:
    """Type for somebody who called, wrote or came by; the vault is asked for before the first question."""
    here = organisation_here(request, Permission.SPEAKUP_DISCLOSURE_ENTER)
    actor = actor_at(request)
    assert actor is not None
    entry = Entry(request, channel_of_house(here), actor.person, clock.now())
    if request.method != "POST":
        first = {"came_on": entry.visit.on, "spoken": here.language}
        return first_page(entry, entry.came_unjudged(first))
    reader = unlocked_or_ask(request)
    if isinstance(reader, HttpResponse):
        return reader
    return _taken(entry, reader, request.POST.get("go", ""))


def _taken(entry: Entry, reader: UnlockedReader, go: str) -> HttpResponse:
    """The page that a button leads to; back to the first one that is not right."""
    line = entry.visit.line
    if go == ASK_HOW or not line.is_open or entry.person not in line.certificates:
        return first_page(entry, entry.came_unjudged())
    if not entry.came.is_valid():
        return first_page(entry, entry.came)
    if go not in (CHECK, SEAL, AGAIN):
        return second_page(entry, entry.questions(), entry.minutes())
    questions, minutes, new = entry.questions(judge=True), entry.minutes(judge=True), entry.new
    answered = [form.is_valid() and not form.asks_more for form in questions.values()]
    if not all([*answered, minutes.is_valid()]) or new:
        return second_page(entry, questions, minutes, new=new)
    if go == SEAL:
        return _sealed(entry, reader)
    return third_page(entry, entry.read_back(), renewed=go == AGAIN)


@sensitive_variables()
def _sealed(entry: Entry, reader: UnlockedReader) -> HttpResponse:
    form, shown, disclosure, actor = entry.read_back(judge=True), entry.shown, entry.disclosure, actor_at(entry.request)
    assert actor is not None
    if not form.is_valid() or shown is None or disclosure is None:
        return third_page(entry, form)
    ready = entry.confided(shown)
    assert ready is not None
    try:
        receipt = enter(
            entry.channel, ready, entry.entered(), disclosure=disclosure, by=actor, reader=reader, at=entry.at
        )
    except NotAllowed:
        raise Http404 from None
    except EntryRefused as refusal:
        return third_page(entry, form, wrong=str(ENTRY_REFUSALS[EntryCode(refusal.code)]))
    except DisclosureRefused as refusal:
        if refusal.code is SpeakupCode.ALREADY_RECEIVED:
            return received_page(entry)
        return third_page(entry, form, wrong=str(REFUSALS[SpeakupCode(refusal.code)]))
    except CANNOT_WRITE as failure:
        return not_saved(third_page(entry, form, wrong=words_for(failure, unsure=CorrespondenceCode.MAY_BE_ENTERED)))
    return receipt_page(entry, receipt)
