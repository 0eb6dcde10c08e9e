"""When a certificate may be sealed to: two stewards' signatures, in the audit chain, in force. Pure.

Ground: house rule (security.md, keys: reader certificate); R-000.69, only the complaints manager has access.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from uuid import UUID

from deontos.kernel.clock import civil_date
from deontos.keyring.vocabulary import KeyState
from deontos.organisations.vocabulary import OfficeKind
from deontos.vault.digests import digest
from deontos.vault.passphrases import guessed_bits
from deontos.vault.signatures import Message, certificate_message, verify

SIGNATURES_NEEDED = 2
FEWEST_STEWARDS = 3
"""An organisation has so many or more; the first ones certify one another in one sitting (security.md, stewards)."""
COOLING = timedelta(hours=72)
"""After a reset no key of that person is certified for so long: time for whoever did not ask for it to notice."""
READING_OFFICES = (OfficeKind.COMPLAINTS_MANAGER, OfficeKind.INTEGRITY_OFFICER, OfficeKind.GENERAL_DIRECTOR)
"""Offices whose holders are sealed to, the deputies of the first as well (security.md, who is sealed to)."""
RENEWED_FROM = timedelta(days=30)
"""House rule: so long before its end a certificate is to be renewed."""
PENDING_FOR = timedelta(days=30)
"""House rule: a second signature follows the first within this time, or the two begin anew."""
VALID_FOR = timedelta(days=365)
"""House rule: a certificate is renewed yearly, with the test disclosure."""
IDLE = timedelta(minutes=10)
"""An open vault closes after this time without use (security.md)."""
LONGEST = timedelta(hours=8)
"""An open vault closes after this time whatever is done (security.md)."""
PROPOSAL_LASTS = timedelta(minutes=30)
"""House rule: a passphrase that was shown is confirmed within this time."""
PASSPHRASE_WORDS = 7
"""Seven words of 2,048: 77 bits (security.md)."""


CEREMONY_LASTS = timedelta(days=7)
"""House rule: two stewards bring a key back within a week, or it is begun again."""
KEPT_AFTER_NEW_KEYS = timedelta(hours=1)
"""House rule: what was being sealed to the old key at that moment has long been written by then."""
HARD_TO_GUESS = 70.0
"""Bits that a passphrase of one's own needs, as estimated (security.md, user)."""


def is_hard_to_guess(passphrase: str, *, known: Sequence[str] = ()) -> bool:
    """Whether a passphrase of one's own is estimated at 70 bits or more (security.md, user)."""
    return guessed_bits(passphrase, known) >= HARD_TO_GUESS


def may_forget(kept_from: datetime, *, at: datetime) -> bool:
    """Whether the keys of before may be erased once nothing is sealed to them: an hour later (house rule)."""
    return at >= kept_from + KEPT_AFTER_NEW_KEYS


def is_running(begun_at: datetime, ended_at: datetime | None, *, at: datetime) -> bool:
    """Whether a ceremony still takes what stewards hand on: seven days, unless it ended before (house rule)."""
    return ended_at is None and at < begun_at + CEREMONY_LASTS


def recovery_is_on(*, stewards: int, stopped: bool) -> bool:
    """Whether keys can be brought back: with three trusted stewards, unless two of them stopped it (security.md)."""
    return stewards >= FEWEST_STEWARDS and not stopped


def closes_at(*, opened_at: datetime, used_at: datetime) -> datetime:
    """When an open vault closes unless it is used again: 10 minutes idle, at most 8 hours (security.md, session)."""
    return min(used_at + IDLE, opened_at + LONGEST)


@dataclass(frozen=True, slots=True)
class Certified:
    """What a certificate says, whether the audit chain holds it, and who signed."""

    id: UUID
    organisation: UUID
    office: OfficeKind
    person: UUID
    sealing_public: bytes
    verifying_public: bytes
    valid_from: date
    valid_until: date
    ended_on: date | None
    in_chain: bool
    signatures: tuple["Signed", ...] = ()
    issued_at: datetime | None = None
    reset_at: datetime | None = None

    def message(self) -> Message:
        """What the stewards sign."""
        return certificate_message(
            organisation=self.organisation,
            office=self.office,
            person=self.person,
            sealing_public=self.sealing_public,
            verifying_public=self.verifying_public,
            valid_from=self.valid_from,
            valid_until=self.valid_until,
        )

    def fingerprint(self) -> str:
        """The digest of all that is signed, as it stands in the audit chain."""
        return digest("certificate-fingerprint", *self.message()).hex()


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature and the steward's own certificate."""

    steward: Certified
    signature: bytes


def in_force(certificate: Certified, *, on: date) -> bool:
    """Whether a certificate's days include this one and nobody ended it (security.md, reader certificate)."""
    ended = certificate.ended_on is not None and certificate.ended_on <= on
    return certificate.valid_from <= on <= certificate.valid_until and not ended


