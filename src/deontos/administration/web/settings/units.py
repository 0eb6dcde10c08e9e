"""The tree of units: one level after the other, found by name, with head and place."""

from uuid import UUID

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from deontos.access.doors import door
from deontos.access.permissions import Permission
from deontos.administration.actions import units
from deontos.administration.actions.refusal import AdministrationRefused
from deontos.administration.registers import people_on_duty, units_kept_by
from deontos.administration.web.settings.choosing import people_to_choose, person_chosen
from deontos.administration.web.settings.forms import UnitForm
from deontos.administration.web.settings.places import (
    actor_here,
    id_here,
    organisation_here,
    page_here,
    query_of,
    row_here,
    way_to,
    words_here,
)
from deontos.administration.web.settings.refusals import is_done, words_of
from deontos.administration.web.settings.ways import to_unit, to_units
from deontos.kernel import clock
from deontos.organisations.models import Unit

KEEP = Permission.ORGANISATIONS_UNIT_CHANGE
FORM = ("GET", "HEAD", "POST")


@door(requires=KEEP)
def unit_list(request: HttpRequest, organisation: str) -> HttpResponse:
    """The units at the top, or every unit of whose name something is searched for."""
    home, words = organisation_here(request, organisation, KEEP), words_here(request)
    rows = Unit.objects.filter(organisation=home).select_related("head", "above").annotate(under=Count("below"))
    found = rows.filter(name__icontains=words) if words else rows.filter(above__isnull=True)
    page = page_here(request, found.order_by("name", "id"))
    context = {"organisation": home, "page": page, "q": words, "query": query_of(q=words), "crumbs": way_to(home)}
    return render(request, "administration/settings/unit_list.html", context)


@door(requires=KEEP, methods=FORM)
def unit_add(request: HttpRequest, organisation: str) -> HttpResponse:
    """A new unit, at the top or under the one that the address names."""
    home = organisation_here(request, organisation, KEEP)
    rows = Unit.objects.filter(organisation=home)
    form = UnitForm(request.POST or None, units=rows, initial={"above": id_here(request, "above")})
    actor, now = actor_here(request), clock.now()
    if is_done(form, lambda: units.add_unit(home, *form.answers(), by=actor, at=now)):
        messages.success(request, _("The unit was added."))
        _name, above = form.answers()
        return redirect("unit_detail", above.id) if above else redirect("unit_list", home.slug)
    context = {"form": form, "organisation": home, "crumbs": way_to(home, to_units(home))}
    return render(request, "administration/settings/unit_add.html", context)


@door(requires=KEEP, methods=FORM)
def unit_detail(request: HttpRequest, unit: UUID) -> HttpResponse:
    """One unit: its name and place, its head, and what stands under it."""
    actor, now = actor_here(request), clock.now()
    found = row_here(units_kept_by(actor, KEEP).filter(pk=unit))
    home = found.organisation
    others = Unit.objects.filter(organisation=home).exclude(pk=unit)
    form = UnitForm(request.POST or None, units=others, initial={"name": found.name, "above": found.above_id})
    if is_done(form, lambda: units.change_unit(found, *form.answers(), by=actor, at=now)):
        messages.success(request, _("What you changed is kept."))
        return redirect("unit_detail", unit)
    under = Unit.objects.filter(above=unit).select_related("head").annotate(under=Count("below"))
    context = {
        "form": form,
        "unit": found,
        "organisation": home,
        "page": page_here(request, under.order_by("name", "id")),
        "query": "",
        "crumbs": way_to(home, to_units(home)),
    }
    return render(request, "administration/settings/unit_detail.html", context)


@door(requires=KEEP, methods=FORM)
def unit_head(request: HttpRequest, unit: UUID) -> HttpResponse:
    """Who heads a unit: somebody of the organisation, or nobody."""
    actor, today = actor_here(request), clock.today()
    found = row_here(units_kept_by(actor, KEEP).filter(pk=unit))
    home = found.organisation
    if request.method == "POST":
        head = person_chosen(request, people_on_duty(home.id, on=today))
        if head or request.POST.get("go") == "nobody":
            units.set_head(found, head, by=actor, at=clock.now())
            messages.success(request, _("What you changed is kept."))
            return redirect("unit_detail", unit)
    context = {
        "unit": found,
        "choice": people_to_choose(request, home, on=today),
        "crumbs": way_to(home, to_units(home), to_unit(found)),
    }
    return render(request, "administration/settings/unit_head.html", context)


@door(requires=KEEP, methods=FORM)
def unit_delete(request: HttpRequest, unit: UUID) -> HttpResponse:
    """Take an empty unit away, after a page that asks."""
    actor = actor_here(request)
    found = row_here(units_kept_by(actor, KEEP).filter(pk=unit))
    home = found.organisation
    if request.method == "POST":
        try:
            units.delete_unit(found, by=actor, at=clock.now())
            messages.success(request, _("The unit was taken away."))
            return redirect("unit_list", home.slug)
        except AdministrationRefused as refusal:
            messages.error(request, words_of(refusal))
            return redirect("unit_detail", unit)
    context = {"unit": found, "crumbs": way_to(home, to_units(home), to_unit(found))}
    return render(request, "administration/settings/unit_delete.html", context)
