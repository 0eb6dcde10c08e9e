"""What the pages of settings ask."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from deontos.administration.actions.capacities import Quality
from deontos.administration.actions.offices import Mandate
from deontos.administration.actions.organisations import OrganisationDetails
from deontos.administration.actions.people import PersonDetails
from deontos.organisations.models import Organisation, Person, Unit
from deontos.organisations.phrases import CAPACITIES, ORGANISATIONS
from deontos.organisations.vocabulary import CapacityKind, Language, OrganisationKind
from deontos.ui.forms import PageForm

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Words: TypeAlias = "str | _StrPromise"

EARLIEST, LATEST = date(1950, 1, 1), date(2100, 12, 31)
TYPED = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%y")
LANGUAGES = [(language.value, get_language_info(language.value)["name_local"].capitalize()) for language in Language]
SIGNS = {
    "null_characters_not_allowed": _("Your text holds a sign that cannot be kept. Type it anew."),
    "max_length": _("This is too long. Make it shorter."),
}


def _in_range(day: date) -> None:
    if not EARLIEST <= day <= LATEST:
        raise ValidationError(_("Type a year between 1950 and 2100."), code="year")


def day_field(label: Words, *, required: bool = True, help_text: Words = "") -> forms.DateField:
    """A civil date, chosen or typed."""
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        input_formats=TYPED,
        validators=[_in_range],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Type a day, such as 24/11/2026."),
            "invalid": _("Type a day that exists, such as 24/11/2026."),
        },
    )


def line_field(
    label: Words, longest: int, missing: Words = "", *, help_text: Words = "", **attrs: str
) -> forms.CharField:
    """One line of text; without a sentence for when it is missing it may stay empty."""
    return forms.CharField(
        label=label,
        max_length=longest,
        required=bool(missing),
        help_text=help_text,
        error_messages={"required": missing, **SIGNS},
        widget=forms.TextInput(attrs={"autocomplete": "off", **attrs}),
    )


def choices_of(words: Mapping[Any, Promise]) -> list[tuple[str, Any]]:
    """The answers of a list, in the order of their words."""
    return [(key.value, text) for key, text in words.items()]


class OrganisationForm(PageForm):
    """What an organisation says about itself."""

    name = line_field(_("Name"), 200, _("Type the name of the organisation."))
    kind = forms.ChoiceField(label=_("What it is"), choices=choices_of(ORGANISATIONS))
    language = forms.ChoiceField(label=_("Language of its pages"), choices=LANGUAGES)
    member_of = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("Member of"),
        required=False,
        empty_label=_("No association in this installation"),
        help_text=_(
            "By this alone the association sees nothing. Whether it may follow how far you are, you decide where the "
            "reporting point is set up; changing the association here takes that back."
        ),
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:  # noqa: ANN401 -- hands on what every form takes
        super().__init__(*args, **kwargs)
        associations = Organisation.objects.filter(kind=OrganisationKind.ASSOCIATION).exclude(pk=organisation.pk)
        cast("forms.ModelChoiceField[Organisation]", self.fields["member_of"]).queryset = associations

    def details(self) -> OrganisationDetails:
        """What was answered; only of a form that is valid."""
        given = self.cleaned_data
        return OrganisationDetails(
            given["name"], OrganisationKind(given["kind"]), Language(given["language"]), given["member_of"]
        )


class UnitChoice(forms.ModelChoiceField[Unit]):
    """One of an organisation's units, or none."""

    def __init__(self, label: Words, none: Words, help_text: Words = "") -> None:
        super().__init__(Unit.objects.none(), label=label, required=False, empty_label=none, help_text=help_text)


class UnitForm(PageForm):
    """The name of a unit and where it stands."""

    name = line_field(_("Name of the unit"), 200, _("Type the name of the unit."))
    above = UnitChoice(_("Stands under"), _("Nothing: it stands at the top"))

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- hands on what every form takes
        super().__init__(*args, **kwargs)
        cast("UnitChoice", self.fields["above"]).queryset = units

    def answers(self) -> tuple[str, Unit | None]:
        """Name and place; only of a form that is valid."""
        return self.cleaned_data["name"], self.cleaned_data["above"]


