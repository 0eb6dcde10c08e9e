"""The channel that a settings page is about; an organisation that never saved one has an empty one to look at."""

from deontos.organisations.models import Organisation
from deontos.speakup.models import Channel


def channel_of_house(organisation: Organisation) -> Channel:
    """The channel of an organisation; not yet saved where there is none. One query."""
    known = Channel.objects.select_related("fallback").filter(organisation=organisation).first()
    if known is None:
        known = Channel(organisation=organisation)
    known.organisation = organisation
    return known


def is_saved(channel: Channel) -> bool:
    """Whether this channel stands in the database."""
    return not channel._state.adding
