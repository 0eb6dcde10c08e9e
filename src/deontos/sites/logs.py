"""What a log line may say about a failure: its kind and the lines of code it went through, never the words it carried.

The message of an exception can hold what somebody typed, an address or a path (security.md, rule 11). No line has a
time: what a reporter caused must not tell when. The service manager keeps times of its own, if the operator wants that.
"""

import logging
import traceback
from copy import copy
from types import TracebackType

ExceptionInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]

REFUSED = "django.security"
ABOUT_REQUESTS = ("django.request", REFUSED)
"""The loggers whose messages repeat what a request carried: its path, its host, its fields."""


def bare_failure(kind: type[BaseException], trace: TracebackType | None) -> str:
    """The way of a failure through the code, and its kind."""
    return "".join(traceback.format_tb(trace)) + kind.__name__


class BareFormatter(logging.Formatter):
    """Formats a failure without its message, and a request by the pattern of its address."""

    def format(self, record: logging.LogRecord) -> str:
        """The line; what was refused on purpose went no way through the code that anybody has to follow."""
        if record.name.startswith(REFUSED):
            record = copy(record)
            record.exc_info = record.exc_text = None
        return super().format(record)

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 the library's name
        """The line; where it is about a request, only which kind of page was asked for."""
        if record.name.startswith(ABOUT_REQUESTS):
            record.message = f"A request was not answered as asked: {_pattern(record)}"
        return super().formatMessage(record)

    def formatException(self, ei: ExceptionInfo) -> str:  # noqa: N802 the library's name
        """The way of the failure and its kind."""
        return bare_failure(ei[0], ei[2]) if ei[0] is not None else ""


def _pattern(record: logging.LogRecord) -> str:
    match = getattr(getattr(record, "request", None), "resolver_match", None)
    return str(match.route) if match else "no page"
