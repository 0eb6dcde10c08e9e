"""What happened to the keys of an organisation, from the audit chain, in words."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise

from deontos.access.doors import actor_at, door
from deontos.access.permissions import Permission
from deontos.audit.models import Entry
from deontos.audit.queries import is_authentic
from deontos.audit.vocabulary import ChainKind
from deontos.keyring.phrases import HISTORY
from deontos.keyring.web.stewards.subjects import subjects_of
from deontos.organisations.models import Organisation, Person

PAGE_SIZE = 30


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that was done; `is_ours` is False where the row does not carry our seal."""

    at: datetime | None
    what: str | Promise
    about: str
    by: str
    organisation: str
    is_ours: bool


@door(requires=Permission.KEYRING_ALARMS_READ)
def key_history(request: HttpRequest) -> HttpResponse:
    """The rows about certificates, stewards, resets and alarms, the newest first."""
    actor = actor_at(request)
    assert actor is not None
    homes = Organisation.objects.in_bulk(actor.organisations_with(Permission.KEYRING_ALARMS_READ))
    entries = Entry.objects.filter(organisation__in=homes, chain=ChainKind.DESK, fact__in=HISTORY)
    page = Paginator(entries.order_by("-at", "-number"), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page": page, "rows": _rows(list(page.object_list), homes), "several": len(homes) > 1}
    return render(request, "keyring/key_history.html", context)


def _rows(entries: list[Entry], homes: dict[UUID, Organisation]) -> list[Row]:
    """Rows in words. Three queries for the names, however many."""
    about = subjects_of([each.subject_id for each in entries])
    people = {each.id: each.name for each in Person.objects.filter(pk__in=[each.actor_id for each in entries])}
    return [
        Row(
            each.at,
            HISTORY[each.fact],
            about.get(each.subject_id, ""),
            people.get(each.actor_id, "") if each.actor_id else "",
            homes[each.organisation_id].name,
            is_authentic(each),
        )
        for each in entries
    ]
