"""What a reader still needs before anything can be sealed to them; other rooms add what they know."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.functional import Promise

from deontos.administration.phrases import NEEDS
from deontos.administration.rules import READING_OFFICES
from deontos.administration.vocabulary import NeedCode
from deontos.keyring.queries import people_with_vault, trusted_certificates
from deontos.organisations.models import Organisation, Person
from deontos.organisations.vocabulary import OfficeKind


@dataclass(frozen=True, slots=True)
class Need:
    """One thing to do, in words, and whether it is done."""

    text: str | Promise
    is_met: bool


Needs = Mapping[UUID, list[Need]]
Source = Callable[[Organisation, OfficeKind, Sequence[Person], date], Needs]


class Readiness:
    """What is asked of readers. The house has one; the wiring adds the sources of other rooms."""

    def __init__(self) -> None:
        self._sources: list[Source] = []

    def add(self, source: Source) -> None:
        """Ask this source too, after those before. The same again changes nothing."""
        if source not in self._sources:
            self._sources.append(source)

    def needs(
        self, organisation: Organisation, kind: OfficeKind, people: Sequence[Person], *, on: date
    ) -> dict[UUID, list[Need]]:
        """Everything that each of those who hold or deputise this office needs; nothing where it reads nothing."""
        found: dict[UUID, list[Need]] = {person.id: [] for person in people}
        for source in self._sources if kind in READING_OFFICES and people else ():
            for person, needs in source(organisation, kind, people, on).items():
                found[person] += needs
        return found


def keys_needed(organisation: Organisation, kind: OfficeKind, people: Sequence[Person], on: date) -> Needs:
    """A vault, and a certificate for this office that two stewards signed. Four queries, however many people."""
    ids = [person.id for person in people]
    vaults = people_with_vault(ids)
    certified = trusted_certificates(organisation.id, ids, on=on, offices=dict.fromkeys(ids, kind))
    return {
        each: [
            Need(NEEDS[NeedCode.VAULT], each in vaults),
            Need(NEEDS[NeedCode.CERTIFICATE], each in certified),
        ]
        for each in ids
    }


READINESS = Readiness()
READINESS.add(keys_needed)
