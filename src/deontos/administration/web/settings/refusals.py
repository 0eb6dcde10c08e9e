"""What a refused verb says on the page, and at which field."""

from collections.abc import Callable

from django import forms

from deontos.administration.actions.refusal import AdministrationRefused
from deontos.administration.phrases import REFUSALS
from deontos.administration.vocabulary import AdministrationCode

FIELDS = {
    AdministrationCode.ADDRESS_TAKEN: "email",
    AdministrationCode.ENDS_BEFORE_START: "last_day",
    AdministrationCode.ABSENCE_ENDED: "last_day",
    AdministrationCode.CAPACITY_ENDED: "last_day",
    AdministrationCode.LEFT_BEFORE_OFFICE: "last_day",
    AdministrationCode.NAME_TAKEN: "name",
    AdministrationCode.UNIT_IN_CIRCLE: "above",
    AdministrationCode.OFFICE_TAKEN_UNTIL: "started_on",
    AdministrationCode.PERSON_LEFT: "started_on",
    AdministrationCode.NOT_AN_ASSOCIATION: "member_of",
}


def take_back(form: forms.Form, refusal: AdministrationRefused) -> None:
    """Put the sentence of a refusal where the answer has to change; over the whole form where no field is to blame."""
    code = AdministrationCode(refusal.code)
    field = FIELDS.get(code, "")
    form.add_error(field if field in form.fields else None, forms.ValidationError(str(REFUSALS[code]), code=code))


def words_of(refusal: AdministrationRefused) -> str:
    """The sentence alone, for a button that has no form around it."""
    return str(REFUSALS[AdministrationCode(refusal.code)])


def is_done(form: forms.Form, act: Callable[[], object]) -> bool:
    """Whether the form was answered well and the act went through; what went wrong stands on the form."""
    if not form.is_valid():
        return False
    try:
        act()
    except AdministrationRefused as refusal:
        take_back(form, refusal)
        return False
    return True
