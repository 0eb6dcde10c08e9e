"""Where settings begin: the organisations that somebody keeps, the sections of one, and what it says about itself."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from deontos.access.doors import door
from deontos.access.permissions import Permission
from deontos.administration.actions.organisations import change_organisation
from deontos.administration.lines import unattended_from
from deontos.administration.registers import organisations_kept_by
from deontos.administration.web.settings.forms import OrganisationForm
from deontos.administration.web.settings.places import actor_here, organisation_here, page_here, way_to
from deontos.administration.web.settings.refusals import is_done
from deontos.administration.web.settings.sections import SECTIONS
from deontos.kernel import clock

FORM = ("GET", "HEAD", "POST")


@door(requires=Permission.ADMINISTRATION_SETTINGS_READ)
def settings_home(request: HttpRequest) -> HttpResponse:
    """The organisations that this person keeps; straight on where it is only one."""
    page = page_here(request, organisations_kept_by(actor_here(request), Permission.ADMINISTRATION_SETTINGS_READ))
    if page.paginator.count == 1:
        return redirect("settings_overview", page.object_list[0].slug)
    return render(request, "administration/settings/settings_home.html", {"page": page})


@door(requires=Permission.ADMINISTRATION_SETTINGS_READ)
def settings_overview(request: HttpRequest, organisation: str) -> HttpResponse:
    """The sections of settings of one organisation, with how much stands in each."""
    actor, today = actor_here(request), clock.today()
    home = organisation_here(request, organisation, Permission.ADMINISTRATION_SETTINGS_READ)
    context = {
        "organisation": home,
        "sections": SECTIONS.shown_to(actor, home, on=today),
        "unattended": unattended_from(home.id, on=today),
    }
    return render(request, "administration/settings/settings_overview.html", context)


@door(requires=Permission.ORGANISATIONS_ORGANISATION_CHANGE, methods=FORM)
def organisation_change(request: HttpRequest, organisation: str) -> HttpResponse:
    """What an organisation says about itself."""
    actor, now = actor_here(request), clock.now()
    home = organisation_here(request, organisation, Permission.ORGANISATIONS_ORGANISATION_CHANGE)
    initial = {"name": home.name, "kind": home.kind, "language": home.language, "member_of": home.member_of_id}
    form = OrganisationForm(request.POST or None, organisation=home, initial=initial)
    if is_done(form, lambda: change_organisation(home, form.details(), by=actor, at=now)):
        messages.success(request, _("What you changed is kept."))
        return redirect("organisation_change", home.slug)
    context = {"form": form, "organisation": home, "crumbs": way_to(home)}
    return render(request, "administration/settings/organisation_change.html", context)
