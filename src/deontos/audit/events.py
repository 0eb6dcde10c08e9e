"""What the audit room tells the house."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class AnchorsMade:
    """The chains of an organisation were anchored for one or more days; each line is one anchor, as in the file."""

    organisation: UUID
    lines: tuple[str, ...]
    at: datetime
