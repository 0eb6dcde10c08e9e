"""What is asked of whoever writes a ready text: for which step and kind, and its name and words in each language."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from deontos.cases.actions.ready_texts import ReadyTextRefused
from deontos.cases.phrases import VERBS
from deontos.cases.rules import BY_HANDLER
from deontos.cases.vocabulary import CaseVerb
from deontos.cases.web.forms import LANGUAGES
from deontos.cases.wording import TextFault, Wording
from deontos.cases.writing_phrases import REFUSALS
from deontos.organisations.vocabulary import Language
from deontos.speakup.phrases import KINDS
from deontos.speakup.vocabulary import DisclosureKind
from deontos.ui.forms import PageForm

UNKEPT = _("Your text holds a sign that cannot be kept. Type it anew.")
OF_WORDS = {"null_characters_not_allowed": UNKEPT}


class ReadyTextForm(PageForm):
    """A ready text in every language; a language that stays empty is left out."""

    verb = forms.ChoiceField(
        label=_("For which step?"),
        choices=[(verb.value, VERBS[verb]) for verb in BY_HANDLER],
        error_messages={"required": _("Choose a step")},
    )
    kind = forms.ChoiceField(
        label=_("About what?"),
        choices=[("", _("Whatever was confided")), *((kind.value, KINDS[kind]) for kind in DisclosureKind)],
        required=False,
    )
    seen = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **more: Any) -> None:  # noqa: ANN401 -- hands on what every form takes
        super().__init__(*args, **more)
        for language, _own in LANGUAGES:
            self.fields[f"name_{language}"] = forms.CharField(
                label=_("Name of the text"), required=False, error_messages=OF_WORDS
            )
            self.fields[f"text_{language}"] = forms.CharField(
                label=_("The text"),
                required=False,
                widget=forms.Textarea(attrs={"rows": 6, "lang": language}),
                error_messages=OF_WORDS,
            )

    def sides(self) -> list[tuple[str, str, Any, Any]]:
        """Each language with its own name and its two fields."""
        return [(code, own, self[f"name_{code}"], self[f"text_{code}"]) for code, own in LANGUAGES]

    def wording(self) -> Wording:
        """What was written; only of a form that is valid."""
        given = self.cleaned_data
        names = {language: given[f"name_{language}"].strip() for language in Language}
        texts = {language: given[f"text_{language}"].replace("\r\n", "\n").strip() for language in Language}
        kind = DisclosureKind(given["kind"]) if given["kind"] else None
        return Wording(CaseVerb(given["verb"]), kind, names, texts)

    def refuse(self, refusal: ReadyTextRefused) -> None:
        """Say what is wrong at the words that have to change."""
        for fault in refusal.faults:
            self.add_error(f"{fault.field}_{fault.language}", _in_words(fault))
        if not refusal.faults:
            self.add_error(None, words_of(refusal))


def words_of(refusal: ReadyTextRefused) -> str:
    """The sentence of a refusal that is about no words in particular."""
    return str(REFUSALS[refusal.why]) % dict(refusal.parameters)


def initial_of(wording: Wording) -> dict[str, Any]:
    """The answers of a form that shows these words."""
    names = {f"name_{language}": words for language, words in wording.names.items()}
    texts = {f"text_{language}": words for language, words in wording.texts.items()}
    return {"verb": wording.verb, "kind": wording.kind or "", **names, **texts}


def _in_words(fault: TextFault) -> str:
    place = {"line": fault.at.line, "column": fault.at.column, "word": fault.at.word} if fault.at else {}
    return str(REFUSALS[fault.code]) % {**place, "length": fault.length, "longest": fault.longest}
