"""What an organisation says about itself."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from deontos.access.gate import Actor, demand
from deontos.access.permissions import Permission
from deontos.administration.actions.following import close_following
from deontos.administration.actions.refusal import AdministrationRefused
from deontos.administration.vocabulary import AdministrationCode
from deontos.audit.actions import record
from deontos.organisations.models import Organisation
from deontos.organisations.vocabulary import Language, OrganisationKind


@dataclass(frozen=True, slots=True)
class OrganisationDetails:
    """Its name, what it is, the language of its pages, and the association that it is a member of."""

    name: str
    kind: OrganisationKind
    language: Language
    member_of: Organisation | None = None


def change_organisation(organisation: Organisation, details: OrganisationDetails, *, by: Actor, at: datetime) -> None:
    """Change what an organisation says about itself; which association it belongs to is its own word alone.

    Its address stays: it stands on paper. Whoever leaves an association is followed by it no longer.
    Refuses: NotAllowed, NOT_AN_ASSOCIATION.
    Records: organisation.changed, with the names of the columns; set_up.following_ended.
    """
    demand(by, Permission.ORGANISATIONS_ORGANISATION_CHANGE, organisation.id)
    association = details.member_of
    if association and (association.kind != OrganisationKind.ASSOCIATION or association.pk == organisation.pk):
        raise AdministrationRefused(AdministrationCode.NOT_AN_ASSOCIATION)
    with transaction.atomic():
        locked = Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
        wanted = {
            "name": details.name,
            "kind": details.kind.value,
            "language": details.language.value,
            "member_of_id": association.pk if association else None,
        }
        changed = [name for name, value in wanted.items() if getattr(locked, name) != value]
        if not changed:
            return
        for name in changed:
            setattr(locked, name, wanted[name])
        locked.save(update_fields=[name.removesuffix("_id") for name in changed])
        columns = {"columns": changed}
        record(organisation.id, "organisation.changed", by=by.person, about=organisation.id, at=at, details=columns)
        if "member_of_id" in changed:
            close_following(organisation, by=by.person, at=at)
    organisation.refresh_from_db()
