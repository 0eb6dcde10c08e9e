"""Writing, changing and retiring the ready texts of an organisation."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from deontos.access.gate import Actor, demand
from deontos.access.permissions import Permission
from deontos.audit.actions import record
from deontos.cases.openings import opening_named
from deontos.cases.ready_texts import OFFERED_OF_ITS_OWN
from deontos.cases.rules import BY_HANDLER, MOST_READY_TEXTS
from deontos.cases.vocabulary import WritingCode
from deontos.cases.wording import TextFault, Wording
from deontos.cases.writing_models import ReadyText
from deontos.kernel.clock import civil_date
from deontos.kernel.refusals import Refusal
from deontos.organisations.models import Organisation
from deontos.vault.digests import digest

KEEP = Permission.CASES_TEXTS_CHANGE


class ReadyTextRefused(Refusal):
    """Nothing was changed; `faults` say what is wrong with which words."""

    def __init__(self, code: WritingCode, faults: tuple[TextFault, ...] = (), **parameters: object) -> None:
        super().__init__(code, **parameters)
        self.why, self.faults = code, faults


def add_text(
    home: Organisation, wording: Wording, *, by: Actor, at: datetime, instead_of: str = "", retired: bool = False
) -> ReadyText:
    """Add a ready text, or put one in the place of a shipped one; `retired`, where that one is to be offered no more.

    Refuses: NotAllowed, NO_LANGUAGE and what is wrong with the words, TOO_MANY_READY_TEXTS, READY_TEXT_CHANGED where
    somebody else did the same meanwhile. Records: ready_text.added.
    """
    demand(by, KEEP, home.id)
    _check(wording)
    if instead_of and opening_named(instead_of) is None:
        raise ReadyTextRefused(WritingCode.READY_TEXT_CHANGED)
    on = civil_date(at)
    try:
        with transaction.atomic():
            if not instead_of:
                _refuse_more(home.id)
            row = ReadyText.objects.create(
                organisation=home,
                shipped=instead_of,
                changed_on=on,
                changed_by_id=by.person,
                retired_on=on if retired else None,
                **wording.values(),
            )
            record(home.id, "ready_text.added", by=by.person, about=row.id, at=at, details=_details(row))
    except IntegrityError:
        raise ReadyTextRefused(WritingCode.READY_TEXT_CHANGED) from None
    return row


def change_text(row: UUID, wording: Wording, *, seen: int, by: Actor, at: datetime) -> ReadyText:
    """Change a ready text that nobody changed since it was looked at; messages that were sent keep their words.

    Refuses: NotAllowed, READY_TEXT_CHANGED, NO_LANGUAGE and what is wrong with the words. Records: ready_text.changed.
    """
    _demand_for(row, by=by)
    _check(wording)
    with transaction.atomic():
        locked = _locked(row, seen)
        for name, value in wording.values().items():
            setattr(locked, name, value)
        _save(locked, by=by, at=at)
        record(locked.organisation_id, "ready_text.changed", by=by.person, about=row, at=at, details=_details(locked))
    return locked


def offer(row: UUID, *, offered: bool, seen: int, by: Actor, at: datetime) -> None:
    """Offer a ready text no longer, or again. Refuses: NotAllowed, READY_TEXT_CHANGED, TOO_MANY_READY_TEXTS.

    Records: ready_text.retired or ready_text.offered_again.
    """
    _demand_for(row, by=by)
    fact = "ready_text.offered_again" if offered else "ready_text.retired"
    with transaction.atomic():
        locked = _locked(row, seen)
        if offered and locked.retired_on and not locked.shipped:
            _refuse_more(locked.organisation_id)
        locked.retired_on = None if offered else civil_date(at)
        _save(locked, by=by, at=at)
        record(locked.organisation_id, fact, by=by.person, about=row, at=at, details=_details(locked))


def _demand_for(row: UUID, *, by: Actor) -> None:
    demand(by, KEEP, ReadyText.objects.values_list("organisation_id", flat=True).get(pk=row))


def _refuse_more(home: UUID) -> None:
    """Refuses: TOO_MANY_READY_TEXTS. One after another in an organisation, so that two at once add no more either."""
    Organisation.objects.select_for_update(no_key=True).get(pk=home)
    if ReadyText.objects.filter(OFFERED_OF_ITS_OWN, organisation=home).count() >= MOST_READY_TEXTS:
        raise ReadyTextRefused(WritingCode.TOO_MANY_READY_TEXTS, most=MOST_READY_TEXTS)


def _locked(row: UUID, seen: int) -> ReadyText:
    locked = ReadyText.objects.select_for_update(no_key=True).get(pk=row)
    if locked.version != seen:
        raise ReadyTextRefused(WritingCode.READY_TEXT_CHANGED)
    return locked


def _save(row: ReadyText, *, by: Actor, at: datetime) -> None:
    row.version += 1
    row.changed_on, row.changed_by_id = civil_date(at), by.person
    row.save()


def _details(row: ReadyText) -> dict[str, object]:
    """Which version, in whose place, and a digest of the words: what a handler was offered can be compared later."""
    words = [part for side in (row.names, row.texts) for pair in sorted(side.items()) for part in pair]
    place = {"instead_of": row.shipped} if row.shipped else {}
    return {**place, "version": row.version, "words": digest("ready-text", row.verb, row.kind, *words).hex()}


def _check(wording: Wording) -> None:
    if wording.verb not in BY_HANDLER:
        raise ReadyTextRefused(WritingCode.READY_TEXT_CHANGED)
    faults = wording.faults()
    if faults:
        raise ReadyTextRefused(faults[0].code, faults)
    if not any(wording.texts.values()):
        raise ReadyTextRefused(WritingCode.NO_LANGUAGE)
