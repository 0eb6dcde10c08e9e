"""A day to come back, as a file for one's own calendar. Made of what was typed and of nothing else; kept nowhere."""

from datetime import date, timedelta
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deontos.access.doors import door
from deontos.access.vocabulary import Entrant
from deontos.correspondence.web.typed import asks_for_language, chosen_language, typed_in
from deontos.kernel import clock
from deontos.organisations.vocabulary import Language
from deontos.speakup.web.visit import Visit, visit_at
from deontos.ui.calendars import MEDIA_TYPE, DayEvent, one_day_text
from deontos.ui.composite import Part, PartGroup, PartsInput
from deontos.ui.dates import long_day
from deontos.ui.forms import PageForm, RadioCards

OTHER = "other"
AFTER = {"3": timedelta(days=3), "7": timedelta(days=7), "14": timedelta(days=14), "90": timedelta(days=90)}
FURTHEST = timedelta(days=3 * 365)
LONGEST_TITLE = 60
FILE_NAME = "reminder.ics"
PARTS = ("day", "month", "year")
FIELDS = ("when", "title", *(f"day.{part}" for part in PARTS))


class ReminderForm(PageForm):
    """On which day, and under which words, which tell only what the reporter wants them to tell."""

    when = forms.ChoiceField(
        label=gettext_lazy("On which day do you want to come back?"),
        error_messages={"required": gettext_lazy("Choose a day"), "invalid_choice": gettext_lazy("Choose a day")},
        widget=RadioCards,
    )
    title = forms.CharField(
        label=gettext_lazy("What stands in your calendar?"),
        help_text=gettext_lazy(
            "Only these words. Whoever sees your calendar reads them: choose words that tell nothing."
        ),
        max_length=LONGEST_TITLE,
        error_messages={
            "required": gettext_lazy("Write a word or two, such as “Reminder”"),
            "max_length": gettext_lazy("This is too long. Use at most %(limit_value)d signs"),
        },
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, data: dict[str, str] | None = None, *, today: date) -> None:
        super().__init__(data, initial={"when": "7", "title": _("Reminder")})
        self.today = today
        parts = (Part("day", _("Day")), Part("month", _("Month")), Part("year", _("Year"), width="short"))
        self.fields["day"] = forms.Field(
            label=_("Another day"), required=False, widget=PartsInput(PartGroup(tuple(parts)))
        )
        self.order_fields(["when", "day", "title"])
        field = self.fields["when"]
        assert isinstance(field, forms.ChoiceField)
        days = [(number, long_day(today + after)) for number, after in AFTER.items()]
        field.choices = [*days, (OTHER, _("Another day, which I write below"))]

    def clean(self) -> dict[str, object]:
        """The day that was meant; a typed one counts only where another day was chosen."""
        cleaned: dict[str, object] = {**self.cleaned_data}
        if cleaned.get("when") == OTHER:
            cleaned["on"] = self._typed_day()
        elif "when" in cleaned:
            cleaned["on"] = self.today + AFTER[str(cleaned["when"])]
        return cleaned

    def _typed_day(self) -> date | None:
        typed = self.cleaned_data["day"]
        try:
            found = date(*(int(typed[part]) for part in ("year", "month", "day")))
        except (ValueError, OverflowError):
            self.add_error("day", ValidationError(_("Write a day that exists, such as 24 11 2027")))
            return None
        if not self.today < found <= self.today + FURTHEST:
            self.add_error("day", ValidationError(_("Choose a day after today, within three years")))
        return found


@door(open_to=Entrant.ANYBODY, methods=("GET", "HEAD", "POST"))
def reminder(request: HttpRequest, language: Language, organisation: str) -> HttpResponse:
    """Ask for a day and a title; then give the file. Nothing is written down."""
    visit, today = visit_at(request, language, organisation), clock.today()
    if request.method != "POST":
        return _asked(visit, ReminderForm(today=today))
    typed = {name: values[-1] for name, values in typed_in(request, FIELDS).items() if values}
    if asks_for_language(request):
        visit.turn_to(chosen_language(request) or language)
        with translation.override(visit.language):
            form = ReminderForm(today=today)
            form.initial.update(typed, day={part: typed.get(f"day.{part}", "") for part in PARTS})
            return _asked(visit, form)
    form = ReminderForm(typed, today=today)
    return _file(form) if form.is_valid() else _asked(visit, form)


def _file(form: ReminderForm) -> HttpResponse:
    event = DayEvent(str(uuid4()), form.cleaned_data["on"], form.cleaned_data["title"])
    headers = {"Content-Disposition": f'attachment; filename="{FILE_NAME}"'}
    return HttpResponse(one_day_text(event), content_type=MEDIA_TYPE, headers=headers)


def _asked(visit: Visit, form: ReminderForm) -> HttpResponse:
    return render(visit.request, "letterbox/reminder.html", {"form": form, "action": visit.address("reminder")})
