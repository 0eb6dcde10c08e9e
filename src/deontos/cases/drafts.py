"""A writer's draft: a text in a case that is not sent yet, sealed to the vault of whoever writes it and to no other.

Not even another reader of the case opens it. It is signed too, so that nobody else can put words into a panel.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from deontos.cases.models import CaseFile
from deontos.cases.rules import BY_HANDLER, JOTTED
from deontos.cases.vocabulary import Audience, Panel
from deontos.cases.writing_models import WriterDraft
from deontos.keyring.queries import pairs_readable_by
from deontos.keyring.readers import UnlockedReader
from deontos.organisations.vocabulary import Language
from deontos.vault.digests import digest
from deontos.vault.failures import VaultFailure
from deontos.vault.framing import VERSION, canonical
from deontos.vault.sealing import seal_to_public
from deontos.vault.signatures import Message, sign, verify

FIELDS: Mapping[Panel, tuple[str, ...]] = {
    Panel.TALK: ("verb", "language", "text", "seen"),
    Panel.DOSSIER: ("kind", "audience", "text", "seen"),
}
"""What of a panel is kept; never a file."""
CHOICES: Mapping[str, frozenset[str]] = {
    "verb": frozenset(BY_HANDLER),
    "language": frozenset(Language),
    "kind": frozenset(JOTTED),
    "audience": frozenset(Audience),
}
"""What the fields of a panel that are chosen may be."""
LONGEST_STEP = 9
"""Digits of the number of a step or a note."""


@dataclass(frozen=True, slots=True)
class DraftPlace:
    """Where a draft stands, as its seal is bound: the case, the writer, the panel, and the mark of this very text."""

    case: UUID
    person: UUID
    panel: Panel
    mark: UUID

    def context(self) -> bytes:
        """What the sealed box is bound to."""
        return canonical("deontos writer draft", VERSION, self.case, self.person, self.panel, self.mark)

    def message(self, sealed: bytes) -> Message:
        """What the writer signs."""
        return "writer draft", self.case, self.person, self.panel, self.mark, digest("writer draft", sealed)


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """A draft as its writer finds it; `typed` is None where the present keys do not open it."""

    mark: UUID
    kept_on: date
    typed: Mapping[str, str] | None = field(repr=False)


def as_a_page_sends(fields: Mapping[str, str]) -> dict[str, str]:
    """The fields without what no page offers: only its text is somebody's own, and only that may be long. Pure."""
    return {name: value for name, value in fields.items() if _is_offered(name, value)}


def sealed_draft(typed: Mapping[str, str], place: DraftPlace, reader: UnlockedReader) -> tuple[bytes, bytes]:
    """What was typed, sealed to the keys at hand, and the writer's signature over it."""
    content = json.dumps({name: typed.get(name, "") for name in FIELDS[place.panel]}).encode()
    sealed = seal_to_public(content, reader.keys.sealing.public, place.context())
    return sealed, sign(reader.keys.signing, *place.message(sealed))


def draft_of(case: CaseFile, panel: Panel, reader: UnlockedReader) -> KeptDraft | None:
    """What whoever reads here kept in a panel of a case. One query."""
    if reader.person is None:
        return None
    row = WriterDraft.objects.filter(case=case, person_id=reader.person, panel=panel).first()
    return KeptDraft(row.mark, row.kept_on, opened_draft(row, reader)) if row else None


def without_reader(*, on: date) -> QuerySet[WriterDraft]:
    """The drafts of those who hold no key to their case on a day."""
    pair = OuterRef("case__pair")
    held = pairs_readable_by(OuterRef(OuterRef("person")), on=on).filter(pair=pair)  # type: ignore[arg-type]
    return WriterDraft.objects.filter(~Exists(held))


def opened_draft(row: WriterDraft, reader: UnlockedReader) -> dict[str, str] | None:
    """The fields, opened by the keys of now or of before that are still at hand, if the same writer signed them."""
    place = DraftPlace(row.case_id, row.person_id, Panel(row.panel), row.mark)
    sealed, signature = bytes(row.sealed), bytes(row.signature)
    mine = (reader.keys, *reader.older)
    if not any(verify(keys.signing.public, signature, *place.message(sealed)) for keys in mine):
        return None
    try:
        content = json.loads(reader.open_deposit(sealed, place.context()))
    except VaultFailure:
        return None
    return {name: str(content.get(name, "")) for name in FIELDS[place.panel]}


def _is_offered(name: str, value: str) -> bool:
    if name == "seen":
        return value.isascii() and value.isdigit() and len(value) <= LONGEST_STEP
    return name not in CHOICES or value in CHOICES[name]
