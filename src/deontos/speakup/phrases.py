"""Kinds, subjects, choices and refusals, in the words of the reporting form."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from deontos.speakup.vocabulary import DisclosureKind, IdentityChoice, Place, SpeakupCode, Subject

KINDS: dict[DisclosureKind, Promise] = {
    DisclosureKind.COMPLAINT: _("A complaint"),
    DisclosureKind.SUSPICION: _("A suspicion of wrongdoing"),
    DisclosureKind.QUESTION: _("A question about the integrity policy"),
}

KIND_HINTS: dict[DisclosureKind, Promise] = {
    DisclosureKind.COMPLAINT: _("Something was done to you, or you were not treated fairly"),
    DisclosureKind.SUSPICION: _("You saw or heard something that is not right, such as fraud or abuse of power"),
    DisclosureKind.QUESTION: _("You want to know what the rules are. Nothing needs to have happened"),
}

SUBJECTS: dict[Subject, Promise] = {
    Subject.STAFF: _("Somebody who works here"),
    Subject.BOARD: _("Somebody from the board"),
    Subject.LOCAL_GOVERNMENT_STAFF: _("Somebody who works for another local government"),
    Subject.PARTICIPANT: _("Somebody who takes part in a programme or benefits from it"),
    Subject.OTHER: _("Somebody from outside"),
    Subject.UNKNOWN: _("I do not know"),
}

SUBJECT_HINTS: dict[Subject, Promise] = {
    Subject.STAFF: _("Also a temporary worker, trainee or volunteer"),
    Subject.BOARD: _("Mayor, alderman, councillor or board member"),
    Subject.LOCAL_GOVERNMENT_STAFF: _("A town, welfare centre or police zone that we work with"),
    Subject.PARTICIPANT: _("Here or in a partner country"),
    Subject.OTHER: _("Supplier, contractor or partner"),
}

IDENTITIES: dict[IdentityChoice, Promise] = {
    IdentityChoice.ANONYMOUS: _("I stay anonymous"),
    IdentityChoice.CONFIDENCE: _("I leave my name, locked"),
    IdentityChoice.CONSENT: _("My reader may know my name"),
}

IDENTITY_HINTS: dict[IdentityChoice, Promise] = {
    IdentityChoice.ANONYMOUS: _("You can still talk with us, with your code"),
    IdentityChoice.CONFIDENCE: _("Your name is sealed. Nobody opens it without you"),
    IdentityChoice.CONSENT: _("Only whoever handles your report sees it, only to handle it"),
}

PLACES: dict[Place, Promise] = {
    Place.MANAGER: _("complaints manager"),
    Place.DEPUTY: _("deputy complaints manager"),
    Place.INTEGRITY_OFFICER: _("integrity officer"),
    Place.GENERAL_DIRECTOR: _("general director"),
}

PLACE_HINTS: dict[Place, Promise] = {
    Place.MANAGER: _("Complaints manager, normally reads every report"),
    Place.DEPUTY: _("Deputy of the complaints manager"),
    Place.INTEGRITY_OFFICER: _("Integrity officer, reads it when nobody before can"),
    Place.GENERAL_DIRECTOR: _("General director, reads it when nobody before can"),
}

REFUSALS: dict[SpeakupCode, Promise] = {
    SpeakupCode.CHANNEL_CLOSED: _("This reporting point is not open now. Use one of the other ways on this page."),
    SpeakupCode.NOBODY_LEFT: _("You named everybody who could read this. Nobody here can handle it."),
    SpeakupCode.READERS_CHANGED: _("Who reads this has changed since you last looked. Look once more, then send."),
    SpeakupCode.ALREADY_RECEIVED: _("We already received this. You do not need to send it again."),
    SpeakupCode.NOT_COMPLETE: _("Some answers are missing."),
}
