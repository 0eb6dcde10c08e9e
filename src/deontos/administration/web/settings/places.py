"""Where a page of settings is: which organisation, which row, and whether it is any business of whoever asks."""

from collections.abc import Sequence
from typing import TypeVar
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from deontos.access.doors import actor_at
from deontos.access.gate import Actor
from deontos.access.permissions import Permission
from deontos.administration.registers import LONGEST_SEARCH, organisations_kept_by
from deontos.organisations.models import Organisation
from deontos.ui.houses import Link

Row = TypeVar("Row", bound=Model)
PAGE_SIZE = 25


def actor_here(request: HttpRequest) -> Actor:
    """Whoever came in by a door for people who sign in."""
    actor = actor_at(request)
    assert actor is not None
    return actor


def organisation_here(request: HttpRequest, slug: str, permission: Permission) -> Organisation:
    """The organisation of an address. Raises Http404 where the actor may not do this in it, or it is not there."""
    return row_here(organisations_kept_by(actor_here(request), permission).filter(slug=slug))


def row_here(rows: QuerySet[Row]) -> Row:
    """The row that an address names, of those that the actor may see. Raises Http404."""
    found = rows.first()
    if found is None:
        raise Http404
    return found


def page_here(request: HttpRequest, rows: QuerySet[Row] | Sequence[Row]) -> Page[Row]:
    """The page of a list that the address asks for, counted and cut in the database."""
    return Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))


def words_here(request: HttpRequest) -> str:
    """What is searched for. A sign that no name holds, and no database keeps, is left out."""
    return request.GET.get("q", "").replace("\x00", "")[:LONGEST_SEARCH].strip()


def id_here(request: HttpRequest, name: str) -> UUID | None:
    """An id in the form or the address; None for whatever else stands there."""
    try:
        return UUID(request.POST.get(name) or request.GET.get(name) or "")
    except ValueError:
        return None


def query_of(**kept: str) -> str:
    """The part of an address that a pager keeps."""
    return urlencode({name: value for name, value in kept.items() if value})


def way_to(organisation: Organisation, *further: Link) -> list[Link]:
    """The crumbs above a page: settings of the organisation, and what stands between."""
    return [
        Link(_("Settings"), reverse("settings_overview", args=(organisation.slug,))),
        *further,
    ]
