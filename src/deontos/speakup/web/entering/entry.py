"""What was typed at the desk so far: it travels in the pages, and nothing of it is kept before it is sealed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest
from django.utils import translation

from deontos.access.web.keeping import Kept, kept_fields
from deontos.correspondence.web.typed import Typed, typed_in, typed_line
from deontos.organisations.vocabulary import Language
from deontos.questionnaires.rules.checking import check
from deontos.questionnaires.rules.parts import names_of
from deontos.speakup.actions import Confided
from deontos.speakup.content import DisclosureContent, Entered
from deontos.speakup.models import Channel
from deontos.speakup.queries import edition_for
from deontos.speakup.vocabulary import KIND_IN_FORM, CameBy
from deontos.speakup.web.answers import Answers, Shown
from deontos.speakup.web.asking import sent_in
from deontos.speakup.web.confiding import confided, to_be_shown
from deontos.speakup.web.entering.forms import PREFIX, CameForm, MinutesForm, ReadBackForm
from deontos.speakup.web.forms import FORMS, HappenedForm, StepForm
from deontos.speakup.web.steps import ANSWERED, Step
from deontos.speakup.web.visit import Visit

NOT_HERE = (Step.CODE, Step.KIND, Step.ATTACHMENTS)
"""The steps of the form that the desk asks otherwise or not at all."""
ASKED_HERE = tuple(step for step in ANSWERED if step not in NOT_HERE)
CAME, MINUTES = ("way", "came_on", "spoken", "kind"), ("kept_as", "minutes")
SHOWN, ASKED, TOKEN = (f"{PREFIX}-{name}" for name in ("shown", "asked", "token"))


@dataclass
class Entry:
    """One request of somebody who types. `person` is who that is."""

    request: HttpRequest
    channel: Channel
    person: UUID
    at: datetime

    @cached_property
    def came(self) -> CameForm:
        """How it came, judged."""
        form = CameForm(self._typed(CAME), judge=True)
        if form.is_valid():
            form.judge_day(self.visit.on)
        return form

    def came_unjudged(self, first: dict[str, Any] | None = None) -> CameForm:
        """The same form as it was typed."""
        return CameForm((first or {}) | self._typed(CAME))

    @property
    def way(self) -> CameBy:
        """How it came."""
        return CameBy(self.came.cleaned_data["way"])

    @property
    def came_on(self) -> date:
        """On which day it came."""
        came_on: date = self.came.cleaned_data["came_on"]
        return came_on

    @property
    def language(self) -> Language:
        """The language that was spoken; that of whoever types where it is not known yet."""
        spoken = typed_line(self.request, f"{PREFIX}-spoken")
        return Language(spoken) if spoken in set(Language) else Language(self.channel.organisation.language)

    @cached_property
    def visit(self) -> Visit:
        """The form of the letterbox, without anybody's sitting."""
        return Visit(self.request, self.language, self.channel, self.at, None)

    @cached_property
    def answers(self) -> Answers:
        """What was typed, as the form of the letterbox keeps it."""
        typed: dict[Step, Typed] = {step: sent_in(self.request, step, FORMS[step].base_fields) for step in ASKED_HERE}
        kind = typed_line(self.request, f"{PREFIX}-kind")
        known = KIND_IN_FORM.get(kind)
        typed |= {Step.CODE: {"receipt_kept": ["on"]}, Step.KIND: {"kind": [kind]}, Step.ATTACHMENTS: {}}
        answers = Answers(typed)
        return answers.asked_by(edition_for(self.channel, known)) if known else answers

    def questions(self, *, judge: bool = False) -> dict[Step, StepForm]:
        """The questions of the reporting form, in their order, in the language in which they are asked."""
        with translation.override(self.language):
            return {step: self.visit.form(step, self.answers, judge=judge) for step in ASKED_HERE}

    def minutes(self, *, judge: bool = False) -> MinutesForm:
        """What was noted besides."""
        return MinutesForm(self._typed(MINUTES), way=self.way, judge=judge)

    def read_back(self, *, judge: bool = False) -> ReadBackForm:
        """That it was read back."""
        return ReadBackForm(self._typed(("read_back",)), way=self.way, judge=judge)

    @property
    def asked(self) -> frozenset[str]:
        """The questions that are shown with these answers."""
        return frozenset(check(self.visit.questionnaire(self.answers), self.answers.of(Step.HAPPENED)).shown)

    @property
    def new(self) -> frozenset[str]:
        """Those of them that the page before did not show, because an answer brought them up."""
        before = typed_line(self.request, ASKED)
        return self.asked - set(before.split(",")) if before else frozenset()

    def entered(self) -> Entered:
        """What is sealed besides; only where every form is valid."""
        minutes = self.minutes(judge=True)
        minutes.is_valid()
        text = minutes.cleaned_data["minutes"].replace("\r\n", "\n").strip()
        return Entered(self.way, self.came_on, minutes.record, text)

    def confided(self, shown: Shown | None = None) -> Confided | None:
        """What is sealed to whom; None while an answer is missing or not right."""
        answers = self.answers.with_shown(shown) if shown else self.answers
        return confided(self.visit, answers)

    def content(self) -> DisclosureContent | None:
        """The same as the person will read it."""
        ready = self.confided()
        return DisclosureContent.read(ready.content) if ready else None

    def to_be_shown(self) -> Shown:
        """Who would read it today."""
        return to_be_shown(self.visit, self.answers)

    @property
    def shown(self) -> Shown | None:
        """Who the page before showed as readers."""
        parts = typed_line(self.request, SHOWN).split("|")
        try:
            readers, sleeping, custody = ([each for each in part.split(",") if each] for part in parts)
            return Shown.read([readers, sleeping], in_custody=bool(custody))
        except ValueError:
            return None

    @property
    def disclosure(self) -> UUID | None:
        """The id that was drawn for this page; None where it was not drawn for whoever types."""
        try:
            return UUID(self._signer.unsign(typed_line(self.request, TOKEN)))
        except (BadSignature, ValueError):
            return None

    def token(self, *, renewed: bool = False) -> str:
        """That id as the page carries it; a new one where there is none, or where one is wanted."""
        drawn = None if renewed else self.disclosure
        return self._signer.sign(str(drawn or uuid4()))

    @property
    def _signer(self) -> Signer:
        return Signer(salt=f"deontos.speakup.entering.{self.person}")

    def carried(self, on_page: Iterable[forms.Form] = ()) -> Kept:
        """All that was typed and is not asked on this page."""
        asked = {form.add_prefix(name) for form in on_page for name in form.fields}
        if any(isinstance(form, HappenedForm) for form in on_page):
            asked |= {
                name
                for each in self.visit.questionnaire(self.answers).questions
                for name in names_of(each)
                if each.id in self.asked
            }
        everything: dict[str, list[str]] = {}
        for step in ASKED_HERE:
            everything |= self.answers.of(step)
        ours = [f"{PREFIX}-{name}" for name in (*CAME, *MINUTES)]
        everything |= typed_in(self.request, [*ours, TOKEN])
        return kept_fields({name: values for name, values in everything.items() if name not in asked})

    def _typed(self, names: Iterable[str]) -> dict[str, Any]:
        names = [name for name in names if f"{PREFIX}-{name}" in self.request.POST]
        return {name: self.request.POST[f"{PREFIX}-{name}"] for name in names}


def written(shown: Shown) -> str:
    """Who reads, as a page carries it."""
    readers, sleeping = (",".join(sorted(map(str, people))) for people in (shown.readers, shown.sleeping))
    return f"{readers}|{sleeping}|{'kept' if shown.in_custody else ''}"
