"""The house itself, served on this machine by threads: the application that production serves, in our own process."""

from threading import Thread
from types import TracebackType
from typing import Self

from django.core.servers.basehttp import ThreadedWSGIServer
from django.test.testcases import QuietWSGIRequestHandler


class ServedHouse:
    """Answers at `url` between entering and leaving. In this process, so that a test may move the clock of both."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._server: ThreadedWSGIServer | None = None
        self._thread: Thread | None = None

    def __enter__(self) -> Self:
        from deontos.sites.wsgi import application

        host, port = self.url.removeprefix("http://").split(":")
        self._server = ThreadedWSGIServer((host, int(port)), QuietWSGIRequestHandler)
        self._server.set_app(application)
        self._thread = Thread(target=self._server.serve_forever, name="served house", kwargs={"poll_interval": 0.05})
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, failure: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._server is not None
        assert self._thread is not None
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
