"""The questions of each step. A form judges what was typed; a page that is only looked at judges nothing."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from deontos.correspondence.phrases import REFUSALS as CORRESPONDENCE_REFUSALS
from deontos.correspondence.vocabulary import LONGEST_TEXT, CorrespondenceCode
from deontos.correspondence.web.typed import Typed
from deontos.organisations.vocabulary import Language
from deontos.questionnaires.editions import Edition
from deontos.questionnaires.rules.definition import Definition, Question
from deontos.questionnaires.rules.parts import all_names
from deontos.questionnaires.web.forms import Asked, typed_in_fields
from deontos.speakup.admitting import Admissions, admissions_at
from deontos.speakup.content import PassingOn
from deontos.speakup.models import Channel
from deontos.speakup.phrases import (
    IDENTITIES,
    IDENTITY_HINTS,
    KIND_HINTS,
    KINDS,
    PLACE_HINTS,
    REFUSALS,
    REPORTER_GROUPS_SAID,
    SUBJECT_HINTS,
    SUBJECTS,
)
from deontos.speakup.queries import Line, line_of
from deontos.speakup.rules import CONCERN_OTHERS, InLine, asked_about, is_open_to_all, route
from deontos.speakup.vocabulary import KIND_IN_FORM, IdentityChoice, ReporterGroup, SpeakupCode, Welcome
from deontos.speakup.web.passing_on import FIELDS as PASSING_ON_FIELDS
from deontos.speakup.web.passing_on import AsksPassingOn, Others
from deontos.speakup.web.steps import Step
from deontos.ui.forms import CheckCards, FilesField, PageForm, RadioCards

NOBODY = "none"


@dataclass
class Asking:
    """What the questions depend on: the language, who stands in the line of a channel today, and the questionnaire.

    Which questionnaire asks is known once a kind was chosen; before that, it is the one for a suspicion. `files` is its
    question that files answer. `is_cut_off`: the database cannot be asked.
    """

    language: Language
    channel: Channel
    on: date
    questionnaire: Definition = field(init=False)
    files: Question | None = field(init=False, default=None)
    is_cut_off: bool = field(init=False, default=False)

    @cached_property
    def others(self) -> Others:
        """The other organisations that it may concern, looked up only for that question."""
        return Others(self.channel, self.on)

    @cached_property
    def line(self) -> Line:
        """The line, looked up only for the questions that need it."""
        return line_of(self.channel, on=self.on)

    @cached_property
    def admissions(self) -> Admissions:
        """Who may report, looked up only where somebody says what they are."""
        return admissions_at(self.channel, on=self.on)


class StepForm(PageForm):
    """The form of one step, filled with what was typed; only when it is to be judged does it find faults.

    `unseen`: no page shows it; it says what is wrong and nothing else.
    """

    def __init__(
        self, asking: Asking, typed: Typed | None = None, *, judge: bool = False, unseen: bool = False
    ) -> None:
        self.asking, self.typed, self.unseen = asking, typed or {}, unseen
        super().__init__(MultiValueDict(self.typed) if judge else None)
        self.ask()
        if not judge:
            self.initial = typed_in_fields(self, MultiValueDict(self.typed))

    def ask(self) -> None:
        """Add what depends on the day, the language or earlier answers."""

    @property
    def asks_more(self) -> bool:
        """Whether an answer brought up questions that nobody saw yet, so that the page is shown once more."""
        return False


def not_too_long(text: str) -> None:
    """Raises ValidationError for a text longer than a field holds; without a limit in the page, nothing is cut off."""
    if len(text) > LONGEST_TEXT:
        words = str(CORRESPONDENCE_REFUSALS[CorrespondenceCode.TEXT_TOO_LONG])
        raise ValidationError(words, params={"length": len(text), "longest": LONGEST_TEXT})


class CodeForm(StepForm):
    """The code was kept."""

    receipt_kept = forms.BooleanField(
        label=_("I have kept my code"),
        help_text=_("On paper, or on a device that is only yours."),
        error_messages={"required": _("Keep your code first. Then tick that you kept it")},
    )


class KindForm(StepForm):
    """What somebody wants to tell and, if they like, what they are to the organisation: not everybody belongs here."""

    kind = forms.ChoiceField(
        label=_("What do you want to tell us?"),
        choices=[(word, KINDS[kind]) for word, kind in KIND_IN_FORM.items()],
        error_messages={"required": _("Choose what you want to tell us")},
        widget=RadioCards(hints={word: KIND_HINTS[kind] for word, kind in KIND_IN_FORM.items()}),
    )
    relation = forms.ChoiceField(
        help_text=_(
            "It tells us whether you are in the right place. It is sealed with your report. Are you the only one who "
            "can say this? Then leave it empty."
        ),
        choices=[("", _("I would rather not say")), *REPORTER_GROUPS_SAID.items()],
        required=False,
    )
    anyway = forms.BooleanField(label=_("I want to report here all the same"), required=False)

    def ask(self) -> None:
        """Name the organisation; and ask whether to go on only where that is open."""
        self.fields["relation"].label = _("What are you to %(name)s?") % {"name": self.asking.channel.organisation.name}
        if self.welcome is not Welcome.MAY_GO_ON:
            del self.fields["anyway"]

    @cached_property
    def group(self) -> ReporterGroup | None:
        """What somebody says of themselves, if they do."""
        said = (self.typed.get("relation") or [""])[-1]
        return ReporterGroup(said) if said in set(ReporterGroup) else None

    @cached_property
    def welcome(self) -> Welcome:
        """How they are received. Two queries where they say what they are."""
        kind = KIND_IN_FORM.get((self.typed.get("kind") or [""])[-1])
        if self.group is None or is_open_to_all(kind) or self.asking.is_cut_off:
            return Welcome.LET_IN
        return self.asking.admissions.of(self.group)

    @property
    def asks_more(self) -> bool:
        """Whether they have not said yet that they want to go on all the same."""
        return self.welcome is Welcome.MAY_GO_ON and not self.typed.get("anyway")

    def clean(self) -> dict[str, Any]:
        """Whom the law sends elsewhere is told so."""
        if self.welcome is Welcome.ELSEWHERE:
            self.add_error("relation", ValidationError(str(REFUSALS[SpeakupCode.BELONGS_ELSEWHERE])))
        return self.cleaned_data


class InvolvedField(forms.MultipleChoiceField):
    """People in the line, or nobody. Everybody in the line may be named, also who is not asked about by name."""

    accepted: frozenset[str] = frozenset()

    def valid_value(self, value: object) -> bool:
        """Whether this is somebody in the line, or the word for nobody."""
        return str(value) in self.accepted


class AboutForm(AsksPassingOn, StepForm):
    """About whom it is, who of those who could read it is involved, and whether it may be passed on."""

    field_order = ("about", "involved", *PASSING_ON_FIELDS)

    about = forms.ChoiceField(
        label=_("About whom is it?"),
        help_text=_("Choose what fits best. You need not give a name yet."),
        choices=list(SUBJECTS.items()),
        error_messages={"required": _("Choose about whom it is, or that you do not know")},
        widget=RadioCards(hints={subject.value: hint for subject, hint in SUBJECT_HINTS.items()}),
    )
    involved = InvolvedField(
        label=_("Is one of these people involved?"),
        help_text=_("They could read your report otherwise. Whoever you tick can never open it."),
        error_messages={
            "required": _("Tick who is involved, or that nobody is"),
            "invalid_choice": _("Who stands here has changed. Tick who is involved, or that nobody is"),
        },
    )

    def ask(self) -> None:
        """Name whoever could read it: the manager and the deputies, and who comes after when these all are named.

        Whether nobody is involved can be judged without asking who could read it.
        """
        field = self.fields["involved"]
        assert isinstance(field, InvolvedField)
        if self.unseen and self._names_nobody:
            field.accepted = frozenset({NOBODY})
            self.ask_passing_on(self.asking.others, self.typed)
            return
        line = self.asking.line
        members = asked_about(line.members, people_in(self.typed.get("involved", []), line))
        field.widget = CheckCards(
            hints={str(each.person): PLACE_HINTS[each.place] for each in members},
            consequences={str(each.person): self._consequence(each) for each in members},
            exclusive=NOBODY,
        )
        names = [(str(each.person), line.people[each.person].name) for each in members]
        field.choices = [*names, (NOBODY, _("No, none of them"))]
        field.accepted = frozenset({NOBODY} | {str(each.person) for each in line.members})
        self.ask_passing_on(self.asking.others, self.typed)

    @property
    def _names_nobody(self) -> bool:
        return list(self.typed.get("involved", [])) == [NOBODY]

    @property
    def asks_more(self) -> bool:
        """Whether another organisation is concerned whose people the page did not show yet."""
        return self.cleaned_data["about"] in CONCERN_OTHERS and self.asks_about_line

    def decided(self) -> PassingOn | None:
        """Whether it may be passed on; None where nobody else is concerned. Only of a form that is valid."""
        return self.decision() if self.cleaned_data["about"] in CONCERN_OTHERS else None

    def clean_involved(self) -> list[str]:
        """People, or nobody; not both, and not everybody who could handle it."""
        values: list[str] = self.cleaned_data["involved"]
        if NOBODY in values and len(values) > 1:
            raise ValidationError(_("You ticked people and also that nobody is involved. Choose one of the two"))
        if self._names_nobody:
            return values
        line = self.asking.line
        if line.is_open and route(line.members, people_in(values, line)).nobody_left:
            raise ValidationError(str(REFUSALS[SpeakupCode.NOBODY_LEFT]), code=SpeakupCode.NOBODY_LEFT)
        return values

    def _consequence(self, member: InLine) -> str:
        return _("%(name)s gets no key to this report.") % {"name": self.asking.line.people[member.person].name}


def people_in(values: list[str], line: Line) -> frozenset[UUID]:
    """The people of the line among typed values."""
    known = {str(person): person for person in line.people}
    return frozenset(known[value] for value in values if value in known)


class HappenedForm(Asked, StepForm):
    """The questionnaire. `new` are the questions that the page before did not show: they are not missing yet."""

    new: frozenset[str] = frozenset()

    def ask(self) -> None:
        """Ask what the questionnaire asks, with what was typed so far; files have a step of their own."""
        self.ask_questions(self.asking.questionnaire, self.asking.language, self.typed)

    def clean(self) -> dict[str, Any]:
        """The answers that the questionnaire takes; a fault for each that it does not."""
        self.take_back(but_not=self.new)
        return dict(self.checked.answers)

    @property
    def asks_more(self) -> bool:
        """Whether there are such questions."""
        return bool(self.new)

    @property
    def edition(self) -> str:
        """Which edition asks, as the page carries it."""
        return Edition(self.definition.id, self.definition.version).text

    @property
    def new_fields(self) -> list[forms.BoundField]:
        """The fields of the questions that the page before did not show."""
        return [self[name] for name in self.fields if name in self.new]

    @property
    def unasked(self) -> list[tuple[str, str]]:
        """What was typed and is asked nowhere in this questionnaire: a page that has no draft carries it along."""
        known = all_names(self.asking.questionnaire)
        return [(name, value) for name, values in self.typed.items() if name not in known for value in values]


class AttachmentsForm(StepForm):
    """Files that show what happened. They were taken in when the form was sent; the form only asks."""

    attachments = FilesField(label=_("Your files"), required=False)

    @property
    def heading(self) -> str:
        """The question, as the questionnaire asks it."""
        return self.asking.files.label[self.asking.language] if self.asking.files else ""

    @property
    def hint(self) -> str:
        """What the questionnaire says about it."""
        return self.asking.files.hint.get(self.asking.language, "") if self.asking.files else ""


class NameForm(StepForm):
    """With a name, without one, or with a name that stays sealed."""

    identity = forms.ChoiceField(
        label=_("Do you want to give your name?"),
        choices=list(IDENTITIES.items()),
        error_messages={"required": _("Choose what we may know about you")},
        widget=RadioCards(hints={choice.value: hint for choice, hint in IDENTITY_HINTS.items()}),
    )
    name = forms.CharField(
        label=_("Your name"),
        required=False,
        validators=[not_too_long],
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    reach = forms.CharField(
        label=_("How can we reach you?"),
        help_text=_("A phone number or an address that is only yours. Not from your work."),
        required=False,
        validators=[not_too_long],
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean(self) -> dict[str, object]:
        """Whoever gives a name writes it."""
        cleaned: dict[str, object] = {**self.cleaned_data}
        if cleaned.get("identity") not in (None, IdentityChoice.ANONYMOUS) and not cleaned.get("name"):
            missing = _("Write your name, or choose to stay anonymous")
            self.add_error("name", ValidationError(missing, code="required"))
        return cleaned


class CheckForm(StepForm):
    """Looks back and asks nothing."""


class SendForm(CodeForm):
    """The code was kept, once more before sending."""


FORMS: dict[Step, type[StepForm]] = {
    Step.CODE: CodeForm,
    Step.KIND: KindForm,
    Step.ABOUT: AboutForm,
    Step.HAPPENED: HappenedForm,
    Step.ATTACHMENTS: AttachmentsForm,
    Step.NAME: NameForm,
    Step.CHECK: CheckForm,
    Step.SEND: SendForm,
}
