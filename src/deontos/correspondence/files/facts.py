"""What is known of a file and stands inside a seal, never in clear: name, type, size, its blob, what was found."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self
from uuid import UUID

from deontos.correspondence.files.kinds import UNKNOWN_TYPE
from deontos.correspondence.vocabulary import Family, Remark, Scan


@dataclass(frozen=True, slots=True)
class FileFacts:
    """A file as its author sealed it. `organisation` is where it was sealed; `digest` is that of the ciphertext.

    `confided` says that it came with the disclosure itself and not later.
    """

    blob: UUID
    organisation: UUID
    digest: bytes
    name: str = field(repr=False)
    size: int = field(repr=False)
    type: str = UNKNOWN_TYPE
    family: Family = Family.OTHER
    scan: Scan = Scan.NO_SCANNER
    remarks: tuple[Remark, ...] = ()
    confided: bool = False

    def to_content(self) -> dict[str, Any]:
        """As it goes into the seal."""
        return {
            "blob": str(self.blob),
            "organisation": str(self.organisation),
            "digest": self.digest.hex(),
            "name": self.name,
            "size": self.size,
            "type": self.type,
            "family": self.family,
            "scan": self.scan,
            "remarks": list(self.remarks),
            "confided": self.confided,
        }

    @classmethod
    def read(cls, content: Mapping[str, Any]) -> Self:
        """The inverse, for what was opened. Raises KeyError, TypeError or ValueError for what is none."""
        return cls(
            blob=UUID(content["blob"]),
            organisation=UUID(content["organisation"]),
            digest=bytes.fromhex(content["digest"]),
            name=str(content["name"]),
            size=int(content["size"]),
            type=str(content["type"]),
            family=Family(content["family"]),
            scan=Scan(content["scan"]),
            remarks=tuple(Remark(each) for each in content["remarks"]),
            confided=bool(content["confided"]),
        )


@dataclass(frozen=True, slots=True)
class SealedFile:
    """A file whose bytes lie in the store under a fresh key; `item` is the id that it was sealed for."""

    item: UUID
    key: bytes = field(repr=False)
    facts: FileFacts

    def confided(self) -> Self:
        """The same file, as one that came with the disclosure itself."""
        return replace(self, facts=replace(self.facts, confided=True))

    def to_content(self) -> dict[str, Any]:
        """As it is sealed to a receipt while it waits."""
        return {"item": str(self.item), "key": self.key.hex(), "facts": self.facts.to_content()}

    @classmethod
    def read(cls, content: Mapping[str, Any]) -> Self:
        """The inverse. Raises as `FileFacts.read`."""
        return cls(UUID(content["item"]), bytes.fromhex(content["key"]), FileFacts.read(content["facts"]))
