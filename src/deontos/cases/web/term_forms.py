"""What is asked of whoever leaves receipt unconfirmed, puts a term off or pauses one: why, until when, which words."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from deontos.administration.web.settings.forms import day_field
from deontos.cases.actions.dialogue import Words
from deontos.cases.phrases import RELIEF_REASONS
from deontos.cases.reliefs import Relief
from deontos.cases.vocabulary import CaseVerb
from deontos.cases.web.forms import LANGUAGES
from deontos.organisations.vocabulary import Language
from deontos.speakup.phrases import CLOCKS
from deontos.speakup.vocabulary import ClockName
from deontos.ui.forms import PageForm, RadioCards


class ReliefForm(PageForm):
    """Which term, why, until when where it is paused, and what is written to the reporter."""

    clock = forms.ChoiceField(
        label=_("Which term?"), widget=RadioCards(), error_messages={"required": _("Choose a term")}
    )
    reason = forms.ChoiceField(
        label=_("Why?"), widget=RadioCards(), error_messages={"required": _("Choose why. The reporter reads it")}
    )
    until = day_field(_("On which day does it go on?"), help_text=_("The last day moves by as many days."))
    text = forms.CharField(
        label=_("Your explanation to the reporter"),
        help_text=_("The reporter reads this. Name nobody."),
        widget=forms.Textarea(attrs={"rows": 6}),
        strip=False,
        error_messages={
            "required": _("Explain it to the reporter in your own words"),
            "null_characters_not_allowed": _("Your text holds a sign that cannot be kept. Type it anew."),
        },
    )
    language = forms.ChoiceField(label=_("Language of your message"), choices=LANGUAGES)
    seen = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, verb: CaseVerb, offers: Sequence[Relief], **more: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **more)
        self._choose("clock", [(offer.clock.value, CLOCKS[offer.clock]) for offer in offers])
        self._choose("reason", list(RELIEF_REASONS[verb].items()))
        if len(offers) == 1:
            self.fields["clock"].widget = forms.HiddenInput()
            self.initial["clock"] = offers[0].clock.value
        if verb is not CaseVerb.SUSPEND:
            del self.fields["until"]

    def _choose(self, name: str, choices: list[Any]) -> None:
        cast("forms.ChoiceField", self.fields[name]).choices = choices

    @property
    def chosen(self) -> ClockName:
        """The term that was chosen; only of a form that is valid."""
        return ClockName(self.cleaned_data["clock"])

    def words(self) -> Words:
        """The message to the reporter; only of a form that is valid."""
        given = self.cleaned_data
        return Words(given["text"].replace("\r\n", "\n"), Language(given["language"]), given["seen"])
