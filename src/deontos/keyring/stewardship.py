"""What stewards look at: who should hold a key for which office, and how each of these keys stands."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet

from deontos.kernel.clock import civil_date
from deontos.keyring.models import CertificateSignature, ReaderCertificate, Vault
from deontos.keyring.queries import known_certificates, newest_resets
from deontos.keyring.rules import (
    COOLING,
    READING_OFFICES,
    Certified,
    good_signatures,
    is_cooling,
    is_pending,
    is_trusted,
    state_of,
)
from deontos.keyring.vocabulary import KeyState
from deontos.keyring.words import public_keys
from deontos.organisations.models import Deputy, Office, Person
from deontos.organisations.queries import on_day
from deontos.organisations.vocabulary import OfficeKind

CERTIFIED_OFFICES = (*READING_OFFICES, OfficeKind.STEWARD)

Place = tuple[UUID, str, UUID]
"""An organisation, an office, and a person who should hold a key for it."""
Known = tuple[ReaderCertificate, Certified]


@dataclass(frozen=True, slots=True)
class Signature:
    """Which steward signed, and when."""

    steward: Person
    at: datetime


@dataclass(frozen=True, slots=True)
class KeyStanding:
    """How the key of one person stands for one office.

    `certificate` is the one that counts today, or else the last that did; `pending` waits for signatures of stewards.
    """

    organisation: UUID
    office: OfficeKind
    as_deputy: bool
    person: Person
    vault: Vault | None
    state: KeyState
    certificate: ReaderCertificate | None
    pending: ReaderCertificate | None
    signatures: tuple[Signature, ...]
    hold_until: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether a steward may sign now."""
        return self.state in {KeyState.WAITS_FIRST, KeyState.WAITS_SECOND, KeyState.ENDS_SOON, KeyState.ENDED} and (
            self.hold_until is None
        )

    def signed_by(self, steward: UUID) -> bool:
        """Whether this steward signed for what waits."""
        return self.pending is not None and steward in {each.steward.id for each in self.signatures}


def places(organisations: Collection[UUID], *, on: date) -> QuerySet[Any, Any]:
    """Who should hold a key for which office today: holders and deputies, by name, as tuples that begin with a Place.

    One query, for a page of a list.
    """
    office_in_force = Q(office__started_on__lte=on) & (Q(office__ended_on__isnull=True) | Q(office__ended_on__gte=on))
    held = Office.objects.filter(on_day(on), organisation__in=organisations, kind__in=CERTIFIED_OFFICES)
    deputies = Deputy.objects.filter(
        on_day(on),
        office_in_force,
        office__organisation__in=organisations,
        office__kind=OfficeKind.COMPLAINTS_MANAGER,
    )
    both: QuerySet[Any, Any] = _named(held, "", "holder").union(_named(deputies, "office__", "person"))
    return both.order_by("family", "given", "who", "of")


def _named(rows: QuerySet[Office] | QuerySet[Deputy], office: str, person: str) -> QuerySet[Any, Any]:
    columns = {
        "home": F(f"{office}organisation_id"),
        "of": F(f"{office}kind"),
        "who": F(f"{person}_id"),
        "family": F(f"{person}__family_name"),
        "given": F(f"{person}__given_name"),
    }
    named: QuerySet[Any, Any] = rows.order_by().annotate(**columns).values_list(*columns)
    return named


def place_in(organisations: Collection[UUID], office: str, person: UUID, *, on: date) -> Place | None:
    """The organisation in which this person should hold a key for this office; None where there is none. One query."""
    found = (row[:3] for row in places(organisations, on=on) if (row[1], row[2]) == (office, person))
    return next(found, None)


def standings(places: Sequence[Place], *, at: datetime) -> list[KeyStanding]:
    """How each of these keys stands, in the same order. Eight queries, however many."""
    who = {person for _organisation, _office, person in places}
    people = Person.objects.in_bulk(who)
    vaults = {each.person_id: each for each in Vault.objects.filter(person__in=who, ended_at__isnull=True)}
    resets = newest_resets(who)
    rows = ReaderCertificate.objects.filter(organisation__in={place[0] for place in places}, person__in=who)
    known: dict[Place, list[Known]] = {}
    for row, certified in known_certificates(rows):
        known.setdefault((row.organisation_id, row.office, row.person_id), []).append((row, certified))
    held = Office.objects.filter(
        on_day(civil_date(at)), holder__in=who, organisation__in={place[0] for place in places}
    )
    holders: set[Place] = {(each.organisation_id, each.kind, each.holder_id) for each in held}
    return [
        _standing(
            place,
            people[place[2]],
            vaults.get(place[2]),
            known.get(place, []),
            resets.get(place[2]),
            as_deputy=place not in holders,
            at=at,
        )
        for place in places
    ]


def _standing(
    place: Place,
    person: Person,
    vault: Vault | None,
    known: list[Known],
    reset_at: datetime | None,
    *,
    as_deputy: bool,
    at: datetime,
) -> KeyStanding:
    on = civil_date(at)
    issued = [each for each in known if each[1].in_chain]
    counting = [each for each in issued if _has_keys_of(vault, each) and is_trusted(each[1], on=on)]
    waiting = [each for each in known if _has_keys_of(vault, each) and is_pending(each[1], on=on)]
    pending = max(waiting, key=lambda each: len(good_signatures(each[1])), default=None)
    shown = next(reversed(counting or issued), None)
    return KeyStanding(
        organisation=place[0],
        office=OfficeKind(place[1]),
        as_deputy=as_deputy,
        person=person,
        vault=vault,
        state=state_of(
            has_vault=vault is not None,
            until=counting[-1][1].valid_until if counting else None,
            signatures=len(good_signatures(pending[1])) if pending else 0,
            was_issued=bool(issued),
            reset_at=reset_at,
            at=at,
        ),
        certificate=shown[0] if shown else None,
        pending=pending[0] if pending else None,
        signatures=_signatures(pending or next(reversed(counting), None)),
        hold_until=reset_at + COOLING if reset_at and is_cooling(reset_at, at=at) else None,
    )


def _has_keys_of(vault: Vault | None, known: Known) -> bool:
    return vault is not None and public_keys(known[0]) == public_keys(vault)


def _signatures(known: Known | None) -> tuple[Signature, ...]:
    if known is None:
        return ()
    good = good_signatures(known[1])
    rows: Iterable[CertificateSignature] = known[0].signatures.all()
    return tuple(Signature(each.steward.person, each.signed_at) for each in rows if each.steward.person_id in good)
