"""What the decision panel of a case asks: which step, in which language, and the message to the reporter."""

from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID, uuid4

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from deontos.cases.actions.dialogue import Words
from deontos.cases.drafts import KeptDraft
from deontos.cases.openings import begun_with, fitting
from deontos.cases.phrases import THEN, VERBS
from deontos.cases.rules import offered
from deontos.cases.vocabulary import CaseVerb, WritingCode
from deontos.cases.web.filling import Writing, name_in_page
from deontos.cases.writing_phrases import REFUSALS
from deontos.correspondence.files.facts import SealedFile
from deontos.organisations.vocabulary import Language
from deontos.ui.forms import FilesField, PageForm, RadioCards

FILL, KEEP, DROP = "fill", "keep", "drop"
"""The values of the button `go` that send nothing: put a ready text in, keep what was typed, throw that away."""

LANGUAGES = [(language.value, get_language_info(language.value)["name_local"].capitalize()) for language in Language]


class MoveForm(PageForm):
    """One step in a case, and what is written to the reporter with it."""

    verb = forms.ChoiceField(
        label=_("What do you do?"),
        widget=RadioCards(hints={verb.value: words for verb, words in THEN.items()}),
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Choose what you do")),
    )
    language = forms.ChoiceField(label=_("Language of your message"), choices=LANGUAGES)
    opening = forms.ChoiceField(
        label=_("A ready text to begin with"), required=False, help_text=_("You can change every word of it.")
    )
    text = forms.CharField(
        label=_("Your message to the reporter"),
        help_text=_("The reporter reads this. Name nobody."),
        widget=forms.Textarea(attrs={"rows": 7}),
        strip=False,
        error_messages={
            "required": _("Write your message"),
            "null_characters_not_allowed": _("Your text holds a sign that cannot be kept. Type it anew."),
        },
    )
    attachments = FilesField(label=_("Files for the reporter"), required=False)
    seen = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    kept = forms.CharField(required=False, widget=forms.HiddenInput)
    here = forms.CharField(required=False, widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, data: QueryDict | None = None, *, writing: Writing, **rest: Any) -> None:  # noqa: ANN401 -- hands on what every form takes
        super().__init__(data, **rest)
        verbs = offered(writing.state)
        cast("forms.ChoiceField", self.fields["verb"]).choices = [(verb.value, VERBS[verb]) for verb in verbs]
        cast("forms.ChoiceField", self.fields["opening"]).choices = _opening_choices(writing)
        self.only_verb = verbs[0] if len(verbs) == 1 else None
        if self.only_verb:
            self.fields["verb"].widget = forms.HiddenInput()

    @property
    def button(self) -> str | Promise:
        """What the one primary button says."""
        return VERBS[self.only_verb] if self.only_verb else _("Send to the reporter")

    @property
    def then(self) -> str | Promise:
        """What follows, where there is one step only; otherwise each step says it itself."""
        return THEN[self.only_verb] if self.only_verb else ""

    def is_stale(self, last_step: int) -> bool:
        """Whether the page that was sent showed another last step than there is now."""
        return str(self.data.get("seen", "")) not in ("", str(last_step))

    def clean_text(self) -> str:
        """The message with the line ends of every system made the same."""
        text: str = self.cleaned_data["text"]
        return text.replace("\r\n", "\n")

    def move(self, files: Sequence[SealedFile] = ()) -> tuple[CaseVerb, Words]:
        """The step that was chosen and the message to go with it; only of a form that is valid."""
        given = self.cleaned_data
        words = Words(given["text"], Language(given["language"]), given["seen"], tuple(files))
        return CaseVerb(given["verb"]), words


def new_form(writing: Writing, *, seen: int, draft: KeptDraft | None) -> MoveForm:
    """The panel as it first stands: with what was kept, or with a text for the one step that there is to take."""
    initial: dict[str, Any] = {"language": writing.language, "seen": seen, "kept": draft.mark if draft else ""}
    form = MoveForm(writing=writing, initial=initial)
    if form.only_verb:
        initial["verb"] = form.only_verb
    if draft and draft.typed:
        initial |= {name: value for name, value in draft.typed.items() if name in ("language", "text") and value}
        initial.setdefault("verb", draft.typed["verb"])
    elif form.only_verb is CaseVerb.ACKNOWLEDGE:
        initial["text"] = writing.ready_for(form.only_verb)
    return form


def filled_form(writing: Writing, data: QueryDict) -> MoveForm:
    """The panel with the chosen text put in front of what was typed; the step is that of the text."""
    initial = _as_sent(data)
    form = MoveForm(writing=writing, initial=initial)
    opening = writing.named(initial["opening"])
    if opening is not None and initial["language"] in set(Language):
        language = Language(initial["language"])
        if language in opening.text:
            initial["text"] = begun_with(writing.text_of(opening, language), initial["text"], writing.every_text())
            initial["verb"] = opening.verb
        else:
            form.mark_wrong("opening", REFUSALS[WritingCode.NOT_IN_LANGUAGE])
    if form.only_verb:
        initial["verb"] = form.only_verb
    return form


def kept_form(writing: Writing, data: QueryDict, *, seen: int, mark: UUID | None) -> MoveForm:
    """The panel as it was sent, nothing of it judged; keeping it once more writes over what is kept under this mark."""
    initial = _as_sent(data) | {"seen": seen, "kept": mark or ""}
    return MoveForm(writing=writing, initial=initial)


def renewed_form(writing: Writing, data: QueryDict, *, seen: int) -> MoveForm:
    """The panel as it was sent, for a case that has moved on: the same text, the steps that are possible now."""
    renewed = data.copy()
    renewed["seen"] = str(seen)
    form = MoveForm(renewed, writing=writing)
    if form.only_verb:
        renewed["verb"] = form.only_verb
    return form


def _as_sent(data: QueryDict) -> dict[str, Any]:
    return {name: data.get(name, "") for name in ("verb", "language", "opening", "text", "seen", "kept", "here")}


def _opening_choices(writing: Writing) -> list[tuple[str | Promise, Any]]:
    groups: list[tuple[str | Promise, Any]] = [("", _("None: I write it all myself"))]
    for verb in offered(writing.state):
        of_step = fitting(writing.openings, verb, writing.kind)
        if of_step:
            groups.append((VERBS[verb], [(opening.id, name_in_page(opening.name)) for opening in of_step]))
    return groups
