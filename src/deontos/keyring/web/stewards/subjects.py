"""Whom an alarm or a row of the audit is about: a certificate or a person, by name."""

from collections.abc import Collection
from uuid import UUID

from django.utils.translation import gettext as _

from deontos.keyring.models import ReaderCertificate
from deontos.organisations.models import Person
from deontos.organisations.phrases import OFFICES
from deontos.organisations.vocabulary import OfficeKind


def subjects_of(ids: Collection[UUID | None]) -> dict[UUID | None, str]:
    """The names behind ids of certificates and people; an id of something else has none. Two queries."""
    known = [each for each in ids if each]
    certificates = ReaderCertificate.objects.filter(pk__in=known).select_related("person")
    names: dict[UUID | None, str] = {each.id: each.name for each in Person.objects.filter(pk__in=known)}
    for each in certificates:
        office = OFFICES[OfficeKind(each.office)]
        names[each.id] = _("%(name)s, %(office)s") % {"name": each.person.name, "office": office}
    return names
