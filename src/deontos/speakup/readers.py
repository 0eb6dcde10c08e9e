"""What the settings say about readers: that the reporting point closes when one leaves, and the test each one reads."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from django.utils.translation import gettext as _

from deontos.administration.readiness import Need, Needs
from deontos.keyring.queries import trusted_certificates
from deontos.organisations.models import Organisation, Person
from deontos.organisations.vocabulary import OfficeKind
from deontos.speakup.models import Channel
from deontos.speakup.queries import line_of, readings_of
from deontos.speakup.rules import TEST_LASTS, is_open

COUNTED_FROM = date.min + TEST_LASTS
"""The first day of which one can say whether a test counts: before it the calendar has too few days."""


def closing_with(person: Person, last_day: date) -> Iterator[str]:
    """Whether the reporting point of somebody's own organisation closes with their last day: one sentence, or none."""
    channel = Channel.objects.filter(organisation=person.organisation_id).first()
    if channel is None or not COUNTED_FROM <= last_day < date.max:
        return
    line = line_of(channel, on=last_day + timedelta(days=1))
    if line.is_open and not is_open([member for member in line.members if member.person != person.id]):
        yield _(
            "The reporting point closes on this day, because a complaints manager and a deputy must both be able to "
            "read. Give the office anew, or name a deputy, before it does."
        )


def tests_needed(organisation: Organisation, kind: OfficeKind, people: Sequence[Person], on: date) -> Needs:
    """A test of the reporting point, read with the key of today, for those who read it. Few queries, however many."""
    if kind != OfficeKind.COMPLAINTS_MANAGER:
        return {}
    ids = [person.id for person in people]
    certificates = trusted_certificates(organisation.id, ids, on=on, offices=dict.fromkeys(ids, kind))
    channel = Channel.objects.filter(organisation=organisation).first()
    read = readings_of(channel, certificates, on=on) if channel else {}
    return {each: [Need(_("A test of the reporting point, opened with the own vault."), each in read)] for each in ids}
