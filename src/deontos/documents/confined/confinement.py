"""What a process gives up before it reads other people's content: every way to anything but its two pipes.

Each limit stands by itself. Those of every Unix must hold, or nothing is looked at; those that only some kernels have
(a network of its own, a list of allowed system calls) are taken where they are given. See decision 30.
"""

import ctypes
import errno
import os
import platform
import resource
import signal
import struct
import sys

from deontos.documents.confined.bounds import Bounds

NOBODY = 65534

_kernel = ctypes.CDLL(None)
_WORD = 8
_SET_DEATH_SIGNAL, _SET_DUMPABLE, _SET_NO_NEW_PRIVILEGES = 1, 4, 38
_FILTER, _FOR_EVERY_THREAD = 1, 1
_SECCOMP = {"x86_64": 317, "aarch64": 277}
_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000

_LOAD_WORD, _JUMP_IF_EQUAL, _RETURN = 0x20, 0x15, 0x06
_ALLOW, _KILL, _REFUSE = 0x7FFF0000, 0x80000000, 0x00050000 | errno.EPERM
_NUMBER_AT, _MACHINE_AT = 0, 4

ALLOWED_CALLS = {
    "x86_64": (
        0xC000003E,
        *(0, 1, 3, 8, 9, 10, 11, 12, 13, 14, 15, 19, 20, 24, 25, 28, 39, 60, 131, 186, 202, 204, 219, 228, 230, 231),
        *(318, 324, 334),
    ),
    "aarch64": (
        0xC00000B7,
        *(57, 62, 63, 64, 65, 66, 93, 94, 98, 113, 115, 123, 124, 128, 132, 134, 135, 139, 172, 178, 214, 215, 216),
        *(222, 226, 233, 278, 283, 293),
    ),
}
"""For each machine its name in the kernel (AUDIT_ARCH), then the numbers of: read, write, close, lseek, mmap, mprotect,
munmap, brk, rt_sigaction, rt_sigprocmask, rt_sigreturn, readv, writev, sched_yield, mremap, madvise, getpid, exit,
sigaltstack, gettid, futex, sched_getaffinity, restart_syscall, clock_gettime, clock_nanosleep, exit_group, getrandom,
membarrier, rseq. Nothing opens, connects, starts, signals or looks into another process."""


def confine(bounds: Bounds) -> None:
    """Give everything up. Whatever is still to be imported or opened must have been. Raises OSError or ValueError."""
    _leave_the_network()
    _become_nobody()
    _limit(bounds)
    if sys.platform == "linux":
        _ask(_SET_DEATH_SIGNAL, signal.SIGKILL)
        _ask(_SET_DUMPABLE, 0)
        _ask(_SET_NO_NEW_PRIVILEGES, 1)
        _allow_few_calls()


def _limit(bounds: Bounds) -> None:
    most = {
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_NPROC: 0,
        resource.RLIMIT_AS: bounds.memory,
        resource.RLIMIT_NOFILE: 0,
    }
    for each, value in most.items():
        resource.setrlimit(each, (value, value))
    resource.setrlimit(resource.RLIMIT_CPU, (bounds.computing, bounds.computing + 1))


def _become_nobody() -> None:
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)


def _leave_the_network() -> None:
    """A network of its own with nothing in it, where the kernel gives one."""
    if sys.platform == "linux":
        _kernel.unshare(_NEW_NETWORK if os.geteuid() == 0 else _NEW_USER | _NEW_NETWORK)


def _ask(what: int, value: int, pointer: int = 0) -> None:
    number = ctypes.c_ulong
    _kernel.prctl(ctypes.c_int(what), number(value), number(pointer), number(0), number(0))


def _allow_few_calls() -> None:
    """Let the kernel refuse every call that is not on the list, for good, to each thread that there is by now."""
    machine = platform.machine()
    listed = ALLOWED_CALLS.get(machine)
    if listed is None or struct.calcsize("P") != _WORD:
        return
    steps = _steps(*listed)
    held = ctypes.create_string_buffer(steps, len(steps))
    program = struct.pack("HP", len(steps) // _WORD, ctypes.addressof(held))
    counted = ctypes.create_string_buffer(program, len(program))
    number = ctypes.c_ulong
    _kernel.syscall(number(_SECCOMP[machine]), number(_FILTER), number(_FOR_EVERY_THREAD), counted)


def _steps(machine: int, *allowed: int) -> bytes:
    """The filter as the kernel reads it: the right machine or the end, then a listed number or EPERM."""
    steps = [(_LOAD_WORD, 0, 0, _MACHINE_AT), (_JUMP_IF_EQUAL, 1, 0, machine), (_RETURN, 0, 0, _KILL)]
    steps.append((_LOAD_WORD, 0, 0, _NUMBER_AT))
    for number in allowed:
        steps += [(_JUMP_IF_EQUAL, 0, 1, number), (_RETURN, 0, 0, _ALLOW)]
    steps.append((_RETURN, 0, 0, _REFUSE))
    return b"".join(struct.pack("HBBI", *step) for step in steps)
