"""The last days that a reporter is told at sending: what the clocks of a case say, before there is one."""

from datetime import date

from deontos.cases.rules import governing
from deontos.cases.vocabulary import ClockName
from deontos.speakup.promises import Promises


def promises_of(received_on: date) -> Promises:
    """The last days for a disclosure received on this day, under the strictest term of each clock."""
    last = {clock: governing(clock, received_on=received_on).deadline.last_day for clock in ClockName}
    return Promises(last[ClockName.ACKNOWLEDGEMENT], last[ClockName.FIRST_ANSWER], last[ClockName.FEEDBACK])
