"""What this room says when something is refused."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from deontos.administration.vocabulary import AdministrationCode, SignInCode

SIGN_IN: dict[SignInCode, Promise] = {
    SignInCode.WRONG_PASSWORD: _("This address and this password do not go together. Type both again."),
    SignInCode.WRONG_PASSWORD_AGAIN: _("This is not your password. Type it again."),
    SignInCode.WRONG_CODE: _("This code does not count. Wait until your app shows the next one, and type that."),
    SignInCode.TOO_MANY_ATTEMPTS: _("There were many attempts in a short time. Wait five minutes and try again."),
}

REFUSALS: dict[AdministrationCode, Promise] = {
    AdministrationCode.ACCOUNT_EXISTS: _("This person can already sign in."),
    AdministrationCode.ADDRESS_TAKEN: _("Somebody else already signs in with this address."),
    AdministrationCode.ALREADY_HOLDS_OFFICE: _("This person already holds this office."),
    AdministrationCode.DEPUTY_IS_HOLDER: _("Nobody is their own deputy. Name somebody else."),
    AdministrationCode.ENDS_BEFORE_START: _("The last day lies before the first day. Look at both dates."),
    AdministrationCode.OFFICE_ENDED: _("This office has already ended."),
    AdministrationCode.OFFICE_TAKEN: _("Somebody else holds this office. End that first: one person at a time has it."),
    AdministrationCode.PASSWORD_TOO_SHORT: _("A password has at least twelve signs. Four words make a good one."),
    AdministrationCode.POSITION_TAKEN: _("There is already a deputy at this place in the order."),
}
