"""The filters that somebody keeps: kept from the list of cases, renamed, put first, removed."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from deontos.access.doors import actor_at, door
from deontos.access.gate import Actor, NotAllowed
from deontos.access.permissions import Permission
from deontos.cases.actions import filters
from deontos.cases.filter_models import SavedFilter
from deontos.cases.inboxes import filters_of
from deontos.cases.phrases import REFUSALS
from deontos.cases.vocabulary import CaseCode
from deontos.cases.web.inbox_form import InboxForm, Towns, towns_of
from deontos.cases.web.keep_form import KeepForm, NameForm

FORM = ("GET", "HEAD", "POST")


@dataclass(frozen=True, slots=True)
class KeptRow:
    """One filter: what it asks in words, and the form that gives it another name."""

    kept: SavedFilter
    words: list[str]
    form: NameForm


@door(requires=Permission.CASES_CASE_READ, methods=FORM)
def case_filters(request: HttpRequest) -> HttpResponse:
    """The own filters; or keep one more, or let the list of cases open on none of them."""
    by = _actor(request)
    if request.method != "POST":
        return _shown(request, by)
    if request.POST.get("go") == "none":
        return _done(request, lambda: filters.put_first(None, by=by), _("Your list of cases opens on all open cases."))
    form = KeepForm(request.POST, actor=by)
    if form.is_valid():
        given = form.cleaned_data
        try:
            filters.keep(given["name"], given["address"], is_first=given["is_first"], by=by)
        except filters.FilterRefused as refusal:
            form.mark_wrong("name", told(refusal))
        else:
            messages.success(request, _("The filter is kept. It stands above your list of cases."))
            return redirect(f"../?{given['address']}")
    return _shown(request, by, form)


@door(requires=Permission.CASES_CASE_READ, methods=("POST",))
def case_filter(request: HttpRequest, kept: UUID) -> HttpResponse:
    """Rename one of the own filters, let the list of cases open on it, or remove it."""
    by, go = _actor(request), request.POST.get("go")
    if go == "remove":
        return _done(request, lambda: filters.remove(kept, by=by), _("The filter is removed."))
    if go == "first":
        return _done(request, lambda: filters.put_first(kept, by=by), _("Your list of cases opens on this filter."))
    form = NameForm(request.POST, auto_id=f"name-{kept}-%s")
    if form.is_valid():
        try:
            return _done(
                request,
                lambda: filters.rename(kept, form.cleaned_data["name"], by=by),
                _("The filter has its new name."),
            )
        except filters.FilterRefused as refusal:
            form.mark_wrong("name", told(refusal))
    if not filters_of(by).filter(pk=kept).exists():
        raise Http404
    return _shown(request, by, form, renaming=kept)


def told(refusal: filters.FilterRefused) -> str:
    """Why a filter is not kept like this."""
    return str(REFUSALS[CaseCode(refusal.code)]) % dict(refusal.parameters)


def in_words(address: str, actor: Actor, towns: Towns) -> list[str]:
    """What a filter asks, part by part, in the language of the page."""
    form = InboxForm(QueryDict(address), actor=actor, is_locked=False, towns=towns)
    form.is_valid()
    return form.in_words()


def _actor(request: HttpRequest) -> Actor:
    actor = actor_at(request)
    assert actor is not None
    return actor


def _done(request: HttpRequest, act: Callable[[], None], words: str) -> HttpResponse:
    try:
        act()
    except NotAllowed:
        raise Http404 from None
    messages.success(request, words)
    return redirect("case_filters")


def _shown(
    request: HttpRequest, by: Actor, form: NameForm | None = None, *, renaming: UUID | None = None
) -> HttpResponse:
    """The page; `form` is the one that was taken back, of a filter that is being renamed or of a new one."""
    towns = towns_of(by)
    rows = [
        KeptRow(each, in_words(each.address, by, towns), form if form and each.pk == renaming else _name_form(each))
        for each in filters_of(by)
    ]
    keeping = form if form and not renaming else None
    has_first = any(row.kept.is_first for row in rows)
    context = {"rows": rows, "keeping": keeping, "form": form, "most": filters.MOST, "has_first": has_first}
    return render(request, "cases/case_filters.html", context)


def _name_form(kept: SavedFilter) -> NameForm:
    return NameForm(initial={"name": kept.name}, auto_id=f"name-{kept.pk}-%s")
