"""Questions about recovery: whether it is on, who keeps shares, which ceremonies run, whom they concern."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from deontos.keyring.models import Pair, ReaderCertificate, Vault
from deontos.keyring.own_vault import lost_vaults
from deontos.keyring.queries import readers_of, trusted_stewards
from deontos.keyring.recovery_models import Ceremony, Contribution, RecoveryStop, Share, SharedSecret
from deontos.keyring.rules import CEREMONY_LASTS, recovery_is_on
from deontos.keyring.vocabulary import CeremonyEnd, SlotKind
from deontos.organisations.models import Person
from deontos.vault.digests import digest
from deontos.vault.shares import MOST, NEEDED


def is_recovery_on(organisation: UUID, *, on: date) -> bool:
    """Whether two stewards of an organisation can bring a key back. Four queries at most."""
    return recovery_is_on(stewards=len(_stewards(organisation, on=on)), stopped=is_stopped(organisation))


def is_stopped(organisation: UUID) -> bool:
    """Whether two stewards decided to do without recovery. One query."""
    stop = stop_of(organisation)
    return stop is not None and stop.confirmed_at is not None


def stop_details(stop: RecoveryStop) -> dict[str, object]:
    """What the audit row says under which somebody asked to do without recovery: all of it as one digest."""
    facts = stop.id, stop.organisation_id, stop.asked_by_id, stop.reason
    return {"stop": digest("recovery-stop", *facts).hex()}


def stop_of(organisation: UUID) -> RecoveryStop | None:
    """The decision to do without recovery, asked for or confirmed, that nobody lifted. One query."""
    standing = RecoveryStop.objects.filter(organisation_id=organisation, lifted_at__isnull=True)
    return standing.select_related("asked_by", "confirmed_by").first()


def keepers(person: Person, *, on: date) -> list[ReaderCertificate]:
    """The stewards who keep the shares of a person's key today: those of the home organisation, never oneself.

    Nobody where recovery is off. Four queries.
    """
    stewards = _stewards(person.organisation_id, on=on)
    if not recovery_is_on(stewards=len(stewards), stopped=is_stopped(person.organisation_id)):
        return []
    return [steward for steward in stewards if steward.person_id != person.id][:MOST]


def custodians(organisation: UUID, *, named: Collection[UUID], on: date) -> list[ReaderCertificate]:
    """The stewards who keep a reporter's name: trusted today, and not named as involved. Three queries."""
    return [steward for steward in _stewards(organisation, on=on) if steward.person_id not in named][:MOST]


def can_keep(organisation: UUID, *, named: Collection[UUID], on: date) -> bool:
    """Whether there are two stewards today who could keep a reporter's name. Three queries."""
    return len(custodians(organisation, named=named, on=on)) >= NEEDED


def keys_of_stewards(stewards: Iterable[ReaderCertificate]) -> frozenset[tuple[UUID, bytes]]:
    """Whose key a share has to be sealed to."""
    return frozenset((steward.person_id, bytes(steward.sealing_public)) for steward in stewards)


def keys_of_shares(secret: SharedSecret | None) -> frozenset[tuple[UUID, bytes]]:
    """Whose keys the shares of a secret are sealed to. One query."""
    if secret is None:
        return frozenset()
    shares = secret.shares.select_related("certificate", "resealed_to")
    return frozenset(
        (share.certificate.person_id, bytes((share.resealed_to or share.certificate).sealing_public))
        for share in shares
    )


def ceremonies_in(organisations: Iterable[UUID]) -> QuerySet[Ceremony]:
    """The ceremonies of these organisations, the newest first; with person and vault. Without `former`: for a name."""
    about = Ceremony.objects.filter(organisation__in=list(organisations))
    return about.select_related("person", "vault", "organisation", "ended_by").order_by("-begun_at", "id")


def own_ceremony(person: UUID, *, at: datetime) -> Ceremony | None:
    """The ceremony by which somebody waits for the keys of a lost vault. One query."""
    running = Ceremony.objects.filter(
        person_id=person, former__isnull=False, ended_at__isnull=True, begun_at__gt=at - CEREMONY_LASTS
    )
    return running.select_related("vault__entry", "former", "secret").first()


def recoverable_vault(person: UUID) -> Vault | None:
    """The newest lost vault whose key stewards keep in shares. One query."""
    return lost_vaults(person).filter(slots__kind=SlotKind.STEWARDS, shared_secret__isnull=False).first()


def own_ceremony_for(pair: UUID, person: UUID, *, at: datetime) -> Ceremony | None:
    """The ceremony by which somebody waits for the key of a name in custody. One query."""
    running = Ceremony.objects.filter(
        person_id=person, secret__pair_id=pair, ended_at__isnull=True, begun_at__gt=at - CEREMONY_LASTS
    )
    return running.select_related("vault__entry", "secret").first()


def is_in_custody(pair: UUID) -> bool:
    """Whether stewards keep the key of a name. One query."""
    return SharedSecret.objects.filter(pair=pair).exists()


def pairs_kept_by_enough(organisation: UUID, *, on: date) -> set[UUID]:
    """The names of an organisation that two stewards of today could open with their shares. Four queries."""
    standing = keys_of_stewards(_stewards(organisation, on=on))
    shares = Share.objects.filter(secret__organisation=organisation, secret__pair__isnull=False)
    keepers: dict[UUID, set[UUID]] = {}
    for share in shares.select_related("secret", "certificate", "resealed_to").iterator(chunk_size=500):
        person = share.certificate.person_id
        if (person, bytes((share.resealed_to or share.certificate).sealing_public)) in standing:
            keepers.setdefault(share.secret.kept, set()).add(person)
    return {pair for pair, people in keepers.items() if len(people) >= NEEDED}


def contributions_to(ceremony: Ceremony) -> QuerySet[Contribution]:
    """What stewards handed on, in order; with the steward. Whether it holds is judged where it is used."""
    return ceremony.contributions.select_related("steward__person", "steward__entry").order_by("given_at", "id")


@dataclass(frozen=True, slots=True)
class Recovery:
    """A ceremony about the keys of somebody who reads: whose, since which day, and how it stands."""

    person: Person
    begun_at: datetime
    ended_at: datetime | None
    outcome: CeremonyEnd | None


def recoveries_concerning(pair: Pair | UUID, *, on: date) -> list[Recovery]:
    """The ceremonies about keys that open a pair, for whoever holds the receipt: from rows, nothing is written.

    One that began before its person could read the pair concerns it all the same: the key is the same. One query.
    """
    readers = readers_of(pair, on=on).values("certificate__person")
    ceremonies = Ceremony.objects.filter(person__in=readers, former__isnull=False).select_related("person")
    return [
        Recovery(row.person, row.begun_at, row.ended_at, CeremonyEnd(row.outcome) if row.outcome else None)
        for row in ceremonies.order_by("begun_at", "id")
    ]


def _stewards(organisation: UUID, *, on: date) -> list[ReaderCertificate]:
    """One trusted certificate for each steward, the newest."""
    return list({row.person_id: row for row in trusted_stewards(organisation, on=on)}.values())
