"""A process that was taken over, as far as we can play one: it is confined, reads one word, and does that deed.

Run by `test_confinement.py` as the maker of cleaned copies is run. What was refused it answers with its kind.
"""

import ctypes
import os
import resource
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from deontos.correspondence.viewing.wire import Question
from deontos.documents.confined.confinement import confine

OURS = os.getppid()
GIBIBYTE = 1024**3


def read_a_file() -> object:
    """A file that everybody may read."""
    return Path("/etc/passwd").read_bytes()


def write_a_file() -> object:
    """A file where everybody may write."""
    return os.open("/tmp/deontos-taken-over", os.O_CREAT | os.O_WRONLY, 0o600)


def list_a_folder() -> object:
    """What stands beside."""
    return list(Path("/").iterdir())


def erase_a_file() -> object:
    """A file that is not there: allowed, it would say so."""
    Path("/tmp/deontos-is-not-there").unlink()
    return ""


def connect() -> object:
    """A line to anywhere."""
    return socket.socket(socket.AF_INET, socket.SOCK_STREAM)


def connect_within() -> object:
    """A line within this machine."""
    return socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)


def start_a_process() -> object:
    """Another process."""
    return os.fork()


def start_a_program() -> object:
    """Another program in its own place."""
    return os.execv("/bin/true", ["true"])


def signal_ours() -> object:
    """The process that serves."""
    os.kill(OURS, signal.SIGCONT)
    return ""


def read_ours() -> object:
    """The memory of the process that serves, where keys are."""
    kernel, into = ctypes.CDLL(None, use_errno=True), ctypes.create_string_buffer(16)
    place = (ctypes.c_uint64 * 2)(ctypes.addressof(into), 16)
    if kernel.process_vm_readv(OURS, place, 1, place, 1, 0) < 0:
        raise OSError(ctypes.get_errno(), "refused")
    return "read"


def raise_a_limit() -> object:
    """More files than none."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
    return ""


def take_memory() -> object:
    """More memory than it may have."""
    return len(bytearray(3 * GIBIBYTE))


def become_root() -> object:
    """Who may everything."""
    os.setuid(0)
    return ""


def compute() -> object:
    """Never come to an end."""
    while True:
        pass


def wait() -> object:
    """Do nothing, for long."""
    time.sleep(600)
    return ""


def close_and_go_on() -> object:
    """Answer, close the pipe, and stay."""
    os.close(1)
    time.sleep(600)
    return ""


def crash() -> object:
    """Read where nothing is."""
    return ctypes.string_at(0)


def leave() -> object:
    """End badly."""
    os._exit(3)


def flood() -> object:
    """Answer without end."""
    while True:
        os.write(1, b"x" * 65536)


def start_in_a_thread() -> object:
    """Another process, from a thread that was there before."""
    OTHER.begin.set()
    OTHER.join()
    return OTHER.said


class Other(threading.Thread):
    """A thread that begins before everything is given up, and does a deed after."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.begin, self.said = threading.Event(), ""

    def run(self) -> None:
        """Wait for the word, then start another process."""
        self.begin.wait()
        try:
            self.said = str(os.fork())
        except OSError as refusal:
            self.said = type(refusal).__name__


OTHER = Other()


def tell() -> object:
    """What it was started with: environment, folder, isolation, who it is, what is on disk when it falls."""
    return (dict(os.environ), str(Path.cwd()), sys.flags.isolated, resource.getrlimit(resource.RLIMIT_CORE))


DEEDS: dict[str, Callable[[], object]] = {
    each.__name__: each
    for each in (
        *(read_a_file, write_a_file, list_a_folder, erase_a_file, connect, connect_within, start_a_process),
        *(start_a_program, signal_ours, read_ours, raise_a_limit, take_memory, become_root, compute, wait),
        *(close_and_go_on, crash, leave, flood, tell, start_in_a_thread),
    )
}


def main() -> None:
    """One deed. Whatever it needs was imported before."""
    line, _end, word = os.read(0, 65536).partition(b"\n")
    question = Question.read(line)
    early = DEEDS["tell"]() if word == b"tell" else None
    if word == b"start_in_a_thread":
        OTHER.start()
    confine(question.bounds)
    try:
        said = str(early if early is not None else DEEDS[word.decode()]())
    except (OSError, MemoryError, ValueError) as refusal:
        said = type(refusal).__name__
    os.write(1, said.encode())
    os._exit(0)


if __name__ == "__main__":
    main()
