"""Fields for what can be set of a piece: whole numbers, figures, days, currencies; each says what to do when wrong."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.formats import localize_input
from django.utils.translation import gettext_lazy as _

from deontos.administration.web.settings.forms import day_field
from deontos.questionnaires.phrases import REFUSALS, SETTINGS
from deontos.questionnaires.rules.definition import LONGEST_ANSWER
from deontos.questionnaires.rules.figures import decimals_of, figure_in
from deontos.questionnaires.rules.spots import LONGEST_TEXT
from deontos.questionnaires.vocabulary import AnswerCode
from deontos.questionnaires.web.drafts import language_names
from deontos.ui.forms import CheckCards

MOST_DIGITS, MOST_DECIMALS = 15, 6
DEFAULTS: dict[str, int] = {"longest": LONGEST_ANSWER, "decimals": 0}
"""What an empty field stands for, where that is not nothing."""
NO_SIGN: dict[str, Any] = {
    "null_characters_not_allowed": _("Your text holds a sign that cannot be kept. Type it anew.")
}

CHOOSE: dict[str, Any] = {"required": _("Answer this question"), "invalid_choice": _("Choose one of the answers")}
"""What fields say that are added to a form after it was made."""


class WholeField(forms.CharField):
    """A whole number as people type it; nothing, or the usual, where it is left empty."""

    def __init__(self, name: str, lowest: int, highest: int | None, *, required: bool) -> None:
        label, hint = map(str, SETTINGS[name])
        widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
        words = {**NO_SIGN, "required": str(REFUSALS[AnswerCode.NOT_A_NUMBER])}
        super().__init__(label=label, help_text=hint, required=required, widget=widget, error_messages=words)
        self.lowest, self.highest, self.empty = lowest, highest, DEFAULTS.get(name)

    def clean(self, value: Any) -> Any:  # noqa: ANN401 what every field takes
        """The number."""
        text = super().clean(value)
        if not text:
            return self.empty
        number = figure_in(text, 0)
        if number is None or decimals_of(number) or len(str(number)) > MOST_DIGITS:
            raise ValidationError(str(REFUSALS[AnswerCode.NOT_A_NUMBER]))
        if number < self.lowest:
            raise ValidationError(str(REFUSALS[AnswerCode.TOO_LOW]), params={"lowest": self.lowest})
        if self.highest is not None and number > self.highest:
            raise ValidationError(str(REFUSALS[AnswerCode.TOO_HIGH]), params={"highest": self.highest})
        return int(number)


class FigureField(forms.CharField):
    """A number with decimals, as people of four languages type it."""

    decimals = 0

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401 a number, or what was typed
        """The number as it is typed in the reader's language."""
        return localize_input(value) if isinstance(value, Decimal) else value

    def clean(self, value: Any) -> Any:  # noqa: ANN401 what every field takes
        """The number."""
        text = super().clean(value)
        if not text:
            return None
        number = figure_in(text, self.decimals)
        if number is None or decimals_of(number) > MOST_DECIMALS or abs(number) >= 10**MOST_DIGITS:
            raise ValidationError(str(REFUSALS[AnswerCode.NOT_A_NUMBER]))
        return number


class CurrencyField(forms.CharField):
    """Currencies by their letters, with anything between them; whether each exists is told by the questionnaire."""

    def clean(self, value: Any) -> Any:  # noqa: ANN401 what every field takes
        """The codes."""
        return tuple(dict.fromkeys(re.findall(r"[^\s,;]+", super().clean(value).upper())))


class ChosenField(forms.MultipleChoiceField):
    """Any number of answers, in the order in which they stand."""

    def clean(self, value: Any) -> Any:  # noqa: ANN401 what every field takes
        """The values."""
        return tuple(super().clean(value))


def text_field(code: str) -> forms.CharField:
    """A text in one language; how long it may be is said, and nothing that was pasted is cut."""
    words = _("This text is too long. Use at most %(limit_value)d characters. Nothing is lost: your text stands here.")
    return forms.CharField(
        label=language_names()[code],
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "lang": code}),
        validators=[MaxLengthValidator(LONGEST_TEXT, words)],
        error_messages=NO_SIGN,
    )


def whole_field(name: str, lowest: int = 0, highest: int | None = None, *, required: bool = False) -> forms.Field:
    """A whole number within bounds."""
    return WholeField(name, lowest, highest, required=required)


def figure_field(name: str, decimals: int) -> forms.Field:
    """A number; with more than two decimals a comma before three figures marks decimals, as in the answer itself."""
    label, hint = map(str, SETTINGS[name])
    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    field = FigureField(label=label, help_text=hint, required=False, widget=widget, error_messages=NO_SIGN)
    field.decimals = decimals
    return field


def date_setting(name: str) -> forms.Field:
    """A civil date that may be left out."""
    return day_field(str(SETTINGS[name][0]), required=False)


def currency_field(name: str) -> forms.Field:
    """A list of currencies."""
    label, hint = map(str, SETTINGS[name])
    widget = forms.TextInput(attrs={"autocomplete": "off"})
    return CurrencyField(label=label, help_text=hint, required=False, widget=widget, error_messages=NO_SIGN)


def flag(name: str) -> forms.Field:
    """Yes or no."""
    return forms.BooleanField(label=str(SETTINGS[name][0]), help_text=str(SETTINGS[name][1]), required=False)


def several(name: str, choices: Sequence[tuple[str, str]]) -> forms.Field:
    """Any number of these."""
    label, hint = map(str, SETTINGS[name])
    return ChosenField(
        label=label, help_text=hint, choices=choices, required=False, widget=CheckCards(), error_messages=CHOOSE
    )
