"""What is asked when a law demands a name: which law, what the reporter is told, or why not yet and until when."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from deontos.administration.web.settings.forms import day_field
from deontos.cases.actions.dialogue import Words
from deontos.cases.actions.withholding import Withheld
from deontos.cases.phrases import WITHHOLDING_GROUNDS
from deontos.cases.vocabulary import WithholdingGround
from deontos.cases.web.forms import LANGUAGES
from deontos.organisations.vocabulary import Language
from deontos.ui.forms import PageForm, RadioCards

NOW, LATER = "now", "later"
UNKEPT = _("Your text holds a sign that cannot be kept. Type it anew.")
LONGEST_REASON = 5000


class TellingForm(PageForm):
    """The words with which the reporter is told."""

    text = forms.CharField(
        label=_("Your message to the reporter"),
        help_text=_("Say which law demands it, who will know the name, and what happens next."),
        widget=forms.Textarea(attrs={"rows": 6}),
        strip=False,
        error_messages={"required": _("Write to the reporter first."), "null_characters_not_allowed": UNKEPT},
    )
    language = forms.ChoiceField(label=_("Language of your message"), choices=LANGUAGES)

    def words(self) -> Words:
        """What the reporter reads; only of a form that is valid."""
        given = self.cleaned_data
        return Words(given["text"].replace("\r\n", "\n"), Language(given["language"]))


class WithholdingForm(PageForm):
    """On which ground the reporter is not told yet, why, and until when."""

    because = forms.ChoiceField(
        label=_("Why may the reporter not know yet?"),
        choices=[(ground.value, words) for ground, words in WITHHOLDING_GROUNDS.items()],
        widget=RadioCards(),
        error_messages={"required": _("Choose one of these grounds; without one the reporter is told.")},
    )
    reason = forms.CharField(
        label=_("What makes you decide so?"),
        help_text=_(
            "It stands in the dossier, for whoever handles this case. Name the order or the law, and who gave it."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST_REASON,
        error_messages={
            "required": _("Write what makes you decide so."),
            "max_length": _("This is too long. Make it shorter."),
            "null_characters_not_allowed": UNKEPT,
        },
    )
    until_on = day_field(
        _("Until which day?"),
        help_text=_("At most 28 days from now. Without a new decision by then the reporter is told automatically."),
    )

    def withheld(self) -> Withheld:
        """What was decided; only of a form that is valid."""
        given = self.cleaned_data
        reason = given["reason"].replace("\r\n", "\n")
        return Withheld(WithholdingGround(given["because"]), reason, given["until_on"])


class ByLawForm(TellingForm, WithholdingForm):
    """Which law, for the stewards; then the words to the reporter, or why there are none yet."""

    ground = forms.CharField(
        label=_("Which law or order demands the name?"),
        help_text=_("Stewards read this, and it stays in the record. Nothing about the report itself."),
        max_length=500,
        error_messages={
            "required": _("Name the law or the order."),
            "max_length": _("Say it in 500 characters or less."),
            "null_characters_not_allowed": UNKEPT,
        },
    )
    telling = forms.ChoiceField(
        label=_("Is the reporter told first?"),
        choices=[
            (NOW, _("Yes, I tell the reporter now")),
            (LATER, _("Not yet: telling would do harm, or is forbidden")),
        ],
        widget=RadioCards(
            hints={LATER: _("Only on a ground that the law names, and until a day on which you look again.")}
        ),
        initial=NOW,
        error_messages={"required": _("Choose whether the reporter is told first.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- hands on what every form takes
        super().__init__(*args, **kwargs)
        is_later = self.data.get("telling") == LATER
        for name in ("because", "reason", "until_on"):
            self.fields[name].required = is_later
        for name in ("text", "language"):
            self.fields[name].required = not is_later

    def decision(self) -> Words | Withheld:
        """What the reporter is told, or why not yet; only of a form that is valid."""
        return self.withheld() if self.cleaned_data["telling"] == LATER else self.words()
