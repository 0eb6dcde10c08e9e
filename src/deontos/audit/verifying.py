"""What this room verifies: both chains of every organisation, and the anchors that stand outside the database."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import islice
from uuid import UUID

from django.conf import settings

from deontos.audit import anchor_file
from deontos.audit.anchors import BEGINNING, Anchor, digest_of_line
from deontos.audit.phrases import ANCHOR_FAULTS, FAULTS
from deontos.audit.queries import ANCHORED, details_of, entries_about, findings, head_on, heads_of_days, rows_until
from deontos.audit.rules import anchored_head
from deontos.audit.verification import Flaw, Looked
from deontos.audit.vocabulary import AnchorFault, ChainKind
from deontos.organisations.models import Organisation

LOOKED_BACK = 5_000
"""Rows that are tried for an anchor whose day was told by a clock that stood wrong."""


def flaws(looked: Looked) -> Iterator[Flaw]:
    """Every row of a chain and every anchor that is wrong."""
    known = set(Organisation.objects.values_list("id", flat=True))
    for organisation in sorted(known):
        for chain in ChainKind:
            for finding in findings(organisation, chain):
                row = f"{finding.chain} {finding.number}"
                yield Flaw(organisation, "audit.entry", row, finding.fault, FAULTS[finding.fault])
        yield from _AnchorsOf(organisation).flaws()
        looked(1)
    for organisation in anchor_file.known_organisations():
        if organisation not in known:
            yield _flaw(None, str(organisation), AnchorFault.NO_ORGANISATION)


def _flaw(organisation: UUID | None, row: str, fault: AnchorFault) -> Flaw:
    return Flaw(organisation, "audit.anchor", row, fault, ANCHOR_FAULTS[fault])


class _AnchorsOf:
    """The anchors of one organisation: a line a day, so a few hundred a year."""

    def __init__(self, organisation: UUID) -> None:
        self.organisation = organisation
        self.lines = anchor_file.lines_of(organisation)
        pairs = settings.INSTALL_SECRETS.anchor_key.values
        self.keys = [settings.INSTALL_SECRETS.anchor_pair(version).public for version in pairs]

    def flaws(self) -> Iterator[Flaw]:
        """What is wrong with the lines, and with the chains by them."""
        before: bytes | None = BEGINNING
        sound: list[Anchor] = []
        for number, line in enumerate(self.lines, 1):
            anchor = _read(line)
            fault = self._fault(anchor, before)
            if fault:
                yield _flaw(self.organisation, str(anchor.day) if anchor else f"line {number}", fault)
            is_ours = anchor is not None and fault is not AnchorFault.NOT_SIGNED_BY_US
            if anchor and is_ours:
                sound.append(anchor)
            before = digest_of_line(line) if is_ours else None
        yield from self._not_in_file()
        for chain in ChainKind if sound else ():
            yield from self._heads_gone(chain, sound)

    def _fault(self, anchor: Anchor | None, before: bytes | None) -> AnchorFault | None:
        """`before` is None after a line that is wrong itself: the next one is not blamed for it."""
        if anchor is None:
            return AnchorFault.UNREADABLE
        if anchor.organisation != self.organisation or not anchor.is_signed_by(self.keys):
            return AnchorFault.NOT_SIGNED_BY_US
        return None if before is None or anchor.previous == before else AnchorFault.OUT_OF_ORDER

    def _not_in_file(self) -> Iterator[Flaw]:
        held = {digest_of_line(line).hex() for line in self.lines}
        for entry in entries_about([self.organisation], [ANCHORED]).get(self.organisation, ()):
            details = details_of(entry)
            if details["anchor"] not in held:
                yield _flaw(self.organisation, details["day"], AnchorFault.NOT_IN_FILE)

    def _heads_gone(self, chain: ChainKind, anchors: list[Anchor]) -> Iterator[Flaw]:
        """The first day whose head does not stand in the chain any more: with it all later ones are gone too."""
        heads = heads_of_days(self.organisation, chain)
        for anchor in anchors:
            said = anchor.desk if chain is ChainKind.DESK else anchor.reporters
            if not self._stands(chain, anchor, said, heads):
                yield _flaw(self.organisation, f"{chain} {anchor.day}", AnchorFault.HEAD_GONE)
                return

    def _stands(self, chain: ChainKind, anchor: Anchor, said: bytes, heads: Mapping[date, bytes]) -> bool:
        """Whether it is the head of that day; or, where a clock stood wrong or nothing was there yet, another one."""
        day = anchor.day
        last = heads.get(max((each for each in heads if each <= day), default=day))
        if last is not None and said == anchored_head(self.organisation, chain, day, last):
            return True
        if said == head_on(self.organisation, chain, day, anchor.key_version):
            return True
        rows = rows_until(self.organisation, chain, day).values_list("digest", flat=True)
        tried = (anchored_head(self.organisation, chain, day, bytes(row)) for row in islice(rows, LOOKED_BACK))
        return said in tried


def _read(line: str) -> Anchor | None:
    try:
        return Anchor.read(line)
    except ValueError:
        return None
