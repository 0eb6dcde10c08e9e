"""Hearing that a reporter decided anew whether something may be passed on."""

from deontos.audit.actions import record_for_reporter
from deontos.cases.actions.opening import tell_readers
from deontos.cases.models import CaseFile
from deontos.speakup.events import PassingOnDecided


def hear_of_passing_on(fact: PassingOnDecided) -> None:
    """Let the readers of a case know that its reporter decided; no step is taken and no term moves.

    Runs in the reporter's transaction: civil dates only. Records: case.passing_on_decided (reporters' chain).
    Notifies: each reader.
    """
    cases = CaseFile.objects.select_related("organisation", "disclosure__conversation")
    for found in cases.filter(disclosure__conversation=fact.conversation):
        CaseFile.objects.filter(pk=found.pk).update(has_news=True)
        record_for_reporter(fact.organisation, "case.passing_on_decided", about=found.id, on=fact.on)
        tell_readers(found, on=fact.on)
