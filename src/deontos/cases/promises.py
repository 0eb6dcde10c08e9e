"""What the terms of a case promise to somebody who is about to confide something."""

from datetime import date

from deontos.cases.rules import governing
from deontos.cases.vocabulary import ClockName
from deontos.speakup.promises import Promises


def promised(received_on: date) -> Promises:
    """The last days of the three clocks for a disclosure received on this day, when nothing is done before its time."""
    acknowledged, answered, told = (governing(clock, received_on=received_on).deadline.last_day for clock in ClockName)
    return Promises(acknowledged, answered, told)
