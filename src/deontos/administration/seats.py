"""The first entries of the checklist: the offices without which a channel cannot open."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deontos.administration.checklists import OFFICES, Check
from deontos.administration.rules import may_read, may_vouch
from deontos.organisations.models import Deputy, Office, Organisation
from deontos.organisations.queries import on_day
from deontos.organisations.vocabulary import OfficeKind

SEATED = (OfficeKind.COMPLAINTS_MANAGER, OfficeKind.STEWARD, OfficeKind.ADMINISTRATOR)


def offices_in_place(organisations: Sequence[Organisation], on: date) -> Mapping[UUID, Sequence[Check]]:
    """Whether somebody reads, and whether there are stewards. Two queries, however many organisations."""
    deputies = Prefetch("deputies", queryset=Deputy.objects.filter(on_day(on)))
    rows = Office.objects.filter(on_day(on), organisation__in=organisations, kind__in=SEATED)
    found: dict[UUID, list[Office]] = {each.id: [] for each in organisations}
    for office in rows.prefetch_related(deputies):
        found[office.organisation_id].append(office)
    return {organisation: (_readers(held), _stewards(held)) for organisation, held in found.items()}


def _holders(held: Sequence[Office], kind: OfficeKind) -> set[UUID]:
    return {office.holder_id for office in held if office.kind == kind}


def _readers(held: Sequence[Office]) -> Check:
    managers = _holders(held, OfficeKind.COMPLAINTS_MANAGER)
    in_place = [office for office in held if office.kind == OfficeKind.COMPLAINTS_MANAGER]
    deputies = {deputy.person_id for office in in_place for deputy in office.deputies.all()} - managers
    named = ngettext("%(count)d deputy named.", "%(count)d deputies named.", len(deputies)) % {"count": len(deputies)}
    manager = _("A complaints manager holds office.") if managers else _("Nobody is complaints manager.")
    return Check(
        _("A complaints manager and a deputy read what is reported"),
        f"{manager} {named}",
        may_read(managers, deputies),
        _("The integrity officer or the administrator appoints a complaints manager and names a deputy."),
        _("The integrity policy: somebody else reads when the manager is away or involved"),
        (OFFICES,),
    )


def _stewards(held: Sequence[Office]) -> Check:
    stewards, administrators = _holders(held, OfficeKind.STEWARD), _holders(held, OfficeKind.ADMINISTRATOR)
    count, also = len(stewards), len(stewards & administrators)
    told = ngettext("%(count)d steward.", "%(count)d stewards.", count) % {"count": count}
    both = ngettext("%(count)d of them is also administrator.", "%(count)d of them are also administrators.", also)
    return Check(
        _("Three stewards vouch for keys, not all of them administrators"),
        f"{told} {both % {'count': also}}",
        may_vouch(stewards, administrators),
        _("The integrity officer or the administrator appoints three stewards."),
        _("House rule: whoever keeps the accounts does not decide alone whose key is whose"),
        (OFFICES,),
    )
