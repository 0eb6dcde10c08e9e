"""Puts a case page together: what anybody who may see the case sees, and what only an open vault shows."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from deontos.access.doors import actor_at
from deontos.access.gate import Actor
from deontos.cases.drafts import KeptDraft, draft_of
from deontos.cases.models import CaseFile
from deontos.cases.phrases import DUE, DUE_BY, NOW, STEPS, TO_DECIDE, WAS_DUE
from deontos.cases.queries import KeyBearer, case_visible_to, key_bearers
from deontos.cases.ready_texts import offered_in
from deontos.cases.vocabulary import CaseState, Panel
from deontos.cases.web.clocks import all_in_words
from deontos.cases.web.filling import Writing
from deontos.cases.web.forms import MoveForm, new_form
from deontos.cases.web.meanwhile import since_kept
from deontos.cases.web.opened import Confided, NameStanding, confided, removed, talk
from deontos.cases.web.people import accesses
from deontos.cases.web.tags import name_tag, state_tag
from deontos.cases.web.timeline import Wording, line_of_case
from deontos.cases.withholding import withheld_in
from deontos.correspondence.removed import Removed
from deontos.correspondence.web.intake import limits_today
from deontos.kernel import clock
from deontos.keyring.reader_keys import reader_keys
from deontos.keyring.readers import UnlockedReader
from deontos.speakup.phrases import CLOCKS, KINDS, SUBJECTS
from deontos.speakup.vocabulary import ClockName, DisclosureKind, Subject
from deontos.ui.dates import long_day
from deontos.ui.forms import PageForm

FOR_HANDLER = Wording(gettext_lazy("Received"), STEPS, NOW, DUE)


@dataclass
class CasePage:
    """One case as one person looks at it; `reader` is None while the vault is closed."""

    case: CaseFile
    actor: Actor
    reader: UnlockedReader | None
    today: date
    before: int | None = None
    writer: str = ""

    @cached_property
    def bearers(self) -> list[KeyBearer]:
        """Everybody with a key."""
        return key_bearers(self.case, on=self.today)

    @property
    def is_opened(self) -> bool:
        """Whether this person has opened the case before, so that reading it is on record."""
        mine = [each.envelope for each in self.bearers if not each.sleeps and _person(each) == self.actor.person]
        return self.case.number is not None and any(envelope.first_opened_on for envelope in mine)

    @property
    def state(self) -> CaseState:
        """Where the case stands."""
        return CaseState(self.case.state)

    @property
    def last_step(self) -> int:
        """The number of the last step on this page."""
        return max((step.position for step in self.case.steps.all()), default=0)

    @cached_property
    def gone(self) -> list[Removed]:
        """What was taken out of the conversation without the program."""
        return removed(self.case)

    @cached_property
    def confided(self) -> Confided:
        """What was confided; only with an open vault."""
        assert self.reader is not None
        return confided(self.case, self.reader, self.gone)

    @cached_property
    def writing(self) -> Writing:
        """What stands ready for whoever writes here; only with an open vault."""
        return Writing(self.case, self.writer, self.confided.language, offered_in(self.case.organisation_id))

    @cached_property
    def draft(self) -> KeptDraft | None:
        """What whoever looks here kept to send later; only with an open vault."""
        assert self.reader is not None
        return draft_of(self.case, Panel.TALK, self.reader)

    def form(self) -> MoveForm:
        """The panel as it first stands."""
        return new_form(self.writing, seen=self.last_step, draft=self.draft)

    def around(self) -> dict[str, Any]:
        """What a page beside the conversation needs to say which case it is about."""
        return {"case": self.case, "is_locked": self.reader is None, "lead": self._lead()}

    def context(self, form: PageForm | None = None) -> dict[str, Any]:
        """All that the page needs; nothing from the vault unless it is open and the case was opened."""
        shown = {
            "case": self.case,
            "state": state_tag(self.state),
            "clocks": all_in_words(self.case, CLOCKS, today=self.today),
            "line": line_of_case(self.case, FOR_HANDLER, today=self.today),
            "lead": self._lead(),
            "is_locked": self.reader is None,
            "is_opened": self.is_opened,
            "came_in_flood": self.case.came_in_flood,  # type: ignore[attr-defined]
        }
        if self.reader is None or not self.is_opened:
            return shown
        if form is None:
            form = self.form()
            shown |= {"draft": self.draft, "meanwhile": since_kept(self.case, self.draft, by=self.actor.person)}
        return shown | self._opened(self.reader, form)

    def _lead(self) -> str:
        running = [clock for clock in self.case.clocks.all() if clock.is_running]
        if not running or self.case.closed_on:
            return _("Closed on %(day)s. You can still write to the reporter.") % {
                "day": long_day(self.case.closed_on or self.today)
            }
        sentences = WAS_DUE if running[0].due_on < self.today else DUE_BY
        return str(sentences[ClockName(running[0].name)]) % {"day": long_day(running[0].due_on)}

    def _opened(self, reader: UnlockedReader, form: PageForm) -> dict[str, Any]:
        disclosure = self.case.disclosure
        return {
            "form": form,
            "is_new": self.state is CaseState.RECEIVED,
            "to_decide": TO_DECIDE[self.state],
            "kind": KINDS[DisclosureKind(disclosure.kind)],
            "subject": SUBJECTS[Subject(disclosure.subject)],
            "name_tag": name_tag(self.confided.name_standing),
            "confided": self.confided,
            "talk": talk(self.case, reader, self.gone, before=self.before, after=self.confided.last_file),
            "people": accesses(self.bearers, self.confided),
            "reader_keys": reader_keys([each.envelope for each in self.bearers if not each.sleeps], get_language()),
            "can_ask_name": self.confided.name_standing is not NameStanding.RELEASED,
            "untold": list(withheld_in(self.case, on=self.today)),
            "limits": limits_today(is_draft=False),
            "readers": sum(not bearer.sleeps for bearer in self.bearers) + 1,
        }


def page_of(request: HttpRequest, case: UUID, reader: UnlockedReader | None) -> CasePage:
    """The page of a case that this person may see. Raises Http404 for every other one."""
    actor, today = actor_at(request), clock.today()
    found = case_visible_to(actor, case, on=today) if actor else None
    if actor is None or found is None:
        raise Http404
    writer: str = request.person.name  # type: ignore[attr-defined]
    return CasePage(found, actor, reader, today, _position(request.GET.get("before", "")), writer)


def _position(given: str) -> int | None:
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else None


def _person(bearer: KeyBearer) -> UUID | None:
    return bearer.envelope.certificate.person_id if bearer.envelope.certificate else None
