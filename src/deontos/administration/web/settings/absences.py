"""Absences: who is away, will be and was; recorded for oneself and for others, and ended early."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from deontos.access.doors import door
from deontos.access.permissions import Permission
from deontos.access.vocabulary import Entrant
from deontos.administration.actions import absences
from deontos.administration.lines import unattended_from
from deontos.administration.registers import absences_in, absences_of_or_kept_by, people_on_duty
from deontos.administration.web.settings.choosing import people_to_choose, person_chosen
from deontos.administration.web.settings.forms import AbsenceForm, LastDayForm
from deontos.administration.web.settings.places import (
    actor_here,
    organisation_here,
    page_here,
    query_of,
    row_here,
    way_to,
)
from deontos.administration.web.settings.refusals import is_done
from deontos.administration.web.settings.ways import to_absences
from deontos.kernel import clock
from deontos.organisations.models import Absence, Person
from deontos.ui.dates import long_day

RECORD = Permission.ORGANISATIONS_ABSENCE_RECORD
FORM = ("GET", "HEAD", "POST")
WHEN = ("now", "coming", "past")


@door(requires=RECORD)
def absence_list(request: HttpRequest, organisation: str) -> HttpResponse:
    """Who is away now, later, or was before; with who recorded it."""
    home, today = organisation_here(request, organisation, RECORD), clock.today()
    when = request.GET.get("when", "")
    when = when if when in WHEN else "now"
    context = {
        "organisation": home,
        "page": page_here(request, absences_in(home.id, when, on=today)),
        "when": when,
        "today": today,
        "query": query_of(when=when),
        "unattended": unattended_from(home.id, on=today),
        "crumbs": way_to(home),
    }
    return render(request, "administration/settings/absence_list.html", context)


@door(requires=RECORD, methods=FORM)
def absence_record(request: HttpRequest, organisation: str) -> HttpResponse:
    """Record that somebody of the organisation is away."""
    home, today = organisation_here(request, organisation, RECORD), clock.today()
    person = person_chosen(request, people_on_duty(home.id, on=today))
    context: dict[str, Any] = {"organisation": home, "person": person, "crumbs": way_to(home, to_absences(home))}
    if person is None:
        context["choice"] = people_to_choose(request, home, on=today)
        return render(request, "administration/settings/absence_record.html", context)
    form = AbsenceForm(request.POST or None, initial={"started_on": today})
    if is_done(form, lambda: _record(request, person, form)):
        return redirect("absence_list", home.slug)
    return render(request, "administration/settings/absence_record.html", {**context, "form": form})


@door(open_to=Entrant.SIGNED_IN, methods=FORM)
def absence_own(request: HttpRequest) -> HttpResponse:
    """Everybody's own absences, and recording one."""
    person: Person = request.person  # type: ignore[attr-defined]
    form = AbsenceForm(request.POST or None, initial={"started_on": clock.today()})
    if is_done(form, lambda: _record(request, person, form)):
        return redirect("absence_own")
    rows = Absence.objects.filter(person=person).select_related("person", "recorded_by")
    page = page_here(request, rows.order_by("-started_on", "id"))
    context = {"form": form, "page": page, "today": clock.today(), "query": ""}
    return render(request, "administration/settings/absence_own.html", context)


@door(open_to=Entrant.SIGNED_IN, methods=FORM)
def absence_end(request: HttpRequest, absence: UUID) -> HttpResponse:
    """Somebody is back earlier: oneself, or who this person may record it for."""
    actor, now = actor_here(request), clock.now()
    found = row_here(absences_of_or_kept_by(actor).filter(pk=absence))
    home = found.person.organisation
    is_kept = actor.may(RECORD, home.id)
    form = LastDayForm(request.POST or None, initial={"last_day": clock.today()})
    if is_done(form, lambda: absences.end_absence(found, last_day=form.cleaned_data["last_day"], by=actor, at=now)):
        messages.success(request, _("What you changed is kept."))
        return redirect("absence_list", home.slug) if is_kept else redirect("absence_own")
    crumbs = way_to(home, to_absences(home)) if is_kept else []
    context = {"form": form, "absence": found, "is_coming": found.started_on > clock.today(), "crumbs": crumbs}
    return render(request, "administration/settings/absence_end.html", context)


def _record(request: HttpRequest, person: Person, form: AbsenceForm) -> None:
    actor, now, given = actor_here(request), clock.now(), form.cleaned_data
    absences.record_absence(person, started_on=given["started_on"], ended_on=given["last_day"], by=actor, at=now)
    messages.success(request, _("The absence of %(name)s is recorded.") % {"name": person.name})
    empty_from = unattended_from(person.organisation_id, on=clock.today())
    if empty_from and actor.may(RECORD, person.organisation_id):
        words = _("From %(day)s everybody who can read reports is away. Ask somebody to be there.")
        messages.warning(request, words % {"day": long_day(empty_from)})
