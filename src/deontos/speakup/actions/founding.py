"""A new organisation has a reporting point from its first moment: closed, with everything still to be filled in."""

from deontos.administration.events import OrganisationFounded
from deontos.speakup.models import Channel


def prepare_channel(fact: OrganisationFounded) -> None:
    """Make the channel of an organisation that was set up; its pages say that it is not open yet.

    Records: nothing, the founding stands in the log already.
    """
    Channel.objects.create(organisation_id=fact.organisation)
