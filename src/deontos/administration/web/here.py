"""Which organisation a settings page is about: `organisation` in the address, for whoever keeps several."""

from django.http import Http404, HttpRequest

from deontos.access.doors import actor_at
from deontos.access.permissions import Permission
from deontos.organisations.models import Organisation

NAME = "organisation"


def kept_organisations(request: HttpRequest, *permissions: Permission) -> list[Organisation]:
    """Where whoever sends this request has one of these permissions, the own organisation first. One query."""
    actor = actor_at(request)
    ids = {each for permission in permissions for each in actor.organisations_with(permission)} if actor else set()
    home = request.person.organisation_id  # type: ignore[attr-defined]
    found = Organisation.objects.filter(pk__in=ids).select_related("member_of").order_by("name", "slug")
    return sorted(found, key=lambda each: each.id != home)


def organisation_here(request: HttpRequest, *permissions: Permission) -> Organisation:
    """The organisation that a page is about. Raises Http404 where this person has none of these permissions."""
    kept = kept_organisations(request, *permissions)
    asked = request.POST.get(NAME) or request.GET.get(NAME, "")
    here = next((each for each in kept if not asked or each.slug == asked), None)
    if here is None:
        raise Http404
    return here
