"""Keeping, naming and removing filters of one's own inbox. Records nothing: it is how somebody looks, no more.

Whoever reads no cases keeps none, and what they kept before goes in the night; nobody sees or changes another's.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from deontos.access.gate import Actor, NotAllowed, actor_of
from deontos.access.permissions import Permission
from deontos.access.vocabulary import GateCode
from deontos.cases.filter_models import SavedFilter
from deontos.cases.vocabulary import CaseCode
from deontos.kernel.clock import civil_date
from deontos.kernel.refusals import Refusal
from deontos.organisations.models import Person

MOST = 20
"""Filters of one person: more are no help any more."""


class FilterRefused(Refusal):
    """A filter cannot be kept like this."""


def keep(name: str, address: str, *, is_first: bool = False, by: Actor) -> SavedFilter:
    """Keep a filter under a name; `is_first`: the inbox opens on it from now on.

    Refuses: NotAllowed, FILTER_HAS_NAME, TOO_MANY_FILTERS. Records nothing.
    """
    _may_keep(by)
    with _alone(by):
        if SavedFilter.objects.filter(person=by.person).count() >= MOST:
            raise FilterRefused(CaseCode.TOO_MANY_FILTERS, most=MOST)
        if is_first:
            _let_none_be_first(by)
        return SavedFilter.objects.create(person_id=by.person, name=name, address=address, is_first=is_first)


def rename(kept: UUID, name: str, *, by: Actor) -> None:
    """Give a filter another name. Refuses: NotAllowed, FILTER_HAS_NAME. Records nothing."""
    _may_keep(by)
    with _alone(by):
        if not SavedFilter.objects.filter(pk=kept, person=by.person).update(name=name):
            raise NotAllowed(GateCode.NOT_ALLOWED)


def put_first(kept: UUID | None, *, by: Actor) -> None:
    """Let the inbox open on one of the own filters, or on none. Refuses: NotAllowed. Records nothing."""
    _may_keep(by)
    with _alone(by):
        _let_none_be_first(by)
        if kept and not SavedFilter.objects.filter(pk=kept, person=by.person).update(is_first=True):
            raise NotAllowed(GateCode.NOT_ALLOWED)


def remove(kept: UUID, *, by: Actor) -> None:
    """Keep a filter no longer. Refuses: NotAllowed. Records nothing."""
    _may_keep(by)
    gone, _of = SavedFilter.objects.filter(pk=kept, person=by.person).delete()
    if not gone:
        raise NotAllowed(GateCode.NOT_ALLOWED)


def clear_filters(*, at: datetime) -> None:
    """Erase the filters of whoever reads no cases today: who left, or holds no such office any more.

    Their names are words that somebody typed, and nobody else could ever remove them. Records nothing.
    """
    on = civil_date(at)
    for person in list(SavedFilter.objects.order_by().values_list("person_id", flat=True).distinct()):
        if not actor_of(person, on=on).organisations_with(Permission.CASES_CASE_READ):
            SavedFilter.objects.filter(person=person).delete()


def _may_keep(by: Actor) -> None:
    if not by.organisations_with(Permission.CASES_CASE_READ):
        raise NotAllowed(GateCode.NOT_ALLOWED, permission=Permission.CASES_CASE_READ)


@contextmanager
def _alone(by: Actor) -> Iterator[None]:
    """One change of somebody's filters at a time; a name that stands twice is refused."""
    try:
        with transaction.atomic():
            Person.objects.select_for_update(no_key=True).get(pk=by.person)
            yield
    except IntegrityError:
        raise FilterRefused(CaseCode.FILTER_HAS_NAME) from None


def _let_none_be_first(by: Actor) -> None:
    SavedFilter.objects.filter(person=by.person, is_first=True).update(is_first=False)
