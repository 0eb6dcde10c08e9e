"""Leaving: the last day, then a page that says what will happen, then the act; and coming back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from deontos.access.doors import door
from deontos.access.permissions import Permission
from deontos.administration.actions.leaving import come_back, leave
from deontos.administration.consequences import CONSEQUENCES
from deontos.administration.registers import people_kept_by
from deontos.administration.rules import is_off_at_once
from deontos.administration.web.settings.forms import LastDayForm
from deontos.administration.web.settings.labels import office_name
from deontos.administration.web.settings.places import actor_here, row_here, way_to
from deontos.administration.web.settings.refusals import is_done
from deontos.administration.web.settings.ways import to_people, to_person
from deontos.kernel import clock
from deontos.organisations.models import Person

LEAVE = Permission.ORGANISATIONS_PERSON_LEAVE
CHECKED = "leave"
"""The value of the button `go` under the list of what will happen."""


@door(requires=LEAVE, methods=("GET", "HEAD", "POST"))
def person_leave(request: HttpRequest, person: UUID) -> HttpResponse:
    """Ask the last day, show what ends with it, and let somebody go."""
    actor, now = actor_here(request), clock.now()
    found = row_here(people_kept_by(actor, LEAVE).filter(pk=person))
    form = LastDayForm(request.POST or None, initial={"last_day": clock.today()})
    if request.POST.get("go") == CHECKED and is_done(
        form, lambda: leave(found, last_day=form.cleaned_data["last_day"], by=actor, at=now)
    ):
        messages.success(request, _("The last day of %(name)s is written down.") % {"name": found.name})
        return redirect("person_detail", person)
    home = found.organisation
    context = {"form": form, "person": found, "crumbs": way_to(home, to_people(home), to_person(found))}
    return render(request, "administration/settings/person_leave.html", {**context, **_shown(form, found)})


@door(requires=LEAVE, methods=("POST",))
def person_come_back(request: HttpRequest, person: UUID) -> HttpResponse:
    """Take the last day back."""
    actor = actor_here(request)
    found = row_here(people_kept_by(actor, LEAVE).filter(pk=person))
    come_back(found, by=actor, at=clock.now())
    messages.success(request, _("%(name)s stays. Give offices anew where needed.") % {"name": found.name})
    return redirect("person_detail", person)


def _shown(form: LastDayForm, person: Person) -> dict[str, object]:
    """What will happen, once there is a day."""
    if not form.is_bound or not form.is_valid():
        return {"last_day": None}
    last_day = form.cleaned_data["last_day"]
    leaving = CONSEQUENCES.of_leaving(person, last_day)
    return {
        "last_day": last_day,
        "leaving": leaving,
        "offices": [(office_name(each.office.kind), each.first_deputy) for each in leaving.offices],
        "deputyships": [(office_name(each.office.kind), each.office.holder) for each in leaving.deputyships],
        "at_once": is_off_at_once(last_day, today=clock.today()),
    }
