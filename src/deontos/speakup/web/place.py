"""At whose letterbox a request stands."""

from django.http import Http404, HttpRequest

from deontos.speakup.models import Channel
from deontos.speakup.queries import channel_of


def channel_at(request: HttpRequest, slug: str) -> Channel:
    """The channel of the organisation in the address, looked up once a request. Raises Http404."""
    known: Channel | None = getattr(request, "channel", None)
    if known is None or known.organisation.slug != slug:
        known = channel_of(slug)
        if known is None:
            raise Http404
        request.channel = known  # type: ignore[attr-defined]
    return known
