"""What the worker does for this room: anchors every chain once a day, outside the database."""

from deontos.audit.actions import anchor
from deontos.jobs.locks import alone
from deontos.jobs.tasks import job
from deontos.kernel import clock
from deontos.organisations.models import Organisation

EVERY_MORNING = "20 6 * * *"
ANCHORING = "anchors"
"""The lock that one worker at a time holds while it writes the files."""
PATIENCE = 60


@job()
def make_anchors() -> None:
    """Anchor what is over; days that were missed are made up for."""
    with alone(ANCHORING, patience=PATIENCE) as mine:
        if mine:
            for organisation in Organisation.objects.order_by("id").values_list("id", flat=True):
                while anchor(organisation, at=clock.now()):
                    pass  # some days at a time, until every day that is over has its anchor
