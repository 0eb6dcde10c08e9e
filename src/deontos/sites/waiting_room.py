"""Where more of a flood waits for its turn, so that the threads of the web server serve everybody else meanwhile.

A request is read by one of the threads. Is it one more of a flood, it goes to the waiting room with its connection and
the thread is free again; it gets its turn from the room's own few threads, later, and the same answer as any other.
"""

from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from threading import Event, Timer
from typing import Protocol

from deontos.kernel import clock
from deontos.sites.flooded import Counted, channel_asked
from deontos.sites.serving import DiscreetWorker, Line
from deontos.speakup.flooding import PAUSE, SECONDS_TO_ARRIVE, TURNS, pauses

TO_READ = 0
"""What the system calls the half of a line that is read."""


class _Request(Protocol):
    method: str
    path: str


class _Later(BaseException):
    """A request that waits. No Exception: the server answers those with its own page."""

    def __init__(self, request: _Request) -> None:
        super().__init__()
        self.request = request


class _Again:
    """A connection's parser that gives a request once more that was read before, and is itself else."""

    def __init__(self, parser: object, request: _Request) -> None:
        self.parser, self.request = parser, request

    def __next__(self) -> _Request:
        return self.request

    def __getattr__(self, name: str) -> object:
        return getattr(self.parser, name)


class PatientWorker(DiscreetWorker):
    """The worker of the house, and a waiting room."""

    wsgi: Counted

    def __init__(self, *given: object, **named: object) -> None:
        super().__init__(*given, **named)
        self.waiting = 0
        self._closing = Event()

    def init_process(self) -> None:
        """Open the room in the process that serves."""
        self._room = ThreadPoolExecutor(max_workers=TURNS, thread_name_prefix="waiting room")
        super().init_process()

    def run(self) -> None:
        """Serve; at the end nobody pauses any more."""
        try:
            super().run()
        finally:
            self._room.shutdown(wait=False)

    def handle_exit(self, sig: int, frame: object) -> None:
        """Let those who wait have their turn at once, as the process is to end."""
        self._closing.set()
        super().handle_exit(sig, frame)

    def handle(self, conn: Line) -> object:
        """Answer a connection's next request, or say that it waits."""
        try:
            return super().handle(conn)
        except _Later as later:
            return later

    def handle_request(self, req: _Request, conn: Line) -> object:
        """Answer a request, unless it is one more of a flood and has not waited yet."""
        channel = None if isinstance(conn.parser, _Again) else channel_asked(req.method, req.path)
        if channel is not None and self.wsgi.gauge.is_flooded(channel, at=clock.now()):
            raise _Later(req)
        return super().handle_request(req, conn)

    def finish_request(self, conn: Line, fs: "Future[object]") -> None:
        """End with a connection, or let it wait. The one thread that calls this counts who waits."""
        later = None if fs.cancelled() or fs.exception() else fs.result()
        if not isinstance(later, _Later):
            super().finish_request(conn, fs)
            return
        self.waiting += 1
        turn = self._room.submit(self._have_turn, conn, later.request)
        turn.add_done_callback(lambda done: self.method_queue.defer(self._finish_turn, conn, done))

    def _finish_turn(self, conn: Line, fs: "Future[object]") -> None:
        self.waiting -= 1
        self.finish_request(conn, fs)

    def _have_turn(self, conn: Line, request: _Request) -> object:
        if pauses(self.waiting):
            self._closing.wait(PAUSE)
        parser, conn.parser = conn.parser, _Again(conn.parser, request)
        too_late = Timer(SECONDS_TO_ARRIVE, _hear_no_more, [conn])
        too_late.daemon = True
        too_late.start()
        try:
            return self.handle(conn)
        finally:
            too_late.cancel()
            conn.parser = parser


def _hear_no_more(line: Line) -> None:
    """What has not arrived does not: the form is one that broke off, and its sender is told so and keeps the text."""
    with suppress(OSError):
        line.sock.shutdown(TO_READ)
