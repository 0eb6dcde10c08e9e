"""What the address of the inbox asks: each part is judged by itself, and what is not understood gets a sentence."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, cast
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.forms import BoundField
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from deontos.access.gate import Actor
from deontos.access.permissions import Permission
from deontos.access.roles import permissions_of
from deontos.administration.web.settings.forms import SIGNS, day_field
from deontos.cases.filter_phrases import DUE, EVERY, HELD, IN_STATE, NOT_SOUGHT, ORDERS, UNREAD, UPSIDE_DOWN, WRONG
from deontos.cases.filters import Filter, Sought, sought
from deontos.cases.phrases import STATES
from deontos.cases.vocabulary import CaseState, Half, Held, Order
from deontos.kernel import clock
from deontos.kernel.urgency import Urgency
from deontos.organisations.models import Organisation
from deontos.organisations.phrases import OFFICES
from deontos.organisations.vocabulary import OfficeKind
from deontos.speakup.phrases import KINDS
from deontos.speakup.vocabulary import DisclosureKind
from deontos.ui.dates import long_day, months_by_name
from deontos.ui.forms import PageForm, in_capitals

Towns = list[tuple[str, str]]
LONGEST_SEARCH = 60
BY_NUMBER = (Order.NUMBER, Order.NUMBER_LAST)
YES = "yes"
DAYS = ("received_from", "received_until")


def _choice(name: str, label: Any, words: Mapping[Any, Any], *, empty: Any = EVERY) -> forms.ChoiceField:  # noqa: ANN401 -- words, or a promise of them
    given = [("", empty)] if empty else []
    return forms.ChoiceField(
        label=label,
        required=False,
        choices=[*given, *((str(value), text) for value, text in words.items())],
        error_messages={"invalid_choice": WRONG[name]},
    )


class InboxForm(PageForm):
    """The filter of the inbox, as its address has it. `is_cut`: something needs an open vault and was left out."""

    search = forms.CharField(
        label=_("Case number, day or state"),
        required=False,
        max_length=LONGEST_SEARCH,
        help_text=_("Texts cannot be searched: they are sealed."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "data-search": ""}),
        error_messages=SIGNS,
    )
    state = _choice("state", _("State"), IN_STATE, empty=None)
    due = _choice("due", _("Last day"), DUE)
    unread = _choice("unread", _("Read or not"), {YES: UNREAD})
    kind = _choice("kind", _("Kind"), {kind: in_capitals(words) for kind, words in KINDS.items()})
    organisation = _choice("organisation", _("Organisation"), {})
    office = _choice("office", _("Read as"), {})
    held = _choice("held", _("Mine or as a deputy"), HELD)
    received_from = day_field(_("Received from"), required=False)
    received_until = day_field(_("Received until"), required=False)
    order = _choice("order", _("Order"), ORDERS, empty=_("As usual"))

    def __init__(self, data: QueryDict, *, actor: Actor, is_locked: bool, towns: Towns | None = None) -> None:
        self.is_locked = is_locked
        self.is_cut = is_locked and (bool(data.get("kind")) or data.get("order") in BY_NUMBER)
        if self.is_cut:
            data = data.copy()
            data["order"] = "" if data.get("order") in BY_NUMBER else data.get("order", "")
        super().__init__(data, auto_id="in_%s")
        seats = [seat for seat in actor.seats if Permission.CASES_CASE_READ in permissions_of(seat.office)]
        offices = sorted({seat.office for seat in seats})
        self._fill("office", [(office.value, in_capitals(OFFICES[office])) for office in offices])
        self._fill("organisation", towns_of(actor) if towns is None else towns)
        self.of_no_use = {"search"} | {name for name in ("office", "organisation") if len(self._choices(name)) < 3}
        if len({seat.as_deputy for seat in seats}) < 2:
            self.of_no_use.add("held")
        if is_locked:
            del self.fields["kind"]
            self._fill("order", [each for each in self._choices("order") if each[0] not in BY_NUMBER][1:])

    @property
    def asked(self) -> Filter:
        """What is asked; a part that was taken back is left out."""
        given = self.cleaned_data
        chosen: dict[str, Any] = {name: kind(given[name]) for name, kind in KINDS_OF_ANSWER.items() if given.get(name)}
        chosen |= {name: given.get(name) for name in DAYS}
        return Filter(unread=given.get("unread") == YES, sought=given.get("search") or None, **chosen)

    def address(self, **instead: str) -> str:
        """The part of an address that asks the same, without what is as usual; `instead` changes parts of it."""
        said = {name: self.data.get(name, "").strip() for name in self.fields if name not in self.errors}
        said = {**said, **instead}
        return urlencode({name: value for name, value in said.items() if value})

    @property
    def to_keep(self) -> str:
        """The same without what was searched for: a word that somebody typed is not kept."""
        return self.address(search="")

    def chosen(self) -> list[BoundField]:
        """The fields that a page shows beside the search: lists with one answer only are left out."""
        return [field for field in self if field.name not in self.of_no_use]

    def in_words(self) -> list[str]:
        """What is asked, part by part."""
        parts = []
        for name, given in self.cleaned_data.items():
            if name in DAYS and given:
                parts.append(f"{self.fields[name].label} {long_day(given)}")
            elif isinstance(given, str) and given and name != "search":
                parts.append(str(dict(self._choices(name))[given]))
        return parts

    def clean_search(self) -> Sought | None:
        """What the search means in the language of the page."""
        typed: str = self.cleaned_data["search"]
        words = {state: str(text).casefold() for state, text in STATES.items()}
        meant = sought(typed, words, months_by_name(), today=clock.today()) if typed else None
        if meant and meant.number and self.is_locked:
            self.is_cut, meant = True, replace(meant, number="")
            return None if meant.is_nothing else meant
        if meant and meant.is_nothing:
            raise forms.ValidationError(NOT_SOUGHT, "not_sought")
        return meant

    def clean(self) -> dict[str, Any]:
        """The days in their order."""
        first, last = (self.cleaned_data.get(name) for name in DAYS)
        if first and last and last < first:
            self.add_error("received_until", forms.ValidationError(UPSIDE_DOWN, "upside_down"))
        return self.cleaned_data

    def _choices(self, name: str) -> list[Any]:
        return list(cast("Iterable[Any]", cast("forms.ChoiceField", self.fields[name]).choices))

    def _fill(self, name: str, answers: list[tuple[str, Any]]) -> None:
        """Let a list hold these answers after the one that stands first."""
        field = cast("forms.ChoiceField", self.fields[name])
        field.choices = [self._choices(name)[0], *answers]


def _state(value: str) -> Half | CaseState:
    return Half(value) if value in set(Half) else CaseState(value)


def towns_of(actor: Actor) -> Towns:
    """The organisations in which somebody reads cases, by name; one alone needs none. One query, or none."""
    ids = actor.organisations_with(Permission.CASES_CASE_READ)
    if len(ids) < 2:
        return [(str(each), "") for each in ids]
    return [(str(each.id), each.name) for each in Organisation.objects.filter(pk__in=ids).order_by("name")]


KINDS_OF_ANSWER: Mapping[str, Callable[[str], Any]] = {
    "state": _state,
    "due": Urgency,
    "kind": DisclosureKind,
    "organisation": UUID,
    "office": OfficeKind,
    "held": Held,
    "order": Order,
}
