"""What each office carries, each with a sentence for people. An office that is not here carries nothing."""

from dataclasses import dataclass

from deontos.access.permissions import Permission as P
from deontos.organisations.vocabulary import OfficeKind


@dataclass(frozen=True, slots=True)
class Role:
    """The permissions of one office and what they mean in a sentence."""

    office: OfficeKind
    permissions: frozenset[P]
    sentence: str


HANDLING = frozenset({P.CASES_CASE_HANDLE, P.CASES_CASE_READ})

ROLES = (
    Role(
        OfficeKind.COMPLAINTS_MANAGER,
        HANDLING,
        "Reads and handles the cases whose key this person holds; so do the deputies of this office.",
    ),
    Role(
        OfficeKind.INTEGRITY_OFFICER,
        HANDLING | {P.CASES_COUNTS_READ, P.ORGANISATIONS_OFFICES_READ},
        "Sees how many cases there are and who holds which office; reads a case only when it was sealed to this person.",
    ),
    Role(
        OfficeKind.GENERAL_DIRECTOR,
        HANDLING,
        "Reads a case only when everybody before in the line is involved or away, and it was sealed to this person.",
    ),
    Role(
        OfficeKind.STEWARD,
        frozenset({P.KEYRING_STEWARD_CERTIFY}),
        "Certifies, with a second steward, whose key is whose. Reads nothing.",
    ),
    Role(
        OfficeKind.ADMINISTRATOR,
        frozenset({P.CASES_COUNTS_READ, P.ORGANISATIONS_OFFICES_READ}),
        "Keeps people, offices and settings. Sees counts, never content.",
    ),
)

BY_OFFICE: dict[OfficeKind, frozenset[P]] = {role.office: role.permissions for role in ROLES}


def permissions_of(office: OfficeKind) -> frozenset[P]:
    """What an office carries; nothing where no role says so."""
    return BY_OFFICE.get(office, frozenset())
