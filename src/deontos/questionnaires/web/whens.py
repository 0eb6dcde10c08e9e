"""The page on which it is chosen when a question or a section is asked: by earlier answers, one look after another."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deontos.access.doors import door
from deontos.access.permissions import Permission
from deontos.questionnaires.phrases import CHOICES_OF_COUNTS, CHOICES_OF_LOOKS, REFUSALS
from deontos.questionnaires.rules.changing import put
from deontos.questionnaires.rules.definition import Look, Question, Section
from deontos.questionnaires.rules.figures import figure_in
from deontos.questionnaires.rules.pieces import Piece, Where, part_at
from deontos.questionnaires.rules.reading import MOST_CONDITIONS
from deontos.questionnaires.rules.whens import Turned, When, answers_of, asks_of, before, condition_of, when_of
from deontos.questionnaires.vocabulary import AnswerCode, QuestionKind, Test
from deontos.questionnaires.web.drafts import Draft, back, called, draft_at, found_in, name_of_part
from deontos.questionnaires.web.piece_pages import ASKED
from deontos.questionnaires.web.saving import changed_or_told, saved
from deontos.questionnaires.web.settings_fields import CHOOSE, NO_SIGN
from deontos.questionnaires.web.when_words import answer_in_words, told_of
from deontos.ui.forms import PageForm, RadioCards
from deontos.ui.houses import Link

KEEP = Permission.QUESTIONNAIRES_QUESTIONNAIRE_CHANGE
FIGURES = (Test.AT_LEAST, Test.AT_MOST)


class LookForm(PageForm):
    """What the answer to one earlier question has to be."""

    def __init__(self, question: Question, data: Any = None) -> None:  # noqa: ANN401 what every form takes
        self.question, self.is_conflict = question, False
        super().__init__(data)
        self.fields["test"] = forms.ChoiceField(
            label=_("What has the answer to be?"),
            choices=choices_for(question),
            widget=RadioCards(),
            error_messages=CHOOSE,
        )
        if any(test in FIGURES for test in asks_of(question)):
            self.fields["figure"] = forms.CharField(
                label=_("Which number?"),
                help_text=_("Only where you chose an answer with a number."),
                required=False,
                error_messages=NO_SIGN,
                widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
            )
        self.fields["turned"] = forms.BooleanField(
            label=gettext_lazy("The other way round: ask it when this is not so"), required=False
        )

    def clean(self) -> dict[str, Any]:
        """What was chosen, with a number where that needs one."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self._needs_figure() and "figure" not in self.errors:
            number = figure_in(cleaned.get("figure", ""), self.question.decimals)
            if number is None:
                self.add_error("figure", str(REFUSALS[AnswerCode.NOT_A_NUMBER]))
            cleaned["figure"] = number
        return cleaned

    def look(self) -> Turned:
        """The look that was chosen."""
        word, _colon, answer = self.cleaned_data["test"].partition(":")
        value = f"{self.cleaned_data['figure']:f}" if self._needs_figure() else answer
        return Turned(Look(self.question.id, Test(word), value), self.cleaned_data["turned"])

    def _needs_figure(self) -> bool:
        word = self.cleaned_data.get("test", "")
        return word in FIGURES or word == Test.EQUALS.value


@door(requires=KEEP, methods=("GET", "HEAD", "POST"))
def questionnaire_when(request: HttpRequest, questionnaire: UUID, asked: str) -> HttpResponse:
    """Look at when something is asked; take a look away, add one, or choose whether all of them must hold."""
    draft = draft_at(request, questionnaire)
    piece, where = found_in(draft, asked)
    if piece.kind not in ASKED:
        raise Http404
    if request.method != "POST":
        question = _looked_at(draft, where, request.GET.get("question", ""))
        form = LookForm(question) if question else None
        return _shown(request, draft, piece, where, form) if draft.is_open else back(draft)
    if request.POST.get("go") == "add":
        return _added(request, draft, piece, where)
    return _otherwise(request, draft, piece, where)


def choices_for(question: Question) -> list[tuple[str, str]]:
    """What may be asked about the answer to a question."""
    found: list[tuple[str, str]] = []
    for test in asks_of(question):
        if test is Test.CONTAINS or (test is Test.EQUALS and question.kind is not QuestionKind.NUMBER):
            looks = [Look(question.id, test, answer) for answer in answers_of(question)]
            found += [(f"{test}:{look.value}", answer_in_words(question, look)) for look in looks]
        elif test in FIGURES and question.kind is QuestionKind.MULTIPLE_CHOICE:
            found.append((test.value, str(CHOICES_OF_COUNTS[test])))
        else:
            found.append((test.value, str(CHOICES_OF_LOOKS[test])))
    return found


def _looked_at(draft: Draft, where: Where, id_: str) -> Question | None:
    return next((each for each in before(draft.definition, where) if each.id == id_), None)


def _added(request: HttpRequest, draft: Draft, piece: Piece, where: Where) -> HttpResponse:
    question = _looked_at(draft, where, request.POST.get("question", ""))
    when = when_of(_condition(draft, where))
    if question is None or when is None or len(when.looks) >= MOST_CONDITIONS:
        return HttpResponseRedirect(draft.address("questionnaire_when", piece.text))
    form = LookForm(question, request.POST)
    if form.is_valid() and saved(
        request, draft, _with(draft, where, When(when.every, (*when.looks, form.look()))), form
    ):
        return HttpResponseRedirect(draft.address("questionnaire_when", piece.text))
    return _shown(request, draft, piece, where, form)


def _otherwise(request: HttpRequest, draft: Draft, piece: Piece, where: Where) -> HttpResponse:
    """Take one look or all of them away, or choose between all and one."""
    when, there = when_of(_condition(draft, where)), draft.address("questionnaire_when", piece.text)
    removed, every = request.POST.get("remove", ""), request.POST.get("every", "")
    if removed == "all":
        when = When()
    elif when is None:
        return HttpResponseRedirect(there)
    elif removed.isascii() and removed.isdigit():
        when = When(when.every, tuple(each for number, each in enumerate(when.looks) if str(number) != removed))
    elif every in ("all", "one"):
        when = When(every == "all", when.looks)
    else:
        return HttpResponseRedirect(there)
    return changed_or_told(request, draft, _with(draft, where, when), there, _("Saved."))


def _condition(draft: Draft, where: Where) -> Any:  # noqa: ANN401 a condition, of whichever level
    part = part_at(draft.definition, where)
    assert isinstance(part, Section | Question)
    return part.shown_if


def _with(draft: Draft, where: Where, when: When) -> Any:  # noqa: ANN401 a definition
    part = part_at(draft.definition, where)
    assert isinstance(part, Section | Question)
    return put(draft.definition, where, replace(part, shown_if=condition_of(when)))


def _shown(request: HttpRequest, draft: Draft, piece: Piece, where: Where, form: LookForm | None) -> HttpResponse:
    part = part_at(draft.definition, where)
    told = told_of(draft.definition, part)
    context = {
        "draft": draft,
        "seen": draft.seen,
        "form": form,
        "title": name_of_part(part),
        "told": told,
        "looked_at": form.question if form else None,
        "label": name_of_part(form.question) if form else "",
        "earlier": [(each.id, name_of_part(each)) for each in before(draft.definition, where)],
        "is_full": len(told.looks) >= MOST_CONDITIONS,
        "crumbs": draft.way(Link(called(draft, piece, where), draft.page_of(piece))),
        "here": draft.address("questionnaire_when", piece.text),
        "back": draft.page_of(piece),
    }
    return render(request, "questionnaires/questionnaire_when.html", context)
