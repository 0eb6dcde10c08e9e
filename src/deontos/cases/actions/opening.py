"""A case begins with a disclosure, and gets its number when a reader first opens it."""

from collections.abc import Callable
from datetime import date, datetime

from django.db import IntegrityError, transaction

from deontos.access.gate import Actor, demand
from deontos.access.permissions import Permission
from deontos.audit.actions import record, record_for_reporter
from deontos.cases.actions.clocks import next_day, start_clocks
from deontos.cases.models import CaseFile
from deontos.cases.written import TERMS, written_terms
from deontos.kernel.clock import civil_date
from deontos.keyring.actions.envelopes import mark_opened
from deontos.keyring.queries import certificate_reading, readers_of
from deontos.keyring.readers import NoEnvelope
from deontos.keyring.vocabulary import KeyringCode
from deontos.notices.actions import write_windowed
from deontos.notices.vocabulary import LetterTemplate
from deontos.speakup.authenticity import RECEIVED_ON
from deontos.speakup.events import DisclosureReceived
from deontos.speakup.legal import terms_for
from deontos.speakup.models import Disclosure
from deontos.speakup.vocabulary import DisclosureKind
from deontos.vault.symbols import short_code

MADE = "case.made"
"""The fact with which a case begins in the log."""
NUMBER_SYMBOLS = 6
TRIES = 20


def open_for_disclosure(fact: DisclosureReceived) -> None:
    """Make the case of a disclosure, start its clocks, and let its readers know in the next window.

    Runs in the reporter's transaction: civil dates only. Records: case.made (reporters' chain). Notifies: each reader.
    """
    disclosure = Disclosure.objects.select_related("channel", "conversation").get(pk=fact.disclosure)
    terms = terms_for(disclosure.channel, DisclosureKind(disclosure.kind), on=fact.received_on)
    case = CaseFile.objects.create(
        organisation_id=fact.organisation,
        disclosure=disclosure,
        pair_id=disclosure.conversation.pair_id,
        dossier_pair_id=fact.dossier_pair,
        received_on=fact.received_on,
        next_on=next_day(terms, received_on=fact.received_on),
    )
    start_clocks(case, terms)
    details = {"disclosure": fact.disclosure, "dossier": fact.dossier_pair, TERMS: written_terms(terms)}
    if fact.received_on != fact.on:
        details[RECEIVED_ON] = fact.received_on.isoformat()
    record_for_reporter(fact.organisation, MADE, about=case.id, on=fact.on, details=details)
    tell_readers(case, on=fact.on)


def tell_readers(case: CaseFile, *, on: date) -> None:
    """Write each reader of a case a letter without content, which leaves in the next window.

    Notifies: each reader. Records nothing: the caller records what happened.
    """
    for envelope in readers_of(case.disclosure.conversation.pair_id, on=on):
        assert envelope.certificate is not None
        write_windowed(case.organisation, envelope.certificate.person, LetterTemplate.SOMETHING_WAITS, on=on)


def random_number() -> str:
    """Six symbols in two groups: a number that counts up would tell how many people reported. Records nothing."""
    symbols = short_code(NUMBER_SYMBOLS)
    return f"{symbols[:3]}-{symbols[3:]}"


def open_case(case: CaseFile, *, by: Actor, at: datetime, draw: Callable[[], str] = random_number) -> CaseFile:
    """Note that a reader opened a case and saw what is new; the first time, give it its number.

    No two cases of a house share a number. Refuses: NotAllowed, NoEnvelope.
    Records: case.opened, the first time by each reader.
    """
    demand(by, Permission.CASES_CASE_READ, case.organisation_id)
    pair, on = case.disclosure.conversation.pair_id, civil_date(at)
    with transaction.atomic():
        locked = CaseFile.objects.select_for_update(no_key=True).get(pk=case.pk)
        if certificate_reading(pair, by.person, on=on) is None:
            raise NoEnvelope(KeyringCode.NO_ENVELOPE)
        if mark_opened(pair, by.person, on=on):
            record(case.organisation_id, "case.opened", by=by.person, about=case.id, at=at)
        case.number = locked.number or _give_number(locked, draw)
        case.has_news = False
        CaseFile.objects.filter(pk=case.pk, has_news=True).update(has_news=False)
    return case


def _give_number(case: CaseFile, draw: Callable[[], str]) -> str:
    for _try in range(TRIES):
        number = draw()
        try:
            with transaction.atomic():
                CaseFile.objects.filter(pk=case.pk).update(number=number)
            return number
        except IntegrityError:
            continue
    raise RuntimeError("no free case number was found")
