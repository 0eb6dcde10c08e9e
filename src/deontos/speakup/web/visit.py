"""One request of somebody at the form: whose letterbox, which language, which sitting, and what stands in the draft."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse

from deontos.correspondence.actions.sittings import (
    OpenSitting,
    ReceiptRefused,
    change,
    draft_in,
    live,
    touch,
)
from deontos.correspondence.files.incoming import Intake
from deontos.correspondence.rules import last_draft_day
from deontos.correspondence.trays import Tray, Waiting
from deontos.correspondence.vocabulary import SittingState
from deontos.correspondence.web.cookie import sitting_key
from deontos.correspondence.web.intake import intake_of
from deontos.correspondence.web.typed import Typed, typed_line
from deontos.correspondence.web.unsaved import CANNOT_WRITE
from deontos.kernel import clock
from deontos.kernel.clock import civil_date
from deontos.organisations.vocabulary import Language
from deontos.questionnaires.rules.checking import check, files_asked
from deontos.questionnaires.rules.definition import Definition, Question
from deontos.speakup.models import Channel
from deontos.speakup.queries import Line, edition_for
from deontos.speakup.web.answers import Answers
from deontos.speakup.web.asking import asked_by, edition_on, kept_with, shipped_questions
from deontos.speakup.web.forms import FORMS, Asking, StepForm
from deontos.speakup.web.meanwhile import FIELD as MARK
from deontos.speakup.web.meanwhile import Mark, digest
from deontos.speakup.web.place import channel_at
from deontos.speakup.web.steps import COMPARED, Step, Way
from deontos.vault.receipts import Receipt

SEE_OTHER = 303
CHANGING = "change"
"""In the address of a step that was opened from the check page: it leads back there."""


@dataclass
class Visit:
    """What a view of the form needs. `sitting` is the one that the cookie opens, whatever its state.

    `is_cut_off`: the database failed; a page is drawn with what is at hand.
    """

    request: HttpRequest
    language: Language
    channel: Channel
    at: datetime
    sitting: OpenSitting | None = field(repr=False)
    is_cut_off: bool = False

    @property
    def on(self) -> date:
        """Today's civil date."""
        return civil_date(self.at)

    @property
    def line(self) -> Line:
        """Who stands in the line today."""
        return self.asking.line

    def look_up_line(self) -> None:
        """Ask who stands in the line before the draft is held, and not while others wait for their turn to write."""
        self.line  # noqa: B018 -- kept from now on

    @cached_property
    def asking(self) -> Asking:
        """What the questions depend on."""
        return Asking(self.language, self.channel, self.on)

    def way(self, answers: Answers | None = None) -> Way:
        """The steps of this form. Until a kind was chosen nobody knows whether files are asked for: most ask."""
        is_open = answers is None or answers.kind is None
        return Way.through(files=answers is None or is_open or self.file_question(answers) is not None)

    @property
    def tray(self) -> Tray:
        """The files that wait with the draft."""
        assert self.sitting is not None
        return Tray(self.sitting.id, self.sitting.content)

    @cached_property
    def files(self) -> list[Waiting]:
        """The same, opened; looked up once."""
        return self.tray.waiting() if self.state is SittingState.WRITING else []

    def turn_to(self, language: Language) -> None:
        """Go on in another language."""
        self.language = self.asking.language = language

    @property
    def state(self) -> SittingState | None:
        """What the reporter is doing; None without a sitting."""
        return self.sitting.content.state if self.sitting else None

    @property
    def receipt(self) -> Receipt:
        """The receipt, while writing."""
        assert self.sitting is not None
        assert self.sitting.content.receipt is not None
        return self.sitting.content.receipt

    def answers(self) -> Answers:
        """The draft. Raises ReceiptRefused where there is none any more."""
        assert self.sitting is not None
        return Answers.read(draft_in(self.sitting).answers)

    def draft_stays_until(self) -> date:
        """The last day on which the draft can be opened. Raises ReceiptRefused where there is none any more."""
        assert self.sitting is not None
        return last_draft_day(draft_in(self.sitting).touched_on)

    def change(self, how: Callable[[Answers], Answers], *, showing: Step | None = None) -> Answers:
        """Change the draft, whatever other windows saved meanwhile; and remember that it is shown on a step's page.

        Raises ReceiptRefused where there is none any more.
        """
        assert self.sitting is not None
        kept: list[Answers] = []

        def changed(stored: dict[str, object]) -> dict[str, object]:
            kept.append(how(Answers.read(stored)))
            return kept[-1].to_draft()

        def seen() -> dict[str, str]:
            return {showing: held_on(showing, kept[-1])} if showing else {}

        change(self.sitting, changed, at=self.at, seen=seen)
        return kept[-1]

    def stay(self, step: Step | None = None, answers: Answers | None = None) -> None:
        """Let the sitting's idle time begin anew; while nothing can be written, a page can still be read."""
        assert self.sitting is not None
        with suppress(*CANNOT_WRITE):
            touch(self.sitting, at=self.at, seen={step: held_on(step, answers)} if step and answers else None)

    @property
    def mark(self) -> Mark:
        """What the page that was sent says of itself."""
        return Mark.read(typed_line(self.request, MARK))

    @property
    def shown_before(self) -> Mapping[str, str]:
        """What this sitting was shown last of each page."""
        return self.sitting.content.seen if self.sitting else {}

    def form(self, step: Step, answers: Answers, *, judge: bool = False, unseen: bool = False) -> StepForm:
        """The form of a step, filled from the draft."""
        if step is Step.HAPPENED:
            self.asking.questionnaire = self.questionnaire(answers)
        if step is Step.ATTACHMENTS:
            self.asking.files = self.file_question(answers)
        return FORMS[step](self.asking, answers.of(step), judge=judge, unseen=unseen)

    def questionnaire(self, answers: Answers) -> Definition:
        """What asks about what happened. One query where the draft does not say it yet, or an organisation made it."""
        try:
            return asked_by(edition_on(self.request, self.channel, answers))
        except CANNOT_WRITE:
            if not self.is_cut_off:
                raise
            return shipped_questions()

    def file_question(self, answers: Answers) -> Question | None:
        """The question that files answer, if it is asked with these answers. Asks as `questionnaire` does."""
        definition = self.questionnaire(answers)
        return files_asked(definition, check(definition, answers.of(Step.HAPPENED)).answers)

    def with_sent(self, answers: Answers, step: Step, sent: Typed) -> Answers:
        """The draft with what was sent at a step. Once the kind is chosen, it keeps the questionnaire of that day."""
        if step is Step.HAPPENED and not self.is_cut_off:
            return answers.with_typed(step, kept_with(self.questionnaire(answers), answers.of(step), sent))
        answers = answers.with_typed(step, sent)
        if answers.kind is None or answers.edition is not None or self.is_cut_off:
            return answers
        return answers.asked_by(edition_for(self.channel, answers.kind))

    def first_open(self, answers: Answers, *, before: Step = Step.CHECK) -> Step:
        """The first step before this one whose answers are missing or not right; this one when there is none."""
        way = self.way(answers)
        steps = (step for step in way.answered if way.number(step) < way.number(before))
        return next((step for step in steps if not self.is_done(step, answers)), before)

    def is_done(self, step: Step, answers: Answers) -> bool:
        """Whether what a step asks is answered, and no other version of it waits for somebody to decide."""
        form = self.form(step, answers, judge=True, unseen=True)
        return not answers.others_at(step) and form.is_valid() and not form.asks_more

    def address(self, view: str, *, language: Language | None = None, step: Step | None = None) -> str:
        """The address of a page of this letterbox."""
        kwargs = {"language": language or self.language, "organisation": self.channel.organisation.slug}
        return reverse(view, kwargs={**kwargs, "step": step} if step else kwargs)

    def action(self, step: Step) -> str:
        """Where the form of a step is sent: to itself, in the language of the page."""
        address = self.address("disclosure_step", step=step)
        return f"{address}?{CHANGING}=1" if self.is_changing else address

    def to_step(self, step: Step, *, language: Language | None = None, changing: bool = False) -> HttpResponseRedirect:
        """Go to a step."""
        address = self.address("disclosure_step", step=step, language=language)
        return see(f"{address}?{CHANGING}=1" if changing else address)

    def to(self, view: str, *, language: Language | None = None) -> HttpResponseRedirect:
        """Go to another page of this letterbox."""
        return see(self.address(view, language=language))

    @property
    def is_changing(self) -> bool:
        """Whether this step was opened from the check page."""
        return CHANGING in self.request.GET


