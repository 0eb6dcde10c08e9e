"""A new epoch of a pair: a fresh key, envelopes for those who read on, item keys wrapped anew; everybody else is out.

Whoever opens one has the key before it: a handler who hands over, the next reader after somebody left, the reporter.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef

from deontos.audit.actions import record, record_for_reporter
from deontos.audit.models import Entry
from deontos.kernel.events import announce
from deontos.keyring.authenticity import OPENED, epoch_details, newest_number
from deontos.keyring.events import EpochOpened
from deontos.keyring.given import given_in, taken
from deontos.keyring.models import Envelope, Epoch, ItemKey, Pair, ReaderCertificate, ReceiptHolder
from deontos.keyring.queries import trusted_certificates
from deontos.keyring.readers import NoEnvelope, Signer, UnlockedReader
from deontos.keyring.sealing import ItemPlace, OpenPair, give_to_person, give_to_receipt
from deontos.keyring.vocabulary import Ground
from deontos.vault.failures import VaultFailure
from deontos.vault.keys import new_pair
from deontos.vault.sealing import wrap_item_key


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody who reads on in a new epoch, or whose key sleeps on; since when, why and whether opened is kept."""

    certificate: ReaderCertificate
    ground: Ground
    given_on: date
    dormant: bool = False
    until: date | None = None
    first_opened_on: date | None = None
    woken_on: date | None = None
    woken_because: str = ""

    @classmethod
    def of(cls, envelope: Envelope, certificate: ReaderCertificate) -> "Seat":
        """The seat that an envelope stands for, under the certificate of today."""
        return cls(
            certificate,
            Ground(envelope.ground),
            envelope.given_on,
            envelope.dormant,
            envelope.until,
            envelope.first_opened_on,
            envelope.woken_on,
            envelope.woken_because,
        )


@dataclass(frozen=True, slots=True)
class Opener:
    """Who opens an epoch: a signer, with the person and the moment; without them it is the reporter, by day only."""

    signer: Signer
    on: date
    person: UUID | None = None
    at: datetime | None = None


def seats_now(pair: Pair | UUID, organisation: UUID, *, without: Iterable[UUID] = (), on: date) -> list[Seat]:
    """The seats that today's envelopes of a pair stand for, of everybody but these who may still be sealed to.

    Three queries more than the envelopes, however many there are.
    """
    envelopes = list(
        Envelope.objects.filter(epoch__pair=pair, certificate__isnull=False)
        .exclude(certificate__person__in=list(without))
        .exclude(until__lt=on)
        .select_related("certificate")
        .order_by("epoch__number", "id")
    )
    people = [envelope.certificate.person_id for envelope in envelopes if envelope.certificate]
    trusted = trusted_certificates(organisation, people, on=on)
    newest: dict[UUID, Seat] = {}
    for envelope in envelopes:
        person = envelope.certificate.person_id if envelope.certificate else None
        if person in trusted:
            newest[person] = Seat.of(envelope, trusted[person])
    return list(newest.values())


def open_epoch(
    pair: Pair,
    reader: UnlockedReader,
    seats: Sequence[Seat],
    places: Mapping[UUID, ItemPlace],
    *,
    receipt: ReceiptHolder,
    by: Opener,
    with_receipt: bool,
) -> OpenPair:
    """Give a pair a new key that only these seats (and the receipt, where asked) open; the former one opens no more.

    `places` says where the item of each item key of this pair stands. An item that this reader cannot open stays where
    it is: put in by somebody, or older than what this reader was given. The new key comes back to whoever opens it:
    a name that stewards kept is split among them anew. Needs an open transaction.
    Refuses: KEY_NOT_AUTHENTIC. Records: epoch.opened. Announces: EpochOpened.
    """
    _lock(pair)
    former = reader.epoch_to_seal_to(pair, given_by=receipt)
    opened = _begun(former, on=by.on)
    _seat(opened, seats, by=by)
    if with_receipt:
        give_to_receipt(opened, receipt, by=by.signer, on=by.on, ground=Ground.OWN)
    _wrap_anew(reader, opened, places)
    _written_down(opened, by, gone=_let_go(opened.epoch, seats))
    return opened


