"""Who can read a case, in words: everybody with a key, those whose key sleeps, the reporter, and who was shut out."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from deontos.cases.queries import KeyBearer
from deontos.cases.web.opened import Confided, NameStanding
from deontos.keyring.phrases import why_read
from deontos.organisations.phrases import DEPUTY_COMPLAINTS_MANAGER, OFFICES
from deontos.organisations.vocabulary import OfficeKind
from deontos.ui.dates import day_and_month, long_day


@dataclass(frozen=True, slots=True)
class Access:
    """One line of the list of people; `kind` is a kind of the component `person`."""

    name: str | Promise
    role: str
    kind: str
    ground: str | Promise = ""


def accesses(bearers: list[KeyBearer], confided: Confided) -> tuple[Access, ...]:
    """The list for whoever reads the case. The reporter sees the same one."""
    return (*(_bearer(each) for each in bearers), _reporter(confided), *_shut_out(confided))


def office_of(bearer: KeyBearer) -> str | Promise:
    """The office by which somebody got the key; a deputy's is named as such."""
    assert bearer.envelope.certificate is not None
    office = OfficeKind(bearer.envelope.certificate.office)
    if office is OfficeKind.COMPLAINTS_MANAGER and not bearer.holds_office:
        return DEPUTY_COMPLAINTS_MANAGER
    return OFFICES[office]


def _bearer(bearer: KeyBearer) -> Access:
    envelope = bearer.envelope
    assert envelope.certificate is not None
    values = {"office": office_of(bearer), "since": day_and_month(envelope.woken_on or envelope.given_on)}
    if bearer.sleeps:
        role = _("%(office)s, key since %(since)s. It sleeps until a deputy has to stand in.")
    elif envelope.until:
        role = _("%(office)s, reads since %(since)s, until %(until)s")
        values["until"] = long_day(envelope.until)
    else:
        role = _("%(office)s, reads since %(since)s")
    ground = "" if bearer.sleeps else why_read(envelope.ground, envelope.woken_because)
    kind = "temporary" if envelope.until else "reader"
    return Access(envelope.certificate.person.name, _sentence(role % values), kind, ground)


def _reporter(confided: Confided) -> Access:
    role = {
        NameStanding.NONE: _("Left no name. Sees this list too."),
        NameStanding.LOCKED: _("Left a name, locked. Sees this list too."),
        NameStanding.RELEASED: _("Released the name to you. Sees this list too."),
        NameStanding.BY_LAW: _("Left a name, opened to you by law. Sees this list too."),
    }[confided.name_standing]
    return Access(_("The reporter"), role, "reporter")


def _shut_out(confided: Confided) -> Iterator[Access]:
    for named in confided.content.named if confided.content else ():
        yield Access(named.name, _("Named as involved: holds no key and can get none"), "shut_out")


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