class PersonForm(PageForm):
    """What is kept about somebody."""

    given_name = line_field(_("Given name"), 120, _("Type the given name."))
    family_name = line_field(_("Family name"), 120, _("Type the family name."))
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("Letters go there, and this person signs in with it."),
        error_messages={
            "required": _("Type the address that this person uses at work."),
            "invalid": _("Type the whole address, such as name@example.org."),
            **SIGNS,
        },
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    telephone = line_field(_("Telephone"), 40, inputmode="tel")
    language = forms.ChoiceField(label=_("Language of letters and pages"), choices=LANGUAGES)

    def details(self) -> PersonDetails:
        """What was answered; only of a form that is valid."""
        return PersonDetails(**{**self.cleaned_data, "language": Language(self.cleaned_data["language"])})


class CapacityForm(PageForm):
    """In which quality somebody belongs to the organisation, and in which days."""

    kind = forms.ChoiceField(label=_("In which quality"), choices=choices_of(CAPACITIES))
    unit = UnitChoice(_("Unit"), _("None"))
    label = line_field(_("Words on the door"), 200, help_text=_("Such as: lawyer, or councillor for youth."))
    started_on = day_field(_("First day"))
    last_day = day_field(_("Last day"), required=False)

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- hands on what every form takes
        super().__init__(*args, **kwargs)
        cast("UnitChoice", self.fields["unit"]).queryset = units

    def quality(self) -> Quality:
        """What was answered; only of a form that is valid."""
        given = self.cleaned_data
        return Quality(CapacityKind(given["kind"]), given["unit"], given["label"])


class LastDayForm(PageForm):
    """The day after which something ends."""

    last_day = day_field(_("Last day"), help_text=_("On this day it still counts."))


class MandateForm(PageForm):
    """The document that gives the mandate, and the hours that come with it."""

    document = line_field(
        _("Mandate document"), 300, help_text=_("The decision that gives the mandate, such as: decision 2026/12.")
    )
    hours_a_week = forms.DecimalField(
        label=_("Hours a week"),
        required=False,
        min_value=0,
        max_value=60,
        max_digits=4,
        decimal_places=1,
        localize=True,
        error_messages={
            "invalid": _("Type a number of hours, such as 4 or 7.5."),
            "min_value": _("Type a number of hours, such as 4 or 7.5."),
            "max_value": _("A week has no more than 60 hours of work."),
            "max_digits": _("Type a number of hours, such as 4 or 7.5."),
            "max_decimal_places": _("Half an hour is exact enough: type one figure after the point."),
            "max_whole_digits": _("A week has no more than 60 hours of work."),
        },
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )

    def mandate(self) -> Mandate:
        """What was answered; only of a form that is valid."""
        return Mandate(self.cleaned_data["document"], self.cleaned_data["hours_a_week"])


class AppointForm(MandateForm):
    """From when somebody holds an office, with which mandate, and with whose deputies."""

    started_on = day_field(_("First day"))
    take_over = forms.BooleanField(required=False)
    field_order = ("started_on", "document", "hours_a_week", "take_over")

    def __init__(self, *args: Any, deputies: Iterable[Person] = (), **kwargs: Any) -> None:  # noqa: ANN401 -- hands on what every form takes
        super().__init__(*args, **kwargs)
        names = ", ".join(person.name for person in deputies)
        self.fields["take_over"].label = _("Take the deputies over in the same order: %(names)s") % {"names": names}
        if not names:
            del self.fields["take_over"]


class FirstDayForm(PageForm):
    """The day from which something counts."""

    started_on = day_field(_("First day"))


class AbsenceForm(PageForm):
    """From when until when somebody is away."""

    started_on = day_field(_("First day away"))
    last_day = day_field(_("Last day away"), required=False, help_text=_("Leave this empty when you do not know yet."))
