"""What happened on a day in somebody's cases: own acts and those of colleagues with the hour, reporters' without."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import overload
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from deontos.access.doors import actor_at, door
from deontos.access.gate import Actor
from deontos.access.permissions import Permission
from deontos.administration.web.settings.forms import day_field
from deontos.audit.models import Entry
from deontos.audit.queries import is_authentic
from deontos.cases.activities import acts_of, told_on
from deontos.cases.models import CaseFile
from deontos.kernel import clock
from deontos.keyring.web.unlocking import unlocked
from deontos.organisations.models import Person
from deontos.ui.forms import PageForm

PAGE_SIZE = 25
WORDS: Mapping[str, str | Promise] = {
    "case.opened": _("Opened the case"),
    "case.acknowledged": _("Confirmed receipt"),
    "case.asked": _("Asked the reporter something"),
    "case.answered": _("Answered the reporter"),
    "case.closed": _("Closed the case"),
    "case.exempted": _("Left receipt unconfirmed"),
    "case.extended": _("Put a term off"),
    "case.suspended": _("Paused a term"),
    "case.recused": _("Handed the case over, being involved"),
    "case.handed_over": _("Handed the case over"),
    "case.exported": _("Took a copy of the case out"),
    "case.deputy_woken": _("A deputy can read it from now on"),
    "identity.asked": _("Asked for the name"),
    "dossier.written": _("Wrote in the dossier"),
}
CAME, WROTE, TURNED = _("Something was confided"), _("The reporter wrote"), _("The reporter chose somebody else")
UNSOUND = _("This line of the log does not hold. Tell whoever runs the installation.")
STILL_TO_COME = _("This day is still to come. Today is shown.")
WRONG_DAY = _("Type a day that exists, such as 24/11/2026. Today is shown.")


@dataclass(frozen=True, slots=True)
class CaseRow:
    """The case that something happened in."""

    id: UUID
    number: str
    received_on: date


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing that happened. A reporter's has no moment; `who` is empty where nobody signed in did it."""

    row: CaseRow
    words: Sequence[str | Promise]
    who: str = ""
    own: bool = False
    at: datetime | None = None
    by_reporter: bool = False


@dataclass(frozen=True, slots=True)
class OneDay(Sequence[CaseFile | Entry]):
    """What reporters did and then what was done at the desk, for a paginator: each list is cut in the database."""

    told: QuerySet[CaseFile]
    acts: QuerySet[Entry]
    lengths: tuple[int, int]

    def __len__(self) -> int:
        return sum(self.lengths)

    @overload
    def __getitem__(self, place: int) -> CaseFile | Entry: ...

    @overload
    def __getitem__(self, place: slice) -> list[CaseFile | Entry]: ...

    def __getitem__(self, place: int | slice) -> CaseFile | Entry | list[CaseFile | Entry]:
        if isinstance(place, int):
            return self[place : place + 1][0]
        first, stop, told = place.start or 0, place.stop or len(self), self.lengths[0]
        before = list(self.told[first:stop]) if first < told else []
        return [*before, *self.acts[max(0, first - told) : max(0, stop - told)]]


class DayForm(PageForm):
    """The day that is looked at."""

    day = day_field(_("Day"), required=False)

    def __init__(self, data: QueryDict, *, today: date) -> None:
        shown = data.copy()
        shown["day"] = data.get("day") or today.isoformat()
        super().__init__(shown)
        self.today = today
        self.fields["day"].error_messages["invalid"] = WRONG_DAY

    def clean_day(self) -> date:
        """The day; without one, today."""
        day: date = self.cleaned_data["day"] or self.today
        if day > self.today:
            self.add_error("day", STILL_TO_COME)
            return self.today
        return day


@door(requires=Permission.CASES_CASE_READ)
def case_activity(request: HttpRequest) -> HttpResponse:
    """What happened today, or on another day, in the cases that this person may see."""
    actor, today, is_locked = actor_at(request), clock.today(), unlocked(request) is None
    assert actor is not None
    form = DayForm(request.GET, today=today)
    form.is_valid()
    day: date = form.cleaned_data.get("day") or today
    page = Paginator(_day_of(actor, day, today), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "day": day,
        "is_today": day == today,
        "before": day - timedelta(days=1),
        "after": day + timedelta(days=1),
        "page": page,
        "rows": list(_happened(page, actor, is_locked=is_locked)),
        "query": f"day={day.isoformat()}",
        "is_locked": is_locked,
    }
    return render(request, "cases/case_activity.html", context)


def _day_of(actor: Actor, day: date, today: date) -> OneDay:
    told, acts = told_on(actor, day, on=today), acts_of(actor, day, on=today)
    return OneDay(told, acts, (told.count(), acts.count()))


def _happened(page: Page[CaseFile | Entry], actor: Actor, *, is_locked: bool) -> Iterable[Happened]:
    """The rows of a page, with the names and cases that they need; two queries."""
    shown = list(page.object_list)
    acts = [each for each in shown if isinstance(each, Entry)]
    cases = CaseFile.objects.in_bulk([each.subject_id for each in acts if each.subject_id])
    people = Person.objects.in_bulk([each.actor_id for each in acts if each.actor_id])
    for each in shown:
        if isinstance(each, CaseFile):
            yield Happened(_row(each, is_locked=is_locked), _of_reporter(each), by_reporter=True)
        elif each.subject_id in cases:
            who = people.get(each.actor_id) if each.actor_id else None
            words = WORDS[each.fact] if is_authentic(each) else UNSOUND
            row, own = _row(cases[each.subject_id], is_locked=is_locked), each.actor_id == actor.person
            yield Happened(row, [words], who.name if who else "", own=own, at=each.at)


def _row(case: CaseFile, *, is_locked: bool) -> CaseRow:
    return CaseRow(case.id, "" if is_locked else case.number or "", case.received_on)


def _of_reporter(case: CaseFile) -> list[str | Promise]:
    said = (("came", CAME), ("wrote", WROTE), ("turned", TURNED))
    return [words for name, words in said if getattr(case, name)]
