"""What the home page shows of tests: one that waits for this reader is to be read now, and is never late."""

from collections.abc import Iterator, Mapping
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from deontos.access.gate import Actor
from deontos.kernel.urgency import Urgency
from deontos.speakup.models import ChannelTest
from deontos.speakup.queries import unread_tests_for
from deontos.ui.agenda import AgendaRow, Tone
from deontos.ui.dates import day_and_month


def counts(actor: Actor, *, on: date) -> Mapping[Urgency, int]:
    """How many tests wait for this person. One query; none for whoever reads none."""
    return {**dict.fromkeys(Urgency, 0), Urgency.THIS_WEEK: unread_tests_for(actor, on=on).count()}


def rows(actor: Actor, days: tuple[date, date], *, on: date, most: int, is_locked: bool) -> Iterator[AgendaRow]:
    """The tests that wait, where today falls within these days. One query at most."""
    first, last = days
    if first <= on <= last:
        for test in unread_tests_for(actor, on=on)[:most]:
            yield _row(test, on)


def _row(test: ChannelTest, today: date) -> AgendaRow:
    home = test.channel.organisation
    return AgendaRow(
        on=today,
        title=_("Read the test of the reporting point"),
        href=f"{reverse('channel_test')}?organisation={home.slug}",
        room=_("Test of the reporting point"),
        room_icon="eye",
        why=_("%(name)s made it on %(day)s. You open it with your vault.")
        % {"name": home.name, "day": day_and_month(test.made_on)},
        left=_("waits for you"),
        tone=Tone.ATTENTION,
        verb=_("Open"),
    )
