"""Confirming receipt of several cases with one text of the house, each by itself and in its reporter's language."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from deontos.access.doors import actor_at, door
from deontos.access.gate import Actor, NotAllowed
from deontos.access.permissions import Permission
from deontos.cases.actions.dialogue import CaseChanged, Words, acknowledge
from deontos.cases.filters import Filter
from deontos.cases.inboxes import inbox
from deontos.cases.models import CaseFile, CaseStep
from deontos.cases.openings import Opening, made_for, opening_named, openings_for_several
from deontos.cases.vocabulary import CaseState, CaseVerb, Half
from deontos.cases.web.opened import confided
from deontos.cases.web.refusals import MAY_BE_TOLD
from deontos.kernel import clock
from deontos.keyring.readers import NoEnvelope, UnlockedReader
from deontos.keyring.web.unlocking import unlocked_or_ask
from deontos.organisations.vocabulary import Language
from deontos.speakup.vocabulary import DisclosureKind
from deontos.ui.forms import PageForm, RadioCards

FORM = ("GET", "HEAD", "POST")
MOST = 20
"""Cases at once: as many as one page of the inbox shows."""

ALREADY = _("Receipt is confirmed already.")
UNREAD = _("You have not read this one, and the text says that you have. Open it first, or choose the other text.")
CHANGED = _("Something happened in this case meanwhile. Look at it first.")
UNOPENED = _("What was confided cannot be opened. Look at the case itself.")
REFUSED = _("This did not succeed. Look at the case itself.")
TOO_MANY = _("Twenty cases go at once. Confirm these first, then the others.")


@dataclass(frozen=True, slots=True)
class Chosen:
    """One case that was ticked. `seen` is its last step when the page was made."""

    case: CaseFile
    seen: int

    @property
    def row(self) -> dict[str, Any]:
        """What a row of the page shows."""
        number, read = self.case.number or "", self.case.was_read  # type: ignore[attr-defined]
        day = self.case.received_on
        return {"id": self.case.id, "number": number, "received_on": day, "was_read": read, "seen": self.seen}


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One case whose receipt is not confirmed, and why."""

    row: dict[str, Any]
    why: str | Promise


class TogetherForm(PageForm):
    """The text that goes to each."""

    opening = forms.ChoiceField(
        label=_("Which text?"), widget=RadioCards(), error_messages={"required": _("Choose a text")}
    )

    def __init__(self, data: QueryDict | None = None, **rest: Any) -> None:  # noqa: ANN401 -- hands on what every form takes
        super().__init__(data, **rest)
        field, spoken = cast("forms.ChoiceField", self.fields["opening"]), Language(get_language()[:2])
        openings = openings_for_several(CaseVerb.ACKNOWLEDGE)
        field.choices = [(each.id, each.name[spoken]) for each in openings]
        field.widget.hints = {each.id: each.text[spoken] for each in openings}


@door(requires=Permission.CASES_CASE_HANDLE, methods=FORM)
def case_acknowledge(request: HttpRequest) -> HttpResponse:
    """Show the text for the cases that were ticked; then confirm receipt of each by itself."""
    actor = actor_at(request)
    assert actor is not None
    reader = unlocked_or_ask(request)
    if isinstance(reader, HttpResponse):
        return reader
    ticked = seen_of((request.POST if request.method == "POST" else request.GET).getlist("case"))
    too_many = len(ticked) > MOST
    chosen, gone = _chosen(actor, dict(list(ticked.items())[:MOST]), on=clock.today())
    if request.method != "POST":
        return _asked(request, chosen, gone, too_many=too_many)
    form = TogetherForm(request.POST)
    if not form.is_valid():
        return _asked(request, chosen, gone, form, too_many=too_many)
    opening = opening_named(form.cleaned_data["opening"])
    assert opening is not None
    left_out = [each for each in (_confirmed(one, opening, actor, reader) for one in chosen) if each]
    return _answered(request, len(chosen) - len(left_out), left_out, gone, too_many=too_many)