def is_cooling(reset_at: datetime | None, *, at: datetime) -> bool:
    """Whether the newest reset of a person lies less than 72 hours back (security.md, reset)."""
    return reset_at is not None and at < reset_at + COOLING


def outlives_reset(certificate: Certified) -> bool:
    """Whether a certificate was issued 72 hours after its person's newest reset, or nothing was reset (security.md).

    The moment of issue is that of the audit row: a day that somebody wrote into the certificate says nothing.
    """
    if certificate.reset_at is None:
        return True
    return certificate.issued_at is not None and not is_cooling(certificate.reset_at, at=certificate.issued_at)


def is_trusted(certificate: Certified, *, on: date) -> bool:
    """Whether a certificate may be sealed to on a day: in force, in the audit chain, signed by two trusted stewards.

    Stewards certify one another, so their own certificates are looked at one storey deep: in the chain and signed by
    two others.
    """
    if not (certificate.in_chain and in_force(certificate, on=on) and outlives_reset(certificate)):
        return False
    return len(good_signatures(certificate)) >= SIGNATURES_NEEDED


def may_be_issued(certificate: Certified, *, stewards: int) -> bool:
    """Whether a certificate may enter the audit chain: signed by two stewards who stand in it (security.md).

    One that ended before it was issued never does. `stewards` counts those who stand in the chain and have not ended.
    While there are fewer than two, a steward's certificate is signed by others to be.
    """
    if certificate.ended_on is not None:
        return False
    is_founding = may_found(stewards) and certificate.office is OfficeKind.STEWARD
    signed = (each for each in certificate.signatures if is_founding or each.steward.in_chain)
    return len(_good_signers(certificate, signed)) >= SIGNATURES_NEEDED


def may_found(stewards: int) -> bool:
    """Whether stewards-to-be may certify one another: only while no two stewards stand who could (security.md)."""
    return stewards < SIGNATURES_NEEDED


def are_all_administrators(stewards: Collection[UUID], administrators: Collection[UUID]) -> bool:
    """Whether nobody but administrators would say whose key is whose (security.md: never all administrators)."""
    return bool(stewards) and set(stewards) <= set(administrators)


def is_pending(certificate: Certified, *, on: date) -> bool:
    """Whether a certificate waits for signatures and is of the kind that a steward's page proposes (house rule).

    One that somebody put in for ten years, or for next year, is not.
    """
    is_usual = certificate.valid_until - certificate.valid_from == VALID_FOR
    is_recent = certificate.valid_from <= on < certificate.valid_from + PENDING_FOR
    return not certificate.in_chain and certificate.ended_on is None and is_usual and is_recent


def good_signatures(certificate: Certified) -> frozenset[UUID]:
    """The stewards whose signatures under a certificate hold, whoever else stands there (security.md)."""
    signed = (signed for signed in certificate.signatures if _is_steward(signed.steward))
    return _good_signers(certificate, signed)


def state_of(
    *, has_vault: bool, until: date | None, signatures: int, was_issued: bool, reset_at: datetime | None, at: datetime
) -> KeyState:
    """How somebody's key stands for an office (security.md: reader certificate, reset).

    `until`: the last day of what counts today for the keys of today; `signatures`: those under what waits.
    """
    if not has_vault:
        return KeyState.NO_VAULT
    if until is not None:
        return KeyState.ENDS_SOON if is_ending(until, on=civil_date(at)) else KeyState.CERTIFIED
    if is_cooling(reset_at, at=at):
        return KeyState.ON_HOLD
    if signatures:
        return KeyState.WAITS_SECOND
    return KeyState.ENDED if was_issued else KeyState.WAITS_FIRST


def is_reminder_due(until: date, *, on: date) -> bool:
    """Whether the end of a certificate is told today: 30, 14 and 7 days before, then daily (house rule)."""
    left = (until - on).days
    return left in {RENEWED_FROM.days, 14, 7} or 0 <= left <= 3


def is_ending(until: date, *, on: date) -> bool:
    """Whether a last day is so near that the certificate is to be renewed (house rule: 30 days)."""
    return until - on <= RENEWED_FROM


def _is_steward(steward: Certified) -> bool:
    return steward.in_chain and len(_good_signers(steward, steward.signatures)) >= SIGNATURES_NEEDED


def _good_signers(certificate: Certified, signatures: Iterable[Signed]) -> frozenset[UUID]:
    return frozenset(
        signed.steward.person
        for signed in signatures
        if signed.steward.office is OfficeKind.STEWARD
        and signed.steward.organisation == certificate.organisation
        and signed.steward.person != certificate.person
        and _is_signed(signed.steward.verifying_public, signed.signature, certificate.message())
    )


@lru_cache(maxsize=2048)
def _is_signed(public: bytes, signature: bytes, message: Message) -> bool:
    """Whether a key signed a message. What these bytes say never changes, so each is worked out once."""
    return verify(public, signature, *message)
