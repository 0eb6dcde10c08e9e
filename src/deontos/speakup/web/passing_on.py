"""Asking whether it may be passed on to the organisation concerned, which one that is, and who there is involved.

The form and the mailbox ask the same. Whatever is left empty means: ask me first.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from deontos.correspondence.web.typed import Typed
from deontos.speakup.content import Named, PassingOn
from deontos.speakup.models import Channel
from deontos.speakup.phrases import PASSING_ON, PASSING_ON_HINTS, PLACE_HINTS
from deontos.speakup.queries import Line, line_of
from deontos.speakup.rules import asked_about
from deontos.speakup.vocabulary import PassOn
from deontos.ui.forms import CheckCards, PageForm, RadioCards

LONGEST_NAME = 300
FIELDS = ("passing_on", "concerned", "concerned_name", "involved_there", "line_shown")


@dataclass
class Others:
    """The other organisations with a reporting point here, and the line of one that was chosen."""

    channel: Channel
    on: date
    _lines: dict[str, Line] = field(default_factory=dict, repr=False)

    @cached_property
    def channels(self) -> Mapping[str, Channel]:
        """The reporting points of the others, by the id of their organisation, by name. One query."""
        found = Channel.objects.exclude(pk=self.channel.pk).select_related("organisation")
        by_name = found.order_by("organisation__name", "organisation__slug")
        return {str(each.organisation_id): each for each in by_name}

    def line(self, chosen: str) -> Line | None:
        """Who could handle it in an organisation; None where it is not here."""
        if chosen and chosen not in self._lines and chosen in self.channels:
            self._lines[chosen] = line_of(self.channels[chosen], on=self.on)
        return self._lines.get(chosen)

    def name(self, chosen: str) -> str:
        """What an organisation is called; nothing where it is not here."""
        return self.channels[chosen].organisation.name if chosen and chosen in self.channels else ""


class InvolvedThereField(forms.MultipleChoiceField):
    """People in the line of the organisation concerned. Everybody in it may be ticked."""

    accepted: frozenset[str] = frozenset()
    is_of_another: bool = False

    def valid_value(self, value: object) -> bool:
        """Whether this is somebody in that line; ticks that were made for another organisation are dropped later."""
        return self.is_of_another or str(value) in self.accepted


class AsksPassingOn(PageForm):
    """The questions, to be put into a form. `line_shown` says whose line the page showed."""

    passing_on = forms.ChoiceField(
        label=_("May we pass it on to the organisation concerned, without your name?"),
        help_text=_("You can change this later with your code."),
        choices=list(PASSING_ON.items()),
        required=False,
        widget=RadioCards(hints={answer.value: hint for answer, hint in PASSING_ON_HINTS.items()}),
    )
    concerned = forms.ChoiceField(
        label=_("Which organisation is concerned?"),
        required=False,
        error_messages={"invalid_choice": _("This organisation does not stand here any more. Choose again")},
    )
    concerned_name = forms.CharField(
        label=_("What is it called, if it is not in the list?"),
        required=False,
        validators=[MaxLengthValidator(LONGEST_NAME, _("Keep the name under %(limit_value)d signs"))],
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    involved_there = InvolvedThereField(
        label=_("Is one of these people there involved?"),
        required=False,
        error_messages={"invalid_choice": _("Who stands here has changed. Look again at who is involved there")},
    )
    line_shown = forms.CharField(required=False, widget=forms.HiddenInput)

    others: Others
    chosen: str = ""
    line_there: Line | None = None

    def ask_passing_on(self, others: Others, typed: Typed) -> None:
        """Fill in the organisations, and the line of the one that was chosen."""
        self.others, self.chosen = others, _last(typed, "concerned")
        concerned, involved = self.fields["concerned"], self.fields["involved_there"]
        assert isinstance(concerned, forms.ChoiceField)
        assert isinstance(involved, InvolvedThereField)
        concerned.choices = self._organisations
        self.line_there = others.line(self.chosen)
        involved.is_of_another = self.line_there is None or _last(typed, "line_shown") != self.chosen
        self._ask_about(involved, self.line_there, typed.get("involved_there", []))

    def _organisations(self) -> list[tuple[str, str]]:
        """Looked up where they are shown, or one was chosen."""
        names = [(home, self.others.name(home)) for home in self.others.channels]
        return [("", str(_("Not in this list, or I do not know"))), *names]

    def _ask_about(self, asked: InvolvedThereField, line: Line | None, ticked: Sequence[str]) -> None:
        members = asked_about(line.members, frozenset(_known(line, ticked))) if line else ()
        asked.help_text = _("They could handle it at %(name)s. Whoever you tick gets nothing of it.") % {
            "name": self.others.name(self.chosen)
        }
        asked.widget = CheckCards(hints={str(each.person): PLACE_HINTS[each.place] for each in members})
        asked.choices = [(str(each.person), line.people[each.person].name) for each in members if line]
        asked.accepted = frozenset(str(each.person) for each in line.members) if line else frozenset()

    @property
    def asks_about_line(self) -> bool:
        """Whether an organisation was chosen whose people the page did not show yet."""
        shown = str(self.cleaned_data.get("line_shown", "")) if self.is_bound else self.chosen
        return self.line_there is not None and shown != self.chosen

    @property
    def is_asking_anew(self) -> bool:
        """The same, on a page that was sent and is shown again because of it."""
        return self.is_bound and not self.errors and self.asks_about_line

    def decision(self) -> PassingOn:
        """What was decided; only of a form that is valid."""
        given: dict[str, Any] = self.cleaned_data
        home, line = given["concerned"], self.line_there
        answer = PassOn(given["passing_on"]) if given["passing_on"] else PassOn.ASK_FIRST
        places = {member.person: member.place for member in reversed(line.members)} if line else {}
        involved = tuple(
            Named(person, line.people[person].name, places[person])
            for person in (_known(line, given["involved_there"]) if line else ())
            if line
        )
        name = self.others.name(home) or given["concerned_name"]
        return PassingOn(answer, UUID(home) if home else None, name, involved)


def typed_of(passing_on: PassingOn) -> dict[str, list[str]]:
    """A decision as it would be typed, to be changed."""
    home = str(passing_on.organisation or "")
    return {
        "passing_on": [passing_on.answer.value],
        "concerned": [home],
        "concerned_name": [] if home else [passing_on.name],
        "involved_there": [str(each.person) for each in passing_on.involved],
        "line_shown": [home],
    }


def _last(typed: Typed, name: str) -> str:
    return (typed.get(name) or [""])[-1]


def _known(line: Line | None, ticked: Sequence[str]) -> list[UUID]:
    """The people of a line among what was ticked, in the order of the line."""
    wanted = set(ticked)
    return [each.person for each in line.once if str(each.person) in wanted] if line else []
