"""The deputies of an office: naming them, moving them in the order, ending."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from deontos.access.doors import door
from deontos.access.permissions import Permission
from deontos.administration.actions import deputies
from deontos.administration.actions.refusal import AdministrationRefused
from deontos.administration.registers import deputies_kept_by, offices_kept_by, people_on_duty
from deontos.administration.vocabulary import Direction
from deontos.administration.web.settings.choosing import people_to_choose, person_chosen
from deontos.administration.web.settings.forms import FirstDayForm, LastDayForm
from deontos.administration.web.settings.labels import office_name
from deontos.administration.web.settings.places import actor_here, row_here, way_to
from deontos.administration.web.settings.refusals import is_done, words_of
from deontos.administration.web.settings.seats import deputy_warnings_before, warned
from deontos.administration.web.settings.ways import to_office, to_offices
from deontos.kernel import clock
from deontos.organisations.models import Office, Person

NAME = Permission.ORGANISATIONS_DEPUTY_NAME
FORM = ("GET", "HEAD", "POST")


@door(requires=NAME, methods=FORM)
def deputy_add(request: HttpRequest, office: UUID) -> HttpResponse:
    """Name one more deputy, who stands last in the order."""
    actor, today = actor_here(request), clock.today()
    found = row_here(offices_kept_by(actor, NAME).filter(pk=office))
    home = found.organisation
    person = person_chosen(request, people_on_duty(home.id, on=today))
    context = {
        "office": found,
        "name": office_name(found.kind),
        "crumbs": way_to(home, to_offices(home), to_office(found)),
    }
    if person is None:
        context["choice"] = people_to_choose(request, home, on=today)
        return render(request, "administration/settings/deputy_add.html", context)
    form = FirstDayForm(request.POST or None, initial={"started_on": max(today, found.started_on)})
    if is_done(form, lambda: _name(request, found, person, form.cleaned_data["started_on"])):
        return redirect("office_detail", office)
    context |= {"form": form, "person": person, "warnings": deputy_warnings_before(found, person, on=today)}
    return render(request, "administration/settings/deputy_add.html", context)


@door(requires=NAME, methods=("POST",))
def deputy_move(request: HttpRequest, deputy: UUID) -> HttpResponse:
    """One place earlier or later."""
    actor = actor_here(request)
    found = row_here(deputies_kept_by(actor, NAME).filter(pk=deputy))
    asked = request.POST.get("go", "")
    if asked in set(Direction):
        try:
            deputies.move_deputy(found, Direction(asked), by=actor, at=clock.now())
            messages.success(request, _("The order is another one now."))
        except AdministrationRefused as refusal:
            messages.error(request, words_of(refusal))
    return redirect("office_detail", found.office_id)


@door(requires=NAME, methods=FORM)
def deputy_end(request: HttpRequest, deputy: UUID) -> HttpResponse:
    """The last day on which somebody stands in."""
    actor, now = actor_here(request), clock.now()
    found = row_here(deputies_kept_by(actor, NAME).filter(pk=deputy))
    form = LastDayForm(request.POST or None, initial={"last_day": clock.today()})
    if is_done(form, lambda: deputies.end_deputyship(found, last_day=form.cleaned_data["last_day"], by=actor, at=now)):
        messages.success(request, _("What you changed is kept."))
        return redirect("office_detail", found.office_id)
    home, office = found.office.organisation, found.office
    context = {
        "form": form,
        "deputy": found,
        "name": office_name(office.kind),
        "crumbs": way_to(home, to_offices(home), to_office(office)),
    }
    return render(request, "administration/settings/deputy_end.html", context)


def _name(request: HttpRequest, office: Office, person: Person, started_on: date) -> None:
    actor, now = actor_here(request), clock.now()
    named = deputies.name_deputy(office, person, started_on=started_on, by=actor, at=now)
    messages.success(request, _("%(name)s stands in from now on, as the last in the order.") % {"name": person.name})
    for sentence in warned(named.warnings):
        messages.warning(request, sentence)
