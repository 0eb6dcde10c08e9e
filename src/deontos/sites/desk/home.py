"""The home page of one person: the sentence that says where things stand, and the groups of what falls due."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from deontos.access.doors import actor_at
from deontos.access.gate import Actor
from deontos.access.permissions import Permission
from deontos.correspondence.files.room import mark_now
from deontos.kernel import clock
from deontos.kernel.urgency import Urgency, last_days
from deontos.keyring.queries import open_alarms, vault_of
from deontos.keyring.web.unlocking import unlocked
from deontos.organisations.models import Person
from deontos.sites.desk.agenda import AGENDA, agenda_counts_at
from deontos.ui.agenda import AgendaRow

SHOWN = 5
"""Rows in a group of the home page; the rest stands in the whole agenda."""

WORKS_WITH_KEYS = (Permission.CASES_CASE_READ, Permission.KEYRING_STEWARD_CERTIFY)
"""Whoever has one of these can do nothing without a vault."""

TITLES: dict[Urgency, str | Promise] = {
    Urgency.LATE: gettext_lazy("Late"),
    Urgency.THIS_WEEK: gettext_lazy("This week"),
    Urgency.LATER: gettext_lazy("Later"),
}
KINDS = {Urgency.LATE: "over", Urgency.THIS_WEEK: "week", Urgency.LATER: "later"}


@dataclass(frozen=True, slots=True)
class AgendaGroup:
    """One group: how many things there are, and the first of them."""

    id: str
    title: str | Promise
    kind: str
    count: int
    rows: list[AgendaRow]


@dataclass(frozen=True, slots=True)
class Home:
    """All that the home page shows."""

    sentence: str
    today: date
    groups: tuple[AgendaGroup, ...]
    shows_all: bool
    is_locked: bool
    needs_vault: bool
    alarms: int
    storage: int


def home_of(request: HttpRequest) -> Home:
    """The home page of whoever sends this request."""
    actor, today = actor_at(request), clock.today()
    person: Person = request.person  # type: ignore[attr-defined]
    assert actor is not None
    is_locked, counts = unlocked(request) is None, agenda_counts_at(request)
    return Home(
        sentence=_sentence(person, counts),
        today=today,
        groups=tuple(_group(actor, each, counts[each], today, is_locked) for each in Urgency if counts[each]),
        shows_all=all(count <= SHOWN for count in counts.values()),
        is_locked=is_locked,
        needs_vault=is_locked and _works_with_keys(actor) and vault_of(person.id) is None,
        alarms=_alarms(actor),
        storage=_storage(actor),
    )


def _works_with_keys(actor: Actor) -> bool:
    return any(actor.organisations_with(permission) for permission in WORKS_WITH_KEYS)


def _alarms(actor: Actor) -> int:
    """How many alarms about keys are open where this person watches over them."""
    homes = actor.organisations_with(Permission.KEYRING_ALARMS_READ)
    return open_alarms(homes).count() if homes else 0


def _storage(actor: Actor) -> int:
    """The mark that the disk has reached, for whoever keeps an organisation; 0 while there is room."""
    return mark_now() if actor.organisations_with(Permission.ORGANISATIONS_ORGANISATION_CHANGE) else 0


def _group(actor: Actor, urgency: Urgency, count: int, today: date, is_locked: bool) -> AgendaGroup:
    days = last_days(urgency, today=today)
    rows = AGENDA.rows(actor, days, on=today, most=SHOWN, is_locked=is_locked)
    return AgendaGroup(f"agenda-{KINDS[urgency]}", TITLES[urgency], KINDS[urgency], count, rows)


def _sentence(person: Person, counts: dict[Urgency, int]) -> str:
    late, soon = counts[Urgency.LATE], counts[Urgency.THIS_WEEK]
    told = [_("Hello %(name)s.") % {"name": person.given_name}]
    if late:
        told.append(ngettext("%(count)d thing is late.", "%(count)d things are late.", late) % {"count": late})
    if soon:
        words = ngettext("%(count)d thing is due this week.", "%(count)d things are due this week.", soon)
        told.append(words % {"count": soon})
    if not late and not soon:
        told.append(_("Nothing is due this week."))
    return " ".join(told)