def seen_of(values: Sequence[str]) -> dict[UUID, int | None]:
    """The cases that were ticked, each once, with the last step that was on the page where it said so.

    What is no id at all is left out: no page of ours sends it.
    """
    found: dict[UUID, int | None] = {}
    for value in values:
        name, _dot, seen = value.partition(".")
        try:
            found[UUID(name)] = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else None
        except ValueError:
            continue
    return found


def _chosen(actor: Actor, ticked: dict[UUID, int | None], *, on: date) -> tuple[list[Chosen], int]:
    """The cases that are there for this person to handle, and how many are not. Two queries."""
    last = CaseStep.objects.filter(case=OuterRef("pk")).order_by("-position").values("position")[:1]
    rows = (
        inbox(actor, on=on, asked=Filter(state=Half.ANY))
        .filter(pk__in=list(ticked), organisation__in=actor.organisations_with(Permission.CASES_CASE_HANDLE))
        .select_related("organisation", "disclosure__conversation__holder__entry", "disclosure__conversation__pair")
        .annotate(last=Coalesce(Subquery(last), 0))
    )
    found = [Chosen(case, case.last if ticked[case.pk] is None else ticked[case.pk] or 0) for case in rows]
    return found, len(ticked) - len(found)


def _confirmed(one: Chosen, opening: Opening, actor: Actor, reader: UnlockedReader) -> LeftOut | None:
    """Confirm receipt of one case; where that is not done, why."""
    case = one.case
    if case.state != CaseState.RECEIVED:
        return LeftOut(one.row, ALREADY)
    if not opening.for_unread and not case.was_read:  # type: ignore[attr-defined]
        return LeftOut(one.row, UNREAD)
    told = confided(case, reader)
    if told.content is None:
        return LeftOut(one.row, UNOPENED)
    text = made_for(opening, DisclosureKind(case.disclosure.kind)).text[told.language]
    try:
        acknowledge(case, Words(text, told.language, one.seen), by=actor, reader=reader, at=clock.now())
    except CaseChanged:
        case.refresh_from_db(fields=["state"])
        return LeftOut(one.row, CHANGED if case.state == CaseState.RECEIVED else ALREADY)
    except (NotAllowed, NoEnvelope, *MAY_BE_TOLD):
        return LeftOut(one.row, REFUSED)
    return None


def _asked(
    request: HttpRequest, chosen: list[Chosen], gone: int, form: TogetherForm | None = None, *, too_many: bool = False
) -> HttpResponse:
    """The page that shows the cases and the texts. Only what is new can be confirmed."""
    new = [each for each in chosen if each.case.state == CaseState.RECEIVED]
    openings = openings_for_several(CaseVerb.ACKNOWLEDGE)
    are_read = all(each.case.was_read for each in new)  # type: ignore[attr-defined]
    ready = next(each for each in openings if each.for_unread is not are_read)
    if form is None:
        form = TogetherForm(initial={"opening": ready.id})
    spoken = Language(get_language()[:2])
    return render(
        request,
        "cases/case_acknowledge.html",
        {
            "rows": [each.row for each in new],
            "left_out": [LeftOut(each.row, ALREADY) for each in chosen if each not in new],
            "gone": gone,
            "confirmed": 0,
            "too_many": TOO_MANY if too_many else "",
            "form": form,
            "texts": [{"name": each.name[spoken], "words": each.text.items()} for each in openings],
        },
    )


def _answered(
    request: HttpRequest, confirmed: int, left_out: list[LeftOut], gone: int, *, too_many: bool
) -> HttpResponse:
    """Back to the list where all went well; else a page with what did not, and why."""
    if confirmed and not left_out and not gone and not too_many:
        words = ngettext(
            "Receipt of %(count)d case is confirmed.", "Receipt of %(count)d cases is confirmed.", confirmed
        )
        messages.success(request, words % {"count": confirmed})
        return redirect("case_list")
    context = {
        "rows": [],
        "left_out": left_out,
        "gone": gone,
        "confirmed": confirmed,
        "too_many": "",
        "form": TogetherForm(),
    }
    context["too_many"] = TOO_MANY if too_many else ""
    return render(request, "cases/case_acknowledge.html", context)
