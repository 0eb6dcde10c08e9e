"""What the pages of an open mailbox share: whose sitting a form is, what stands around, the page when it is closed."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from deontos.correspondence.actions.sittings import OpenSitting
from deontos.correspondence.models import Conversation
from deontos.correspondence.queries import conversation_held_by
from deontos.correspondence.vocabulary import SittingState
from deontos.sites.letterbox.reading import Mailbox
from deontos.speakup.web.visit import Visit


def sitting_of(visit: Visit) -> OpenSitting | None:
    """The open mailbox of this browser, if there is one; a form must be its own."""
    sitting = visit.sitting if visit.state is SittingState.READING else None
    if visit.request.method != "POST":
        return sitting
    return sitting if sitting and visit.request.POST.get("sitting") == str(sitting.id) else None


def entered(visit: Visit) -> OpenSitting | None:
    """The same for a page of the mailbox: whoever looks at one keeps it open."""
    sitting = sitting_of(visit)
    if sitting is not None:
        visit.stay()
    return sitting


def mailbox_of(visit: Visit, sitting: OpenSitting) -> Mailbox:
    """What the mailbox shows, read with the keys that the sitting holds."""
    return Mailbox(conversation_of_sitting(visit, sitting), sitting.content.reader(on=visit.on), visit.on)


def conversation_of_sitting(visit: Visit, sitting: OpenSitting) -> Conversation:
    """The conversation that a sitting opens here. Raises Http404 where it belongs to another organisation."""
    holder = sitting.content.holder
    found = conversation_held_by(holder, visit.channel.organisation_id) if holder else None
    if found is None:
        raise Http404
    return found


def frame_of(visit: Visit) -> dict[str, object]:
    """The addresses that stand on each of these pages."""
    return {
        "action": visit.address("mailbox_page"),
        "close": visit.address("mailbox_close"),
        "receipt_href": visit.address("receipt_entry"),
        "readers_href": visit.address("mailbox_readers"),
        "check_href": visit.address("mailbox_check"),
        "copy_href": visit.address("mailbox_copy"),
        "name_href": visit.address("mailbox_name"),
        "reminder_href": visit.address("reminder"),
        "notices_href": visit.address("mailbox_notices"),
        "passing_on_href": visit.address("mailbox_passing_on"),
        "place": {"language": visit.language, "organisation": visit.channel.organisation.slug},
    }


def closed(visit: Visit) -> HttpResponse:
    """The page that says that the mailbox is closed, and how to open it."""
    return render(visit.request, "letterbox/mailbox_closed.html", frame_of(visit))
