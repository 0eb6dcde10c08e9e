"""What the decision panel of a case asks: which step, in which language, and the message to the reporter."""

from collections.abc import Iterable, Sequence
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext_lazy as _

from deontos.cases.actions.dialogue import Words
from deontos.cases.openings import begun_with, opening_named, ready_opening, shipped
from deontos.cases.phrases import THEN, VERBS
from deontos.cases.rules import offered
from deontos.cases.vocabulary import CaseState, CaseVerb
from deontos.correspondence.files.facts import SealedFile
from deontos.organisations.vocabulary import Language
from deontos.speakup.vocabulary import DisclosureKind
from deontos.ui.forms import FilesField, PageForm, RadioCards

FILL = "fill"
"""The value of the button `go` that puts a ready text into the message and sends nothing."""

LANGUAGES = [(language.value, get_language_info(language.value)["name_local"].capitalize()) for language in Language]


class MoveForm(PageForm):
    """One step in a case, and what is written to the reporter with it."""

    verb = forms.ChoiceField(
        label=_("What do you do?"),
        widget=RadioCards(hints={verb.value: words for verb, words in THEN.items()}),
        error_messages={"required": _("Choose what you do")},
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

    def __init__(self, data: QueryDict | None = None, *, state: CaseState, **rest: Any) -> None:  # noqa: ANN401 -- hands on what every form takes
        super().__init__(data, **rest)
        verbs = offered(state)
        cast("forms.ChoiceField", self.fields["verb"]).choices = [(verb.value, VERBS[verb]) for verb in verbs]
        cast("forms.ChoiceField", self.fields["opening"]).choices = _opening_choices(verbs)
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


def new_form(state: CaseState, kind: DisclosureKind, *, language: Language, seen: int) -> MoveForm:
    """The panel as it first stands; where there is one step to take only, a text for it stands ready."""
    initial = {"language": language, "seen": seen}
    form = MoveForm(state=state, initial=initial)
    if form.only_verb:
        initial["verb"] = form.only_verb
        if form.only_verb is CaseVerb.ACKNOWLEDGE:
            initial["text"] = ready_opening(form.only_verb, kind).text[language]
    return form


def filled_form(state: CaseState, data: QueryDict) -> MoveForm:
    """The panel with the chosen text put in front of what was typed; the step is that of the text."""
    initial = {name: data.get(name, "") for name in ("verb", "language", "opening", "text", "seen")}
    form = MoveForm(state=state, initial=initial)
    opening = opening_named(initial["opening"])
    if opening is not None and opening.verb in offered(state) and initial["language"] in set(Language):
        initial["text"] = begun_with(opening, initial["text"], Language(initial["language"]))
        initial["verb"] = opening.verb
    if form.only_verb:
        initial["verb"] = form.only_verb
    return form


def renewed_form(state: CaseState, data: QueryDict, *, seen: int) -> MoveForm:
    """The panel as it was sent, for a case that has moved on: the same text, the steps that are possible now."""
    renewed = data.copy()
    renewed["seen"] = str(seen)
    form = MoveForm(renewed, state=state)
    if form.only_verb:
        renewed["verb"] = form.only_verb
    return form


def _opening_choices(verbs: Iterable[CaseVerb]) -> list[tuple[str | Promise, Any]]:
    language = Language((get_language() or Language.ENGLISH)[:2])
    groups: list[tuple[str | Promise, Any]] = [("", _("None: I write it all myself"))]
    for verb in verbs:
        of_step = [(opening.id, opening.name[language]) for opening in shipped() if opening.verb is verb]
        groups.append((VERBS[verb], of_step))
    return groups
