"""People: found by name, added, changed; their capacities; and leaving, after a page that says what will happen."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from deontos.access.doors import door
from deontos.access.gate import Actor
from deontos.access.permissions import Permission
from deontos.administration.actions import capacities, people
from deontos.administration.models import Account
from deontos.administration.queries import can_sign_in
from deontos.administration.registers import (
    capacities_kept_by,
    found_by_words,
    people_kept_by,
    people_on_duty,
)
from deontos.administration.web.settings.forms import CapacityForm, LastDayForm, PersonForm
from deontos.administration.web.settings.labels import held_by, standing_in, worked_by
from deontos.administration.web.settings.places import (
    actor_here,
    organisation_here,
    page_here,
    query_of,
    row_here,
    way_to,
    words_here,
)
from deontos.administration.web.settings.refusals import is_done
from deontos.administration.web.settings.ways import to_people, to_person
from deontos.kernel import clock
from deontos.organisations.models import Person, Unit

READ, CHANGE = Permission.ORGANISATIONS_PEOPLE_READ, Permission.ORGANISATIONS_PERSON_CHANGE
FORM = ("GET", "HEAD", "POST")
LEFT = "left"


@door(requires=READ)
def person_list(request: HttpRequest, organisation: str) -> HttpResponse:
    """The people of an organisation, or those who left it."""
    home, words, today = organisation_here(request, organisation, READ), words_here(request), clock.today()
    left = request.GET.get("which") == LEFT
    gone = Person.objects.filter(organisation=home, left_on__lt=today)
    rows = found_by_words(gone if left else people_on_duty(home.id, on=today), words)
    context = {
        "organisation": home,
        "page": page_here(request, rows.select_related("account")),
        "q": words,
        "left": left,
        "query": query_of(q=words, which=LEFT if left else ""),
        "crumbs": way_to(home),
    }
    return render(request, "administration/settings/person_list.html", context)


@door(requires=CHANGE, methods=FORM)
def person_add(request: HttpRequest, organisation: str) -> HttpResponse:
    """Somebody new."""
    home, actor, now = organisation_here(request, organisation, CHANGE), actor_here(request), clock.now()
    form = PersonForm(request.POST or None, initial={"language": home.language})
    added: list[Person] = []
    if is_done(form, lambda: added.append(people.add_person(home, form.details(), by=actor, at=now))):
        messages.success(request, _("%(name)s was added. Say next in which quality.") % {"name": added[0].name})
        return redirect("person_detail", added[0].id)
    context = {"form": form, "crumbs": way_to(home, to_people(home))}
    return render(request, "administration/settings/person_add.html", context)


@door(requires=READ)
def person_detail(request: HttpRequest, person: UUID) -> HttpResponse:
    """One person: how to reach, in which quality, with which offices, and whether signing in is possible."""
    actor, today = actor_here(request), clock.today()
    found = row_here(people_kept_by(actor, READ).filter(pk=person))
    home = found.organisation
    account = Account.objects.filter(person=found).first()
    context = {
        "person": found,
        "organisation": home,
        "account": account,
        "can_sign_in": can_sign_in(account),
        "capacities": worked_by(found),
        "offices": held_by(found, actor, on=today),
        "deputyships": standing_in(found, actor, on=today),
        "crumbs": way_to(home, to_people(home)),
    }
    return render(request, "administration/settings/person_detail.html", context)


@door(requires=CHANGE, methods=FORM)
def person_change(request: HttpRequest, person: UUID) -> HttpResponse:
    """Another name, address, telephone or language."""
    actor, now = actor_here(request), clock.now()
    found = row_here(people_kept_by(actor, CHANGE).filter(pk=person))
    columns = ("given_name", "family_name", "email", "telephone", "language")
    form = PersonForm(request.POST or None, initial={name: getattr(found, name) for name in columns})
    if is_done(form, lambda: people.change_person(found, form.details(), by=actor, at=now)):
        messages.success(request, _("What you changed is kept."))
        return redirect("person_detail", person)
    home = found.organisation
    context = {"form": form, "person": found, "crumbs": way_to(home, to_people(home), to_person(found))}
    return render(request, "administration/settings/person_change.html", context)


@door(requires=CHANGE, methods=FORM)
def capacity_give(request: HttpRequest, person: UUID) -> HttpResponse:
    """One more quality in which somebody belongs to the organisation."""
    actor = actor_here(request)
    found = row_here(people_kept_by(actor, CHANGE).filter(pk=person))
    home = found.organisation
    form = CapacityForm(request.POST or None, units=Unit.objects.filter(organisation=home))
    if is_done(form, lambda: _given(found, form, actor)):
        messages.success(request, _("What you changed is kept."))
        return redirect("person_detail", person)
    context = {"form": form, "person": found, "crumbs": way_to(home, to_people(home), to_person(found))}
    return render(request, "administration/settings/capacity_give.html", context)


@door(requires=CHANGE, methods=FORM)
def capacity_end(request: HttpRequest, capacity: UUID) -> HttpResponse:
    """The last day of one quality."""
    actor, now = actor_here(request), clock.now()
    found = row_here(capacities_kept_by(actor, CHANGE).filter(pk=capacity))
    form = LastDayForm(request.POST or None, initial={"last_day": clock.today()})
    if is_done(form, lambda: capacities.end_capacity(found, last_day=_day(form), by=actor, at=now)):
        messages.success(request, _("What you changed is kept."))
        return redirect("person_detail", found.person_id)
    home = found.person.organisation
    context = {"form": form, "capacity": found, "crumbs": way_to(home, to_people(home), to_person(found.person))}
    return render(request, "administration/settings/capacity_end.html", context)


def _given(person: Person, form: CapacityForm, actor: Actor) -> None:
    days: dict[str, Any] = {"started_on": form.cleaned_data["started_on"], "ended_on": form.cleaned_data["last_day"]}
    capacities.give_capacity(person, form.quality(), by=actor, at=clock.now(), **days)


def _day(form: LastDayForm) -> date:
    last_day: date = form.cleaned_data["last_day"]
    return last_day
