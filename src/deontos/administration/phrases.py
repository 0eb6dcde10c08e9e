"""What this room says when something is refused."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from deontos.administration.vocabulary import (
    AdministrationCode,
    BrowserKind,
    Corner,
    IdentityCheck,
    NeedCode,
    ProviderCode,
    RegisterFault,
    SignInCode,
    SystemKind,
    ThemeCode,
    TitleFont,
)

SIGN_IN: dict[SignInCode, Promise] = {
    SignInCode.WRONG_PASSWORD: _("This address and this password do not go together. Type both again."),
    SignInCode.WRONG_PASSWORD_AGAIN: _("This is not your password. Type it again."),
    SignInCode.WRONG_CODE: _("This code does not count. Wait until your app shows the next one, and type that."),
    SignInCode.WRONG_PASSKEY: _("This passkey does not count here, or the page was open too long. Try once more."),
    SignInCode.WRONG_RECOVERY_CODE: _("This recovery code does not count, or was used before. Type another one."),
    SignInCode.TOO_MANY_ATTEMPTS: _("There were many attempts in a short time. Wait five minutes and try again."),
}

BROWSERS: dict[str, str | Promise] = {
    BrowserKind.CHROME: "Chrome",
    BrowserKind.EDGE: "Edge",
    BrowserKind.FIREFOX: "Firefox",
    BrowserKind.SAFARI: "Safari",
    BrowserKind.OTHER: _("Another browser"),
}

SYSTEMS: dict[str, str | Promise] = {
    SystemKind.ANDROID: "Android",
    SystemKind.APPLE_MOBILE: "iPhone, iPad",
    SystemKind.LINUX: "Linux",
    SystemKind.MAC: "Mac",
    SystemKind.WINDOWS: "Windows",
    SystemKind.OTHER: _("another system"),
}

PROVIDER: dict[ProviderCode, Promise] = {
    ProviderCode.CANCELLED: _("The sign-in of your organisation was broken off. You can begin again."),
    ProviderCode.NOT_BEGUN_HERE: _("This sign-in was begun long ago or in another window. Begin again here."),
    ProviderCode.NOT_ASKED_AGAIN: _(
        "Your organisation did not say that it asked you just now who you are, so this proves nothing. Try again, or "
        "use another way. With “I cannot get in” on the page for signing in you get a password."
    ),
    ProviderCode.NOT_LINKED: _(
        "Your organisation knows you, but no account here is linked to that. Sign in with your password and link it on "
        "the page “By way of your organisation”, or ask your administrator."
    ),
    ProviderCode.NO_ANSWER: _(
        "The sign-in of your organisation does not answer. Try again in a minute, or use your password."
    ),
    ProviderCode.SOMEBODY_ELSE: _(
        "Your organisation says that somebody else is there. Sign in there as yourself, and try again."
    ),
    ProviderCode.WRONG_ANSWER: _(
        "What the sign-in of your organisation answered is not right, so nobody was signed in. Use your password, and "
        "tell your administrator."
    ),
}

REFUSALS: dict[AdministrationCode, Promise] = {
    AdministrationCode.ABSENCE_ENDED: _("This absence already ends earlier. Look at the last day."),
    AdministrationCode.ABSENCE_KNOWN: _(
        "You already recorded an absence in these days. End that one first, or choose other days."
    ),
    AdministrationCode.ACCOUNT_EXISTS: _("This person can already sign in."),
    AdministrationCode.ADDRESS_TAKEN: _("Somebody else already signs in with this address."),
    AdministrationCode.ALREADY_HOLDS_OFFICE: _("This person already holds this office."),
    AdministrationCode.ALREADY_IS_DEPUTY: _("This person is already a deputy of this office."),
    AdministrationCode.CAPACITY_ENDED: _("This has already ended."),
    AdministrationCode.DEPUTY_ENDED: _("This person is no longer a deputy of this office."),
    AdministrationCode.DEPUTY_IS_HOLDER: _("Nobody is their own deputy. Name somebody else."),
    AdministrationCode.ENDS_BEFORE_START: _("The last day lies before the first day. Look at both dates."),
    AdministrationCode.IN_PERSON_BY_SOMEBODY_ELSE: _("Nobody confirms their own identity. Ask another administrator."),
    AdministrationCode.LAST_ADMINISTRATOR: _(
        "This is the last administrator. Give that office to somebody else first, so that somebody can still do this."
    ),
    AdministrationCode.LEFT_ALREADY: _("The last day of this person is already written down."),
    AdministrationCode.LEFT_BEFORE_OFFICE: _(
        "After this day an office or another role of this person began. Choose a later day."
    ),
    AdministrationCode.LINK_GONE: _("This link no longer counts. Ask for a new one."),
    AdministrationCode.NAME_TAKEN: _("There is already a unit with this name in the same place."),
    AdministrationCode.NOT_AN_ASSOCIATION: _("An organisation can be a member of an association only."),
    AdministrationCode.NO_ACCOUNT: _("This person cannot sign in yet. Send an invitation first."),
    AdministrationCode.LAST_SECOND_FACTOR: _("This is your only second step. Set up another one before you remove it."),
    AdministrationCode.NO_ASSOCIATION: _(
        "Your organisation is not written down as a member of an association. Ask your administrator to do that first."
    ),
    AdministrationCode.NO_SECOND_FACTOR: _("You have no second step yet. Set that up first."),
    AdministrationCode.OFFICE_ENDED: _("This office has already ended."),
    AdministrationCode.OFFICE_TAKEN: _("Somebody else holds this office. End that first: one person at a time has it."),
    AdministrationCode.OFFICE_TAKEN_UNTIL: _("Somebody else still holds this office on that day. Choose a later day."),
    AdministrationCode.PASSWORD_IS_ADDRESS: _("Your address is no password: everybody knows it. Choose four words."),
    AdministrationCode.PASSWORD_TOO_COMMON: _(
        "This password is guessed too soon. Choose four words that have nothing to do with you or your work."
    ),
    AdministrationCode.PASSWORD_TOO_SHORT: _("A password has at least twelve signs. Four words make a good one."),
    AdministrationCode.PERSON_LEFT: _("This person has left the organisation by then. Choose somebody else."),
    AdministrationCode.POSITION_TAKEN: _("There is already a deputy at this place in the order."),
    AdministrationCode.SLUG_TAKEN: _("Another organisation has this address already. Choose another one."),
    AdministrationCode.UNIT_IN_CIRCLE: _("A unit cannot stand under itself. Choose another place."),
    AdministrationCode.UNIT_NOT_EMPTY: _(
        "People work or worked in this unit, or other units stand under it. It stays, so that the past can be read."
    ),
    AdministrationCode.ONLY_WAY_IN: _("You have no password, so this is your only way in. Choose a password first."),
    AdministrationCode.PERSON_SIGNED_IN_BEFORE: _(
        "This person has signed in before. Only they can link themselves, on the page “By way of your organisation”."
    ),
    AdministrationCode.PROVIDER_OFF: _("Signing in by way of your organisation is switched off."),
    AdministrationCode.SECRET_MISSING: _("Type the secret that belongs to this issuer and this client name."),
    AdministrationCode.SUBJECT_TAKEN: _("An account is already linked to this. It has to be unlinked there first."),
    AdministrationCode.TOO_MANY_PASSKEYS: _(
        "You have ten passkeys. Remove one that you no longer use, then add this one."
    ),
}

CORNERS: dict[Corner, Promise] = {
    Corner.SQUARE: _("Square"),
    Corner.SLIGHT: _("A little round"),
    Corner.ROUND: _("Round"),
}

TITLE_FONTS: dict[TitleFont, Promise] = {
    TitleFont.SERIF: _("Source Serif, with feet"),
    TitleFont.SANS: _("Source Sans, without feet"),
}

THEME_REFUSALS: dict[ThemeCode, Promise] = {
    ThemeCode.NOT_A_COLOUR: _("Write a colour as # and six signs, such as #0f4b55"),
    ThemeCode.TOO_CLOSE: _(
        "%(one)s on %(other)s: %(figure)s to 1. At least %(least)s to 1 is needed, so that everybody can read it"
    ),
    ThemeCode.TOO_MANY_LETTERS: _("Use one or two letters"),
}

TOKENS: dict[str, Promise] = {
    "brand": _("Main colour"),
    "brand-strong": _("Dark colour"),
    "brand-tint": _("Light colour"),
    "brand-line": _("Colour of lines"),
    "on-brand": _("Text on the main colour"),
    "on-brand-soft": _("Second line on the dark colour"),
    "surface": _("White of cards"),
    "paper": _("Ground of the page"),
    "sunken": _("Empty part of a bar"),
    "ink": _("Text"),
    "ink-soft": _("Second lines"),
    "focus": _("Ring around what is chosen"),
    "focus-halo": _("Glow around what is chosen"),
}
"""What a colour is for, as a refusal names it."""


IDENTITY_CHECKS: dict[IdentityCheck, Promise] = {
    IdentityCheck.KNOWN_IN_PERSON: _("I know this person and met them"),
    IdentityCheck.IDENTITY_DOCUMENT: _("I saw an identity document"),
    IdentityCheck.STAFF_CARD: _("I saw a staff card with a photograph"),
}
"""How an administrator made sure of somebody, in person."""

NEEDS: dict[NeedCode, Promise] = {
    NeedCode.VAULT: _("A vault. Only this person can make it, after signing in."),
    NeedCode.CERTIFICATE: _("Two stewards who compare the words of the key with this person and confirm it."),
}

FAULTS: dict[RegisterFault, Promise] = {
    RegisterFault.CHANGED: _("This row is not what the log says: it was changed, or exchanged for another."),
    RegisterFault.NOT_IN_LOG: _("The log does not know this row: it was added without the program."),
    RegisterFault.GONE: _("This row was removed: the log says that it was made."),
    RegisterFault.END_CHANGED: _("The log says another last day than this row, or none."),
}
"""What verification found, in words."""
