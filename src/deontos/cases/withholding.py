"""Which openings of a name a reporter is not told of yet, and which were told late; by rows that the log knows.

A row that the log does not hold as it stands withholds nothing: then the reporter sees what is.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from deontos.access.gate import Actor
from deontos.audit.queries import details_of, entries_about
from deontos.cases.models import CaseFile, Withholding
from deontos.cases.queries import cases_visible_to
from deontos.cases.rules import is_withheld
from deontos.correspondence.models import Conversation
from deontos.vault.digests import digest

WITHHELD = "identity.withheld"
"""The fact under which a decision not to tell the reporter stands in the log, each time it is taken."""
OPENED = "identity.opened_untold"
"""The fact under which it stands there that the name was opened meanwhile."""
TOLD = "identity.told_late"
"""The fact with which it ends, by somebody or by itself."""
FACTS = (WITHHELD, OPENED, TOLD)


@dataclass(frozen=True, slots=True)
class Untold:
    """Whose opening of a name its reporter does not know of yet, and what the reporter was told late."""

    hidden: frozenset[UUID]
    late: tuple[Withholding, ...]


def stored_row(row: Withholding) -> str:
    """The digest of all columns of a withholding, as the log holds it after each change."""
    days = [day.isoformat() if day else "" for day in (row.asked_on, row.opened_on, row.until_on, row.told_on)]
    people = [row.person_id, row.decided_by_id, row.told_by_id or ""]
    return digest("withholding-row-1", row.id, row.case_id, row.ground, row.reason_id, *people, *days).hex()


def said_last(cases: Iterable[UUID]) -> dict[str, str]:
    """The row of each withholding of these cases as the log had it last, by its id. One query."""
    found = entries_about(list(cases), FACTS)
    details = [details_of(entry) for entries in found.values() for entry in entries]
    return {str(each["withholding"]): str(each["row"]) for each in details}


def untold_in(conversation: Conversation, *, on: date) -> Untold:
    """What its reporter does not know yet of openings by law, and what was told late. Two queries, one without any."""
    rows = Withholding.objects.filter(case__disclosure__conversation=conversation).select_related("person")
    found = list(rows.order_by("asked_on", "id"))
    said = said_last({row.case_id for row in found}) if found else {}
    known = [row for row in found if said.get(str(row.id)) == stored_row(row)]
    hidden = {row.person_id for row in known if is_withheld(row.until_on, row.told_on, on=on)}
    late = [row for row in known if not is_withheld(row.until_on, row.told_on, on=on)]
    return Untold(frozenset(hidden), tuple(late))


def withheld_in(case: CaseFile, *, on: date) -> QuerySet[Withholding]:
    """What the reporter of a case is not told yet, for whoever handles it, the nearest day of review first."""
    return _running(on).filter(case=case).select_related("person", "decided_by")


def withheld_for(actor: Actor, *, on: date) -> QuerySet[Withholding]:
    """What the reporters of somebody's cases are not told yet, the nearest day of review first."""
    cases = cases_visible_to(actor, on=on).values("pk")
    return _running(on).filter(case__in=cases).select_related("case__organisation")


def withholding_visible_to(actor: Actor, case: UUID, withholding: UUID, *, on: date) -> Withholding | None:
    """One withholding of a case that somebody may see, also when it is over; None for every other. One query."""
    cases = cases_visible_to(actor, on=on).filter(pk=case).values("pk")
    rows = Withholding.objects.filter(pk=withholding, case__in=cases)
    return rows.select_related("person", "decided_by").first()


def _running(on: date) -> QuerySet[Withholding]:
    return Withholding.objects.filter(told_on__isnull=True, until_on__gte=on).order_by("until_on", "id")
