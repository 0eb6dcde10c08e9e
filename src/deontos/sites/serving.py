"""The web server: gunicorn with threads over WSGI, without access log, saying no address and no path in any line."""

import gc
import os
import socket
import struct
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]
from gunicorn.glogging import Logger  # type: ignore[import-untyped]
from gunicorn.workers.gthread import ThreadWorker  # type: ignore[import-untyped]

from deontos.sites.logs import bare_failure
from deontos.speakup.flooding import FLOOD_AT, Gauge, share_of

SECONDS_TO_FINISH = 30
SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 the heartbeat of a worker, an empty file


@dataclass(frozen=True, slots=True)
class Serving:
    """Where to listen, with how many processes, each with how many threads; and how much at a channel is a flood."""

    bind: str
    processes: int
    threads: int
    flood: int = FLOOD_AT


class _Arbiter(Protocol):
    LISTENERS: list[object]


class Line(Protocol):
    """A connection as gunicorn's threads hold it."""

    sock: socket.socket
    parser: object


class DiscreetLogger(Logger):  # type: ignore[misc]
    """Gunicorn's log without what it would say of a visitor: address, path, words of the request, and when it was."""

    error_fmt = "%(levelname)s gunicorn %(message)s"

    def access(self, *args: object) -> None:
        """Write nothing."""

    def exception(self, msg: str, *args: object, **kwargs: object) -> None:
        """Say what kind of failure it was and where in the code."""
        kind, _failure, trace = sys.exc_info()
        if kind is BlockingIOError:  # whoever began a request fell silent: nothing of ours failed
            return
        if kind is not None:
            self.error_log.error("A request failed in the server.\n%s", bare_failure(kind, trace))

    def warning(self, msg: str, *args: object, **kwargs: object) -> None:
        """Warn; of a request that is no HTTP, only that there was one."""
        if msg.startswith("Invalid request from"):
            msg, args = "A request was not understood.", ()
        self.error_log.warning(msg, *args, **kwargs)


class DiscreetWorker(ThreadWorker):  # type: ignore[misc]
    """Gunicorn's threads; what is said to whoever sent no request, or met a failure, is ours.

    Gunicorn waits without end for the rest of a request. A few lines that fell silent would keep every thread.
    """

    LONGEST_SILENCE = 60
    """Seconds between two pieces of a request, or of an answer."""

    def handle(self, conn: Line) -> object:
        """Answer on a line, and wait for it no longer than that."""
        patience = struct.pack("ll", self.LONGEST_SILENCE, 0)
        for direction in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):
            conn.sock.setsockopt(socket.SOL_SOCKET, direction, patience)
        return super().handle(conn)

    def handle_error(self, req: object, client: socket.socket, addr: object, exc: BaseException) -> None:
        """Answer with a page of the house that repeats nothing, and say in the log that it happened."""
        from deontos.sites.unread import BROKEN, send_bare, status_of

        if status_of(exc) is BROKEN:
            self.log.exception("A request failed in the server.")
        else:
            self.log.warning("A request was not understood.")
        with suppress(OSError):
            send_bare(client, exc)


class Server(BaseApplication):  # type: ignore[misc]
    """Gunicorn, set by us alone: it reads no file and no environment of its own."""

    def __init__(self, serving: Serving) -> None:
        self.serving = serving
        super().__init__()

    def load_config(self) -> None:
        """Set every option that differs from gunicorn's own, and take away what it reads from the environment."""
        os.environ.pop("SCRIPT_NAME", None)
        for name, value in _options(self.serving).items():
            self.cfg.set(name, value)

    def load(self) -> Callable[..., Any]:
        """The application, loaded once before the processes part."""
        from deontos.sites.flooded import Counted
        from deontos.sites.unread import draw_all
        from deontos.sites.wsgi import application

        draw_all()
        gc.collect()
        gc.freeze()  # what stays for good is not looked through again at every turn
        return Counted(application, Gauge(share_of(self.serving.flood, self.serving.processes)))


def _options(serving: Serving) -> dict[str, object]:
    return {
        "bind": serving.bind,
        "workers": serving.processes,
        "threads": serving.threads,
        "worker_class": "deontos.sites.waiting_room.PatientWorker",
        "preload_app": True,
        # No header says where we stand or how somebody came: a proxy that lets one through would let a visitor choose.
        "forwarded_allow_ips": "",
        "forwarder_headers": "",
        "secure_scheme_headers": {},
        "header_map": "drop",
        "accesslog": None,
        "loglevel": "warning",
        "logger_class": DiscreetLogger,
        "graceful_timeout": SECONDS_TO_FINISH,
        "timeout": 120,
        "control_socket_disable": True,
        "worker_tmp_dir": str(SHARED_MEMORY) if SHARED_MEMORY.is_dir() else None,
        "when_ready": _say_ready,
    }


def _say_ready(arbiter: "_Arbiter") -> None:
    where = " and ".join(str(each) for each in arbiter.LISTENERS)
    sys.stdout.write(f"Serving on {where}\n")
    sys.stdout.flush()
