"""What a log line may say about a failure: its kind and the lines of code it went through, never the words it carried.

The message of an exception can hold what somebody typed, an address or a path (security.md, rule 11).
"""

import logging
import traceback
from types import TracebackType

ExceptionInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def bare_failure(kind: type[BaseException], trace: TracebackType | None) -> str:
    """The way of a failure through the code, and its kind."""
    return "".join(traceback.format_tb(trace)) + kind.__name__


class BareFormatter(logging.Formatter):
    """Formats a failure without its message."""

    def formatException(self, ei: ExceptionInfo) -> str:  # noqa: N802 the library's name
        """The way of the failure and its kind."""
        return bare_failure(ei[0], ei[2]) if ei[0] is not None else ""
