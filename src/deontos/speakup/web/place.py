"""At whose letterbox a request stands."""

from django.http import Http404, HttpRequest

from deontos.speakup.models import Channel
from deontos.speakup.queries import channel_of

_exits: dict[str, str] = {}
"""Where the way out of each letterbox leads whose pages this process showed, as it was last read."""


def channel_at(request: HttpRequest, slug: str) -> Channel:
    """The channel of the organisation in the address, looked up once a request. Raises Http404."""
    known: Channel | None = getattr(request, "channel", None)
    if known is None or known.organisation.slug != slug:
        known = channel_of(slug)
        if known is None:
            raise Http404
        request.channel = known  # type: ignore[attr-defined]
        _exits[slug] = known.exit_address
    return known


def known_exit(slug: str) -> str:
    """Where the way out leads, without asking the database; empty where this process cannot know."""
    return _exits.get(slug, "")
