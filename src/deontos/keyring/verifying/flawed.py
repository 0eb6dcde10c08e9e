"""How a flaw of this room is told."""

from uuid import UUID

from deontos.audit.verification import Flaw
from deontos.keyring.phrases import FAULTS
from deontos.keyring.vocabulary import KeyFault


def flaw(organisation: UUID | None, table: str, row: UUID | str, fault: KeyFault) -> Flaw:
    """One row that is wrong."""
    return Flaw(organisation, f"keyring.{table}", str(row), fault, FAULTS[fault])
