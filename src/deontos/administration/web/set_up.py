"""The guided set-up of a channel as a checklist, and what an association sees of its members that asked."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from deontos.access.doors import actor_at, door
from deontos.access.permissions import Permission
from deontos.administration.actions.following import ask_to_follow, stop_following
from deontos.administration.actions.refusal import AdministrationRefused
from deontos.administration.checklists import Check, Checklist, Way, Words, checklists_of
from deontos.administration.models import Following
from deontos.administration.phrases import REFUSALS
from deontos.administration.queries import followed_by, following_of
from deontos.administration.vocabulary import AdministrationCode
from deontos.administration.web.here import kept_organisations, organisation_here
from deontos.kernel import clock
from deontos.organisations.models import Organisation
from deontos.organisations.vocabulary import OrganisationKind
from deontos.ui.houses import Link

MEMBERS_A_PAGE = 20


@dataclass(frozen=True, slots=True)
class Line:
    """An entry as the page shows it, with the address where it is done and the words that lead there."""

    check: Check
    href: str = ""
    verb: Words = ""


@dataclass(frozen=True, slots=True)
class Member:
    """A member that asked to be followed, and how far it is."""

    following: Following
    checklist: Checklist


@door(requires=Permission.SPEAKUP_CHANNEL_SET_UP)
def channel_setup(request: HttpRequest) -> HttpResponse:
    """What is in place, what is to be done, by whom and where; and who may follow it."""
    here, actor = organisation_here(request, Permission.SPEAKUP_CHANNEL_SET_UP), actor_at(request)
    assert actor is not None
    checklist = checklists_of([here], on=clock.today())[here.id]
    context = {
        "here": here,
        "checklist": checklist,
        "lines": [_line(check, check.way_for(actor, here.id), here) for check in checklist.checks],
        "following": following_of(here),
        "is_association": here.kind == OrganisationKind.ASSOCIATION,
        "others": other_organisations(request, "channel_setup", here),
    }
    return render(request, "administration/channel_setup.html", context)


@door(requires=Permission.SPEAKUP_CHANNEL_SET_UP, methods=("POST",))
def set_up_follow(request: HttpRequest) -> HttpResponse:
    """Let the association follow, or take that back."""
    here, actor = organisation_here(request, Permission.SPEAKUP_CHANNEL_SET_UP), actor_at(request)
    assert actor is not None
    try:
        if request.POST.get("go") == "stop":
            stop_following(here, by=actor, at=clock.now())
            messages.success(request, _("Nobody outside your organisation sees your set-up any more."))
        else:
            ask_to_follow(here, by=actor, at=clock.now())
            messages.success(request, _("Your association now sees how far your set-up is."))
    except AdministrationRefused as refusal:
        messages.error(request, str(REFUSALS[AdministrationCode(refusal.code)]))
    return HttpResponseRedirect(f"{reverse('channel_setup')}?organisation={here.slug}")


@door(requires=Permission.ADMINISTRATION_MEMBERS_FOLLOW)
def members_setup(request: HttpRequest) -> HttpResponse:
    """The members that let this association follow their set-up, each with its entries; no other member appears."""
    here = organisation_here(request, Permission.ADMINISTRATION_MEMBERS_FOLLOW)
    page = Paginator(followed_by(here), MEMBERS_A_PAGE).get_page(request.GET.get("page"))
    checklists = checklists_of([each.member for each in page], on=clock.today())
    members = [Member(each, checklists[each.member_id]) for each in page]
    context = {"here": here, "page": page, "members": members, "query": f"organisation={here.slug}"}
    return render(request, "administration/members_setup.html", context)


def other_organisations(request: HttpRequest, route: str, here: Organisation) -> list[Link]:
    """The same page of the other organisations that this person keeps."""
    kept = kept_organisations(request, Permission.SPEAKUP_CHANNEL_SET_UP)
    return [Link(each.name, f"{reverse(route)}?organisation={each.slug}") for each in kept if each != here]


def _line(check: Check, way: Way | None, here: Organisation) -> Line:
    """A page that stands under the name of an organisation, or one that is told which organisation."""
    if way is None:
        return Line(check)
    try:
        address = reverse(way.route, args=(here.slug,))
    except NoReverseMatch:
        address = f"{reverse(way.route)}?organisation={here.slug}"
    return Line(check, address, way.verb)
