"""Adding a section, a question, answers, rows, scores and their bands to a draft; each on a page of its own."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from deontos.access.doors import door
from deontos.access.permissions import Permission
from deontos.questionnaires.phrases import KINDS
from deontos.questionnaires.rules.changing import FIRST_CURRENCIES, added, id_for, ids_beside, ids_of
from deontos.questionnaires.rules.definition import Band, Definition, Option, Question, Row, Score, Section
from deontos.questionnaires.rules.fitting import BELONGS_TO, NEEDED_BY
from deontos.questionnaires.rules.pieces import LISTS, Part, Piece, Where, part_at, where_is
from deontos.questionnaires.vocabulary import PieceKind, QuestionKind
from deontos.questionnaires.web.drafts import Draft, back, draft_at
from deontos.questionnaires.web.piece_pages import where_it_stands
from deontos.questionnaires.web.saving import saved, typed_for_nothing
from deontos.questionnaires.web.settings_fields import CHOOSE, NO_SIGN, whole_field
from deontos.ui.forms import PageForm, RadioCards

KEEP = Permission.QUESTIONNAIRES_QUESTIONNAIRE_CHANGE
LONGEST_LINE = 1_000
PARENTS = {"sections": PieceKind.WHOLE, "scores": PieceKind.WHOLE, "questions": PieceKind.SECTION}
PARENTS |= {"options": PieceKind.QUESTION, "rows": PieceKind.QUESTION, "bands": PieceKind.SCORE}
"""In what each list stands."""
WORDS = {
    "sections": (_("Add a section"), _("Heading of the section"), ""),
    "questions": (_("Add a question"), _("The question"), ""),
    "options": (_("Add answers"), _("Answers to choose from"), _("One on each line.")),
    "rows": (_("Add rows"), _("Rows of the table"), _("One on each line.")),
    "scores": (_("Add a score"), _("Name of the score"), ""),
    "bands": (_("Add what a score means"), _("What it means"), ""),
}
"""What is added: the title of the page, what is asked, and how it is written."""
SEVERAL = ("options", "rows")
KIND_CHOICES = [(kind.value, words) for kind, words in KINDS.items()]


@dataclass(frozen=True, slots=True)
class Into:
    """The list that something is added to, and the way to what it stands in."""

    name: str
    above: Where


class AddForm(PageForm):
    """The words of what is added, in the reader's language; for a question also how it is answered."""

    def __init__(self, into: Into, data: Any = None) -> None:  # noqa: ANN401 what every form takes
        self.into, self.is_conflict = into, False
        super().__init__(data, initial={"kind": QuestionKind.SHORT_TEXT.value})
        _title, label, hint = WORDS[into.name]
        rows = 6 if into.name in SEVERAL else 2
        self.fields["words"] = forms.CharField(
            label=str(label),
            help_text=str(hint),
            widget=forms.Textarea(attrs={"rows": rows, "lang": get_language()}),
            error_messages={**NO_SIGN, "required": _("Write this first")},
        )
        if into.name == "questions":
            self.fields["kind"] = forms.ChoiceField(
                label=_("How is it answered?"), choices=KIND_CHOICES, widget=RadioCards(), error_messages=CHOOSE
            )
        if into.name == "bands":
            self.fields["from_percent"] = whole_field("from_percent", 0, 100, required=True)

    def clean_words(self) -> list[str]:
        """The words: one text, or one on each line."""
        text = self.cleaned_data["words"].replace("\r\n", "\n")
        lines = [each.strip() for each in text.split("\n")] if self.into.name in SEVERAL else [text]
        if any(len(line) > LONGEST_LINE for line in lines):
            raise ValidationError(_("Use at most %(most)d characters") % {"most": LONGEST_LINE})
        return [line for line in lines if line]


@door(requires=KEEP, methods=("GET", "HEAD", "POST"))
def questionnaire_add(request: HttpRequest, questionnaire: UUID, into: str) -> HttpResponse:
    """Add something to a list of a draft."""
    draft = draft_at(request, questionnaire)
    try:
        place = _into(draft, into)
    except Http404:
        return typed_for_nothing(request, draft)
    if request.method != "POST" and not draft.is_open:
        return back(draft)
    form = AddForm(place, request.POST if request.method == "POST" else None)
    if form.is_valid():
        parts = made(draft.definition, form)
        if saved(request, draft, added(draft.definition, place.above, place.name, *parts), form):
            return HttpResponseRedirect(_way_on(draft, place, parts[-1]))
    title = WORDS[place.name][0]
    context = {"draft": draft, "seen": draft.seen, "form": form, "title": title, "crumbs": draft.way()}
    return render(
        request, "questionnaires/questionnaire_add.html", {**context, "back": where_it_stands(draft, place.above)}
    )


def made(definition: Definition, form: AddForm) -> list[Part]:
    """What is added, with ids that say what it is about."""
    code, words = get_language() or "en", form.cleaned_data["words"]
    taken, found = set(_taken(definition, form.into)), list[Part]()
    for text in words:
        id_ = id_for(text, taken, otherwise=LISTS[form.into.name].value)
        taken.add(id_)
        found.append(_part(form, id_, {code: text}))
    return found


def _part(form: AddForm, id_: str, texts: dict[str, str]) -> Part:
    match form.into.name:
        case "sections":
            return Section(id_, texts, ())
        case "questions":
            kind = QuestionKind(form.cleaned_data["kind"])
            currencies = FIRST_CURRENCIES if kind in NEEDED_BY["currencies"] else ()
            return Question(id_, kind, texts, currencies=currencies)
        case "options":
            return Option(id_, texts)
        case "rows":
            return Row(id_, texts)
        case "scores":
            return Score(id_, texts, ())
    return Band(form.cleaned_data["from_percent"], texts)


def _taken(definition: Definition, into: Into) -> frozenset[str]:
    if into.name in SEVERAL:
        return ids_beside(getattr(part_at(definition, into.above), into.name))
    return ids_of(definition)


def _into(draft: Draft, text: str) -> Into:
    """The list that an address names. Raises Http404."""
    name, *ids = text.split("-")
    if name not in PARENTS or len(ids) != (0 if PARENTS[name] is PieceKind.WHOLE else 1):
        raise Http404
    above = where_is(draft.definition, Piece(PARENTS[name], tuple(ids)))
    if above is None:
        raise Http404
    part = part_at(draft.definition, above)
    if isinstance(part, Question) and part.kind not in BELONGS_TO[name]:
        raise Http404
    return Into(name, above)


def _way_on(draft: Draft, place: Into, part: Part) -> str:
    """A question and a score go on at their own page, the others where they stand."""
    own = str(getattr(part, "id", ""))
    if place.name in ("questions", "scores"):
        return draft.page_of(Piece(LISTS[place.name], (own,)))
    if place.name == "sections":
        return f"{draft.address()}#{Piece(PieceKind.SECTION, (own,)).text}"
    above = str(getattr(part_at(draft.definition, place.above), "id", ""))
    kept_in = Piece(PARENTS[place.name], (above,))
    at = Piece(LISTS[place.name], (above, own)).text if own else place.name
    return f"{draft.page_of(kept_in)}#{at}"
