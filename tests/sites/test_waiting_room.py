"""What of the requests at the web server counts towards a flood, and which wait; the rest of it is shown under fire."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest

from deontos.sites.flooded import Counted, channel_asked
from deontos.speakup.flood_models import FloodDay
from deontos.speakup.flooding import Gauge
from deontos.speakup.models import Channel
from tests.factories.cases import channel
from tests.factories.keyring import keyed

pytestmark = pytest.mark.row("4.7")

BEGIN, SEND = "/nl/lindewater/report/", "/nl/lindewater/report/send/"
BEGUN, SENT = "/nl/lindewater/report/code/", "/nl/lindewater/report/sent/"


@pytest.mark.parametrize(
    "path",
    [
        *(BEGIN, SEND, "/es/lindewater/report/"),
        *("/nl/lindewater/%72eport/", "/nl/lindewater/report/%73end/", "/%6el/l%69ndewater/report%2F"),
    ],
)
def test_beginning_and_sending_may_have_to_wait_however_the_address_is_written(path: str) -> None:
    assert channel_asked("POST", path) == "lindewater"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        *(("GET", BEGIN), ("HEAD", BEGIN), ("GET", SEND)),
        *(("POST", path) for path in ("/", "/nl/lindewater/", "/nl/lindewater/report/kind/", "/desk/cases/")),
        *(("POST", path) for path in ("/nl/lindewater/receipt/", "/nl/lindewater/%2572eport/", "/nl//report/")),
        ("POST", "/nl/lindewater/report/send/more"),
    ],
)
def test_nothing_else_does(method: str, path: str) -> None:
    assert channel_asked(method, path) is None


def answering(status: str, location: str) -> Callable[..., Iterable[bytes]]:
    """An application that answers everything in one way."""

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        start_response(status, [("Location", location)] if location else [])
        return [b"answer"]

    return application


def asked(house: Counted, *, times: int = 1, method: str = "POST", path: str = BEGIN) -> list[str]:
    """The statuses of as many requests."""
    heard: list[str] = []
    for _each in range(times):
        environ = {"REQUEST_METHOD": method, "PATH_INFO": path}
        assert list(house(environ, lambda status, _headers: heard.append(status))) == [b"answer"]
    return heard


@pytest.fixture
def point(db: None) -> Channel:
    """The reporting point of a town."""
    return channel(keyed())


@pytest.mark.parametrize(("path", "location"), [(BEGIN, BEGUN), (SEND, SENT), ("/fr/lindewater/report/", BEGUN)])
def test_what_was_done_too_often_is_a_flood_and_is_noted_once(point: Channel, path: str, location: str) -> None:
    house = Counted(answering("303 See Other", location), Gauge(3))
    assert asked(house, times=3, path=path) == ["303 See Other"] * 3
    assert FloodDay.objects.count() == 0
    assert asked(house, times=3, path=path) == ["303 See Other"] * 3
    assert [day.organisation.slug for day in FloodDay.objects.all()] == ["lindewater"]


@pytest.mark.parametrize(
    ("status", "location"),
    [
        *(("200 OK", ""), ("403 Forbidden", ""), ("503 Service Unavailable", "")),
        *(("303 See Other", each) for each in ("/fr/lindewater/report/", SEND, "/nl/lindewater/report/check/", "")),
    ],
)
def test_what_came_to_nothing_does_not_count(point: Channel, status: str, location: str) -> None:
    house = Counted(answering(status, location), Gauge(1))
    asked(house, times=5)
    asked(house, times=5, path=SEND)
    asked(Counted(answering("303 See Other", BEGUN), Gauge(1)), times=5, path="/nl/lindewater/report/kind/")
    assert FloodDay.objects.count() == 0
