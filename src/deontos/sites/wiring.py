"""How the rooms hear of one another, read from top to bottom; synchronous, inside the caller's transaction.

After the facts stand the sweeps on the full hour, and the timetable on the clock of Brussels.
"""

from deontos.cases.actions.dialogue import hear
from deontos.cases.actions.opening import open_for_disclosure
from deontos.correspondence.events import ReporterWrote
from deontos.jobs import clearing, sweeps
from deontos.jobs.sweeps import sweep
from deontos.jobs.timetable import every
from deontos.kernel.events import when
from deontos.notices import jobs as notices
from deontos.notices.events import LetterWritten
from deontos.speakup.events import DisclosureReceived

when(DisclosureReceived, open_for_disclosure)
when(ReporterWrote, hear)
when(LetterWritten, notices.send_soon)

sweep("letters", notices.sweep_letters)

every("sweep", sweeps.ON_THE_HOUR, sweeps.sweep_house)
every("letters", notices.WINDOWS, notices.send_letters)
every("clear away jobs", clearing.EVERY_NIGHT, clearing.clear_away)
every("forget sent letters", notices.NIGHTLY, notices.forget_sent_letters)
