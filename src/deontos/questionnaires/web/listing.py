"""The questionnaires of an organisation in a list, beside those that are shipped; and beginning one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.core.paginator import Paginator
from django.db.models import Exists, F, OuterRef
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from deontos.access.doors import door
from deontos.access.permissions import Permission
from deontos.administration.web.here import kept_organisations, organisation_here
from deontos.kernel import clock
from deontos.organisations.models import Organisation
from deontos.questionnaires.actions import QuestionnaireRefused, begin
from deontos.questionnaires.editions import Edition
from deontos.questionnaires.models import Questionnaire, QuestionnaireVersion
from deontos.questionnaires.queries import choosable, definition_of
from deontos.questionnaires.rules.definition import Definition
from deontos.questionnaires.shelf import versions
from deontos.questionnaires.web.drafts import actor_of, name_in
from deontos.questionnaires.web.saving import why
from deontos.questionnaires.web.settings_fields import CHOOSE, NO_SIGN
from deontos.ui.forms import PageForm
from deontos.ui.houses import Link

KEEP = Permission.QUESTIONNAIRES_QUESTIONNAIRE_CHANGE
BOTH = ("GET", "HEAD", "POST")
ROWS_A_PAGE = 20
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class OwnRow:
    """A questionnaire of the organisation: how far it is."""

    title: str
    href: str
    number: int
    published: int
    published_on: date | None
    retired_on: date | None

    @property
    def has_draft(self) -> bool:
        """Whether the newest version is not published yet."""
        return self.number > self.published


@dataclass(frozen=True, slots=True)
class ShippedRow:
    """A questionnaire that comes with the program."""

    title: str
    edition: str
    href: str
    export_href: str


class BeginForm(PageForm):
    """The name of a new questionnaire, and what it begins with."""

    def __init__(self, choices: Sequence[tuple[str, str]], data: Any = None, **more: Any) -> None:  # noqa: ANN401
        super().__init__(data, **more)
        self.fields["title"] = forms.CharField(
            label=_("What is it called?"),
            help_text=_("Reporters do not read it. You do, where you choose what is asked."),
            max_length=LONGEST_NAME,
            widget=forms.TextInput(attrs={"autocomplete": "off"}),
            error_messages={**NO_SIGN, **CHOOSE, "max_length": _("Use at most %(limit_value)d characters")},
        )
        self.fields["title"].widget.attrs.pop("maxlength", None)
        self.fields["like"] = forms.ChoiceField(
            label=_("What does it begin with?"),
            required=False,
            error_messages=CHOOSE,
            choices=[("", _("Nothing: write every question yourself")), *choices],
        )


@door(requires=KEEP)
def questionnaire_list(request: HttpRequest) -> HttpResponse:
    """The questionnaires of an organisation, a page at a time, and those that are shipped."""
    here = organisation_here(request, KEEP)
    every = Questionnaire.objects.filter(organisation=here)
    page = Paginator(every.order_by(F("retired_on").desc(nulls_first=True), "begun_on", "id"), ROWS_A_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "here": here,
        "houses": kept_organisations(request, KEEP),
        "rows": _own(list(page)),
        "page": page,
        "query": f"organisation={here.slug}",
        "shipped": [_shipped(name) for name in versions()],
    }
    return render(request, "questionnaires/questionnaire_list.html", context)


@door(requires=KEEP, methods=BOTH)
def questionnaire_begin(request: HttpRequest) -> HttpResponse:
    """Begin a questionnaire: an empty one, or one like another."""
    here = organisation_here(request, KEEP)
    there = choosable(here.id)
    choices = [(each.edition.text, _("Like: %(name)s") % {"name": name_in(each.title)}) for each in there]
    data = request.POST if request.method == "POST" else None
    form = BeginForm(choices, data, initial={"like": request.GET.get("like", "")})
    if form.is_valid():
        try:
            made = begin(here, _first(form), by=actor_of(request), at=clock.now())
            return HttpResponseRedirect(reverse("questionnaire_overview", args=[made.pk]))
        except QuestionnaireRefused as refusal:
            form.add_error(None, why(refusal))
    context = {"here": here, "form": form, "crumbs": way_to_list(here)}
    return render(request, "questionnaires/questionnaire_begin.html", context)


def way_to_list(home: Organisation) -> list[Link]:
    """The crumb that leads back to the list."""
    return [Link(_("Questionnaires"), f"{reverse('questionnaire_list')}?organisation={home.slug}")]


def _first(form: BeginForm) -> Definition:
    """The first draft: nothing but a name, or everything of another under a name of its own."""
    title = {get_language() or "en": form.cleaned_data["title"]}
    if not form.cleaned_data["like"]:
        return Definition("", 0, title, ())
    return replace(definition_of(Edition.read(form.cleaned_data["like"])), title=title)


def _shipped(name: str) -> ShippedRow:
    edition = Edition.newest_shipped(name)
    at = [edition.questionnaire, edition.version]
    href, export_href = reverse("questionnaire_preview", args=at), reverse("questionnaire_export", args=at)
    return ShippedRow(name_in(definition_of(edition).title), edition.text, href, export_href)


def _own(page: Sequence[Questionnaire]) -> list[OwnRow]:
    """The rows of a page: two queries, however many there are; only the titles of the questionnaires are read."""
    ids = [each.pk for each in page]
    newest = _newest(QuestionnaireVersion.objects.filter(questionnaire__in=ids))
    published = _newest(QuestionnaireVersion.objects.filter(questionnaire__in=ids, published_on__isnull=False))
    return [_row(each, newest[each.pk], published.get(each.pk, {})) for each in page]


def _newest(rows: Any) -> dict[UUID, Mapping[str, Any]]:  # noqa: ANN401 a query set
    newer = rows.filter(questionnaire=OuterRef("questionnaire"), number__gt=OuterRef("number"))
    found = rows.filter(~Exists(newer)).values("questionnaire", "number", "published_on", "definition__title")
    return {row["questionnaire"]: row for row in found}


def _row(own: Questionnaire, newest: Mapping[str, Any], published: Mapping[str, Any]) -> OwnRow:
    return OwnRow(
        name_in(newest["definition__title"] or {}) or str(gettext_lazy("Without a name")),
        reverse("questionnaire_overview", args=[own.pk]),
        newest["number"],
        published.get("number", 0),
        published.get("published_on"),
        own.retired_on,
    )
