"""What the desk asks besides the questions of the reporting form: how it came, the minutes, that it was read back."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from deontos.administration.web.settings.forms import LANGUAGES, day_field
from deontos.speakup.phrases import CAME_BY, CAME_BY_HINTS, ENTRY_REFUSALS, KINDS, ORAL_RECORDS, READ_BACK
from deontos.speakup.rules import came_in_time
from deontos.speakup.vocabulary import KIND_IN_FORM, CameBy, EntryCode, OralRecord
from deontos.speakup.web.forms import not_too_long
from deontos.ui.forms import PageForm, RadioCards, in_capitals

PREFIX = "entry"
"""Before the names of these fields: no question of a questionnaire is called so."""


class DeskForm(PageForm):
    """A form around the questions; filled with what was typed, it finds faults only when it is to be judged."""

    prefix = PREFIX

    def __init__(self, typed: dict[str, Any], *, judge: bool = False) -> None:
        super().__init__({self.add_prefix(name): value for name, value in typed.items()} if judge else None)
        self.initial = {} if judge else typed


class CameForm(DeskForm):
    """How and when it came, in which language, and what it is."""

    way = forms.ChoiceField(
        label=_("How did it come?"),
        choices=[(way.value, in_capitals(words)) for way, words in CAME_BY.items()],
        widget=RadioCards(hints={way.value: hint for way, hint in CAME_BY_HINTS.items()}),
        error_messages={"required": _("Choose how it came")},
    )
    came_on = day_field(_("On which day did it come?"), help_text=_("The terms count from this day, not from today."))
    spoken = forms.ChoiceField(
        label=_("In which language?"),
        help_text=_("The questions stand in this language on the next page. The person reads the answers in it too."),
        choices=LANGUAGES,
        error_messages={"required": _("Choose the language")},
    )
    kind = forms.ChoiceField(
        label=_("What does the person want to tell?"),
        choices=[(word, KINDS[kind]) for word, kind in KIND_IN_FORM.items()],
        widget=RadioCards(),
        error_messages={"required": _("Choose what the person wants to tell")},
    )

    def judge_day(self, today: date) -> None:
        """Take a day back that lies ahead, or too far behind."""
        came_on = self.cleaned_data.get("came_on")
        if came_on is not None and not came_in_time(came_on, on=today):
            code = EntryCode.CAME_IN_FUTURE if came_on > today else EntryCode.CAME_TOO_LONG_AGO
            self.add_error("came_on", ValidationError(str(ENTRY_REFUSALS[code]), code=code))


class MinutesForm(DeskForm):
    """How it was written down, with the person's consent, and what was said besides. A letter needs no consent."""

    kept_as = forms.ChoiceField(
        label=_("How was it written down?"),
        help_text=_("Ask first. Does the person not agree? Then write nothing down, and say how to report alone."),
        choices=[(record.value, words) for record, words in ORAL_RECORDS.items()],
        widget=RadioCards(),
        error_messages={"required": _("Choose how it was written down, and that the person agreed")},
    )
    minutes = forms.CharField(
        label=_("What else was said or agreed?"),
        help_text=_(
            "For instance who else was there, or how the person wants to be reached. The person reads this too."
        ),
        required=False,
        strip=False,
        validators=[not_too_long],
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"null_characters_not_allowed": _("Your text holds a sign that cannot be kept. Type it anew.")},
    )

    def __init__(self, typed: dict[str, Any], *, way: CameBy, judge: bool = False) -> None:
        super().__init__(typed, judge=judge)
        if way is CameBy.LETTER:
            del self.fields["kept_as"]

    @property
    def record(self) -> OralRecord | None:
        """How it was written down; only of a form that is valid."""
        kept_as = self.cleaned_data.get("kept_as")
        return OralRecord(kept_as) if kept_as else None


class ReadBackForm(DeskForm):
    """That everything was read back to the person, or compared with the letter."""

    read_back = forms.BooleanField(label="", error_messages={"required": _("Do this first, then tick it")})

    def __init__(self, typed: dict[str, Any], *, way: CameBy, judge: bool = False) -> None:
        super().__init__(typed, judge=judge)
        self.fields["read_back"].label = READ_BACK[way]  # type: ignore[assignment]
