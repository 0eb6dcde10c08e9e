"""What happened in a case while somebody was writing: read first, then decided again. Nothing typed is lost."""

from dataclasses import dataclass
from typing import cast
from uuid import UUID

from django.http import HttpRequest, QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from deontos.cases.drafts import KeptDraft
from deontos.cases.models import CaseFile
from deontos.cases.phrases import STEPS
from deontos.cases.vocabulary import CaseVerb
from deontos.cases.web.opened import Message, written_since
from deontos.keyring.readers import UnlockedReader
from deontos.ui.dates import day_and_month
from deontos.ui.forms import PageForm


@dataclass(frozen=True, slots=True)
class Happened:
    """A step that somebody took; `who` is empty for the reporter, who is in the name of the step."""

    name: str | Promise
    who: str
    day: str


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """The steps since what a page showed, and what was written to and by the reporter with them."""

    steps: tuple[Happened, ...] = ()
    messages: tuple[Message, ...] = ()
    is_since_kept: bool = False

    def __bool__(self) -> bool:
        return bool(self.steps or self.messages)


def meanwhile(case: CaseFile, reader: UnlockedReader, sent: dict[str, str], *, by: UUID) -> Meanwhile:
    """What happened since the page was made whose form came back. `sent` has what it showed: `seen` and `read`."""
    seen, read = number_in(sent.get("seen", "")), number_in(sent.get("read", ""))
    messages = written_since(case, reader, read) if read is not None else []
    return Meanwhile(_steps(case, seen, by), tuple(messages))


def since_kept(case: CaseFile, draft: KeptDraft | None, *, by: UUID) -> Meanwhile:
    """What happened since somebody kept a text; the messages stand in the conversation. Asks the database nothing."""
    seen = number_in(draft.typed["seen"]) if draft and draft.typed else None
    return Meanwhile(_steps(case, seen, by), is_since_kept=True)


def steps_since(request: HttpRequest, case: CaseFile, *, by: UUID) -> Meanwhile:
    """The steps since the page was made whose form came back; nothing where no form came. Needs the steps at hand."""
    return Meanwhile(_steps(case, number_in(request.POST.get("seen", "")), by))


def shown_again(form: PageForm, *, seen: int) -> None:
    """Let a form that was refused say that its page shows the last step now: sent once more, it is judged by that."""
    renewed = cast("QueryDict", form.data).copy()
    renewed["seen"] = str(seen)
    form.data = renewed


def number_in(given: str) -> int | None:
    """A position that a form sent back, if it is one."""
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else None


def _steps(case: CaseFile, seen: int | None, by: UUID) -> tuple[Happened, ...]:
    """Needs the steps at hand."""
    if seen is None:
        return ()
    return tuple(
        Happened(STEPS[CaseVerb(step.verb)], _who(step.taken_by_id, step.taken_by, by), day_and_month(step.taken_on))
        for step in case.steps.all()
        if step.position > seen
    )


def _who(person: UUID | None, taken_by: object, by: UUID) -> str:
    if person is None:
        return ""
    return _("you, in another window") if person == by else str(taken_by)
