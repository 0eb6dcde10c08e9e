"""Offices: who holds what now, later and before; giving one with its mandate, and ending it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from deontos.access.doors import door
from deontos.access.gate import Actor
from deontos.access.permissions import Permission
from deontos.administration.actions import offices
from deontos.administration.readiness import READINESS
from deontos.administration.registers import former_office, offices_in, offices_kept_by, people_on_duty, vacant_offices
from deontos.administration.web.settings.choosing import people_to_choose, person_chosen
from deontos.administration.web.settings.forms import AppointForm, LastDayForm, MandateForm
from deontos.administration.web.settings.labels import days_of, office_name
from deontos.administration.web.settings.places import (
    actor_here,
    organisation_here,
    page_here,
    query_of,
    row_here,
    way_to,
)
from deontos.administration.web.settings.refusals import is_done
from deontos.administration.web.settings.seats import OfficePage, deputies_left, kind_here, warned, warnings_before
from deontos.administration.web.settings.ways import to_office, to_offices
from deontos.kernel import clock
from deontos.organisations.models import Office, Organisation, Person
from deontos.organisations.phrases import OFFICES
from deontos.organisations.queries import holder_of
from deontos.organisations.vocabulary import HELD_BY_ONE, OfficeKind

READ, GIVE, END = (
    Permission.ORGANISATIONS_OFFICES_READ,
    Permission.ORGANISATIONS_OFFICE_APPOINT,
    Permission.ORGANISATIONS_OFFICE_END,
)
FORM = ("GET", "HEAD", "POST")
WHEN = ("now", "coming", "past")


@door(requires=READ)
def office_list(request: HttpRequest, organisation: str) -> HttpResponse:
    """The offices of an organisation: held now, coming, or past; and those that nobody holds."""
    home, today, actor = organisation_here(request, organisation, READ), clock.today(), actor_here(request)
    when, kind = request.GET.get("when", ""), kind_here(request)
    when = when if when in WHEN else "now"
    rows = offices_in(home.id, when, on=today)
    page = page_here(request, rows.filter(kind=kind) if kind else rows)
    vacant = vacant_offices(home.id, on=today) if when == "now" else []
    context = {
        "organisation": home,
        "page": page,
        "rows": [(each, office_name(each.kind), days_of(each.started_on, each.ended_on)) for each in page],
        "when": when,
        "kind": kind,
        "kinds": [(each.value, office_name(each)) for each in OfficeKind],
        "vacant": [(each.value, office_name(each)) for each in vacant],
        "query": query_of(when=when, kind=kind or ""),
        "may_appoint": actor.may(GIVE, home.id),
        "crumbs": way_to(home),
    }
    return render(request, "administration/settings/office_list.html", context)


@door(requires=READ)
def office_detail(request: HttpRequest, office: UUID) -> HttpResponse:
    """One office: holder, mandate, deputies in their order, what is still needed, and what asks attention."""
    actor = actor_here(request)
    found = row_here(offices_kept_by(actor, READ).filter(pk=office))
    page = OfficePage(found, actor, clock.today())
    crumbs = way_to(found.organisation, to_offices(found.organisation))
    return render(request, "administration/settings/office_detail.html", {**page.context(), "crumbs": crumbs})


@door(requires=GIVE, methods=FORM)
def office_appoint(request: HttpRequest, organisation: str) -> HttpResponse:
    """Give an office: which one, to whom, from when, with which mandate."""
    home, today = organisation_here(request, organisation, GIVE), clock.today()
    kind, holder = kind_here(request), person_chosen(request, people_on_duty(home.id, on=today))
    context: dict[str, Any] = {"organisation": home, "kind": kind, "crumbs": way_to(home, to_offices(home))}
    if kind is None or holder is None:
        context["kinds"] = [(each.value, office_name(each)) for each in OfficeKind]
        context["choice"] = people_to_choose(request, home, on=today, kind=kind or "")
        return render(request, "administration/settings/office_appoint.html", context)
    former = former_office(home.id, kind)
    left = deputies_left(former, holder)
    form = AppointForm(request.POST or None, deputies=left, initial={"started_on": today, "take_over": True})
    given: list[Office] = []
    if is_done(form, lambda: given.append(_appointed(request, home, kind, holder, former, form))):
        return redirect("office_detail", given[0].id)
    context |= {"form": form, "holder": holder, **_before(home, kind, holder)}
    return render(request, "administration/settings/office_appoint.html", context)


@door(requires=GIVE, methods=FORM)
def office_mandate(request: HttpRequest, office: UUID) -> HttpResponse:
    """Another mandate document, or other hours a week."""
    actor, now = actor_here(request), clock.now()
    found = row_here(offices_kept_by(actor, GIVE).filter(pk=office))
    initial = {"document": found.mandate_document, "hours_a_week": found.mandate_hours_a_week}
    form = MandateForm(request.POST or None, initial=initial)
    if is_done(form, lambda: offices.change_mandate(found, form.mandate(), by=actor, at=now)):
        messages.success(request, _("What you changed is kept."))
        return redirect("office_detail", office)
    home = found.organisation
    context = {"form": form, "office": found, "crumbs": way_to(home, to_offices(home), to_office(found))}
    return render(request, "administration/settings/office_mandate.html", context)


@door(requires=END, methods=FORM)
def office_end(request: HttpRequest, office: UUID) -> HttpResponse:
    """The last day of an office, after a page that says what follows."""
    actor, now = actor_here(request), clock.now()
    found = row_here(offices_kept_by(actor, END).filter(pk=office))
    home, name = found.organisation, office_name(found.kind)
    form = LastDayForm(request.POST or None, initial={"last_day": clock.today()})
    if is_done(form, lambda: offices.end_office(found, last_day=form.cleaned_data["last_day"], by=actor, at=now)):
        messages.success(request, _("The last day of this office is written down."))
        return redirect("office_list", home.slug)
    context = {
        "form": form,
        "office": found,
        "name": name,
        "crumbs": way_to(home, to_offices(home), to_office(found)),
    }
    return render(request, "administration/settings/office_end.html", context)


def _appointed(
    request: HttpRequest, home: Organisation, kind: OfficeKind, holder: Person, former: Office | None, form: AppointForm
) -> Office:
    actor: Actor = actor_here(request)
    day, takes_over = form.cleaned_data["started_on"], former if form.cleaned_data.get("take_over") else None
    given = offices.appoint(
        home, kind, holder, started_on=day, by=actor, at=clock.now(), mandate=form.mandate(), takes_over=takes_over
    )
    messages.success(request, _("The office was given."))
    for sentence in warned(given.warnings):
        messages.warning(request, sentence)
    return given.office


def _before(home: Organisation, kind: OfficeKind, holder: Person) -> dict[str, Any]:
    """What asks attention before an office is given."""
    today = clock.today()
    return {
        "name": office_name(kind),
        "in_sentence": OFFICES[kind],
        "held": holder_of(home, kind, on=today) if kind in HELD_BY_ONE else None,
        "warnings": warned(warnings_before(home, kind, holder, on=today)),
        "needs": [need for need in READINESS.needs(home, kind, [holder], on=today)[holder.id] if not need.is_met],
    }