def begin_epoch(pair: Pair, seats: Sequence[Seat], *, by: Opener) -> Epoch:
    """Give a pair a fresh key without the former one: what stands there is read on only by who had a key to it.

    For the dossier, when the reporter, who never had its key, moves a case to somebody else. Needs an open transaction.
    Records: epoch.opened. Announces: EpochOpened.
    """
    _lock(pair)
    opened = _begun(pair.epochs.select_related("pair").order_by("-number")[0], on=by.on)
    _seat(opened, seats, by=by)
    return _written_down(opened, by)


def _lock(pair: Pair) -> None:
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("an epoch is opened in the transaction of what it is opened for")
    Pair.objects.select_for_update(no_key=True).get(pk=pair.pk)


def _begun(former: Epoch, *, on: date) -> OpenPair:
    keys = new_pair()
    number = max(former.number, newest_number(former.pair_id)) + 1
    epoch = Epoch.objects.create(pair=former.pair, number=number, public_key=keys.public, opened_on=on)
    return OpenPair(epoch, keys)


def _seat(opened: OpenPair, seats: Iterable[Seat], *, by: Opener) -> None:
    for seat in seats:
        envelope = give_to_person(
            opened,
            seat.certificate,
            by=by.signer,
            on=seat.given_on,
            ground=seat.ground,
            dormant=seat.dormant,
            until=seat.until,
        )
        Envelope.objects.filter(pk=envelope.pk).update(
            first_opened_on=seat.first_opened_on, woken_on=seat.woken_on, woken_because=seat.woken_because
        )


def _wrap_anew(reader: UnlockedReader, opened: OpenPair, places: Mapping[UUID, ItemPlace]) -> None:
    for item_key in ItemKey.objects.filter(epoch__pair=opened.epoch.pair_id).select_related("epoch__pair"):
        place = places.get(item_key.id)
        if place is None:
            continue
        try:
            key = reader.item_key_of(item_key, place.context(item_key.epoch))
        except (VaultFailure, NoEnvelope):
            continue
        item_key.wrapped = wrap_item_key(key, opened.keys.public, place.context(opened.epoch))
        item_key.epoch = opened.epoch
        item_key.save(update_fields=["epoch", "wrapped"])


def _let_go(opened: Epoch, seats: Sequence[Seat]) -> list[UUID]:
    """Forget the envelopes of former epochs: all of those that hold nothing any more, and of whoever does not stay."""
    former = Envelope.objects.filter(epoch__pair=opened.pair_id).exclude(epoch=opened)
    staying = [seat.certificate.person_id for seat in seats]
    still_holding = ItemKey.objects.filter(epoch=OuterRef("epoch"))
    leaving = former.filter(holder__isnull=True).exclude(certificate__person__in=staying)
    useless = former.exclude(Exists(still_holding))
    gone = list({*leaving.values_list("id", flat=True), *useless.values_list("id", flat=True)})
    Envelope.objects.filter(pk__in=gone).delete()
    return gone


def _written_down(opened: OpenPair, by: Opener, *, gone: Iterable[UUID] = ()) -> Epoch:
    epoch = opened.epoch
    epoch.entry = _recorded(epoch, by, {**epoch_details(epoch), **given_in(epoch), **taken(*gone)})
    epoch.save(update_fields=["entry"])
    Pair.objects.filter(pk=epoch.pair_id).update(left_on=None)
    announce(EpochOpened(epoch.pair_id, epoch.pair.organisation_id, epoch.number, by.on))
    return epoch


def _recorded(epoch: Epoch, by: Opener, details: Mapping[str, object]) -> Entry:
    organisation = epoch.pair.organisation_id
    if by.at is None:
        return record_for_reporter(organisation, OPENED, about=epoch.pair_id, on=by.on, details=details)
    return record(organisation, OPENED, by=by.person, about=epoch.pair_id, at=by.at, details=details)
