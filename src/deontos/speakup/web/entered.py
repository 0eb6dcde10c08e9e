"""How something came that somebody at the desk typed, as everybody reads it who reads what was confided."""

from dataclasses import dataclass, field

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from deontos.speakup.content import Entered
from deontos.speakup.phrases import CAME_BY, ORAL_RECORDS_TOLD
from deontos.ui.dates import long_day


@dataclass(frozen=True, slots=True)
class Said:
    """One question with its answer."""

    question: str
    answer: str = field(repr=False)


def entered_lines(entered: Entered) -> list[Said]:
    """How and when it came, how it was written down, and what else was said; in the language of the page."""
    came = _("%(way)s, on %(day)s") % {"way": capfirst(str(CAME_BY[entered.way])), "day": long_day(entered.came_on)}
    lines = [Said(_("How it came"), came)]
    if entered.kept_as:
        lines.append(Said(_("How it was written down"), str(ORAL_RECORDS_TOLD[entered.kept_as])))
    if entered.minutes:
        lines.append(Said(_("What else was said"), entered.minutes))
    return lines
