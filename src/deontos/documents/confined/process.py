"""Starts a confined process, gives it bytes, takes a bounded answer in bounded time, and ends it whatever it does.

Nothing touches a disk: what goes in and what comes out passes through pipes. A process that fails leaves no trace.
"""

import os
import selectors
import signal
import subprocess  # nosec B404 # one program, started once: see below
import sys
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import IO, Final

from deontos.documents.confined.bounds import Bounds, Ending, NoAnswer

SOURCE = Path(__file__).resolve().parents[3]
PIECE = 64 * 1024

START: Final = "import runpy, sys; sys.path[:0] = sys.argv[2:]; runpy.run_module(sys.argv[1], run_name='__main__')"
"""In place of `-m`, which under `-I` would look for our own modules among the installed ones only."""


def answered(content: bytes, *, module: str, bounds: Bounds, sources: tuple[Path, ...] = (SOURCE,)) -> bytes:
    """What a module answers that reads `content`, run as a process of its own: isolated, without environment, at "/".

    Raises NoAnswer: TOO_LONG, TOO_MUCH where it answers without end, STOPPED where it ends in another way than well.
    """
    process = subprocess.Popen(  # noqa: S603 # nosec B603 # our own interpreter and modules
        [sys.executable, "-I", "-B", "-X", "utf8", "-c", START, module, *map(str, sources)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env={},
        close_fds=True,
        start_new_session=True,
    )
    try:
        answer = _conversation(process, content, bounds)
    finally:
        ended = _end(process)
    if ended == 0:
        return answer
    raise NoAnswer(Ending.TOO_LONG if -ended == signal.SIGXCPU else Ending.STOPPED)


def _conversation(process: "subprocess.Popen[bytes]", content: bytes, bounds: Bounds) -> bytes:
    assert process.stdin is not None
    assert process.stdout is not None
    until, left, answer = monotonic() + bounds.waiting, memoryview(content), bytearray()
    os.set_blocking(process.stdin.fileno(), False)
    with selectors.DefaultSelector() as waiting:
        waiting.register(process.stdin, selectors.EVENT_WRITE)
        waiting.register(process.stdout, selectors.EVENT_READ)
        while True:
            for key, _what in waiting.select(max(0.0, until - monotonic())):
                if key.fileobj is process.stdin:
                    left = _given(process.stdin, left, waiting)
                elif not _taken(process.stdout, answer):
                    return _when_ended(process, bytes(answer), until)
            if len(answer) > bounds.answer:
                raise NoAnswer(Ending.TOO_MUCH)
            if monotonic() >= until:
                raise NoAnswer(Ending.TOO_LONG)


def _given(pipe: IO[bytes], left: memoryview, waiting: selectors.BaseSelector) -> memoryview:
    """Give the next piece; the pipe is closed after the last one, or when nobody reads it any more."""
    try:
        left = left[os.write(pipe.fileno(), left[:PIECE]) :]
    except BlockingIOError:
        return left
    except BrokenPipeError:
        left = left[:0]
    if not left:
        waiting.unregister(pipe)
        pipe.close()
    return left


def _taken(pipe: IO[bytes], answer: bytearray) -> bool:
    piece = os.read(pipe.fileno(), PIECE)
    answer += piece
    return bool(piece)


def _when_ended(process: "subprocess.Popen[bytes]", answer: bytes, until: float) -> bytes:
    """The answer, once the process is gone: it may have closed its pipe and go on."""
    try:
        process.wait(max(0.1, until - monotonic()))
    except subprocess.TimeoutExpired:
        raise NoAnswer(Ending.TOO_LONG) from None
    return answer


def _end(process: "subprocess.Popen[bytes]") -> int:
    """End it with all that it may have started; how it ended."""
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with suppress(OSError):
                pipe.close()
    if process.poll() is None:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    return process.wait()
