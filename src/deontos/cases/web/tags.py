"""The small signs of a case: where it stands, and what is known of the reporter's name."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from deontos.cases.phrases import STATES
from deontos.cases.vocabulary import CaseState
from deontos.cases.web.opened import NameStanding


@dataclass(frozen=True, slots=True)
class Tag:
    """Words, a tone and an icon, as the component `tag` takes them."""

    text: str | Promise
    tone: str
    icon: str


LOOKS = {
    CaseState.RECEIVED: ("info", "mail"),
    CaseState.ACKNOWLEDGED: ("info", "check"),
    CaseState.ASKED: ("attention", "hourglass"),
    CaseState.IN_HANDLING: ("info", "search"),
    CaseState.CLOSED: ("neutral", "archive"),
}

NAMES = {
    NameStanding.NONE: Tag(_("Reporter anonymous"), "sealed", "eye-off"),
    NameStanding.LOCKED: Tag(_("Name locked"), "sealed", "lock"),
    NameStanding.RELEASED: Tag(_("Name released to you"), "sealed", "lock-open"),
    NameStanding.BY_LAW: Tag(_("Name opened by law"), "sealed", "lock-open"),
}


def state_tag(state: CaseState) -> Tag:
    """Where a case stands."""
    return Tag(STATES[state], *LOOKS[state])


def name_tag(standing: NameStanding) -> Tag:
    """What is known of the reporter's name."""
    return NAMES[standing]