def held_on(step: Step, answers: Answers) -> str:
    """What a page holds that is shown now: its answers; those of the pages that look back, all."""
    if step in COMPARED:
        return digest(answers.of(step))
    return answers.held if step in (Step.CHECK, Step.SEND) else ""


def form_intake(request: HttpRequest) -> Intake | None:
    """Where files go that are sent with a step of the form: to the draft, at the step that asks for them."""
    match = request.resolver_match
    if match is None or match.kwargs.get("step") is not Step.ATTACHMENTS:
        return None
    visit = visit_at(request, match.kwargs["language"], match.kwargs["organisation"])
    if visit.sitting is None or visit.state is not SittingState.WRITING:
        return None
    with suppress(ReceiptRefused):
        return intake_of(visit.sitting, on=visit.on) if visit.file_question(visit.answers()) else None
    return None


def visit_at(request: HttpRequest, language: Language, organisation: str) -> Visit:
    """The visit that a request is. Raises Http404 where there is no such letterbox. Two queries at most."""
    channel, at, key = channel_at(request, organisation), clock.now(), sitting_key(request)
    sitting = live(key, channel.organisation_id, at=at) if key else None
    return Visit(request, language, channel, at, sitting)


def see(address: str) -> HttpResponseRedirect:
    """Answer 303: whatever was sent, the next request is a GET."""
    return HttpResponseRedirect(address, status=SEE_OTHER)
