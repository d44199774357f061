"""What a process that reads others' files takes from itself, before it looks at one.

Bounded are memory, computing, open files; it writes no file, starts no program and opens no
connection. The last two are held by the kernel where it is Linux on x86-64 or ARM64 (seccomp,
https://www.kernel.org/doc/html/latest/userspace-api/seccomp_filter.html); elsewhere by Python.
Imports nothing of jefail: it is run before anything else is.
"""

from __future__ import annotations

import contextlib
import ctypes
import platform
import resource
import struct
import sys
from collections.abc import Sequence
from typing import Any, Final

MEMORY_BYTES: Final = 512 * 1024 * 1024
_MOST_OPEN: Final = 64
_NO_NEW_PRIVILEGES, _SECCOMP, _FILTER = 38, 22, 2  # prctl(2)
_LOAD, _EQUAL, _ABOVE, _RETURN = 0x20, 0x15, 0x35, 0x06  # BPF: load, jump if, jump if, return
_X32: Final = 0x40000000
"""From here on x86-64 counts the same calls once more."""
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050001  # seccomp(2): go on; EPERM
_NUMBER_AT, _MACHINE_AT = 0, 4  # in struct seccomp_data
_MACHINES: Final = {
    # AUDIT_ARCH, then the system calls: socket, socketpair, connect, bind, listen, sendto,
    # execve, execveat, fork, vfork, ptrace, io_uring_setup, process_vm_readv, process_vm_writev
    "x86_64": (0xC000003E, (41, 53, 42, 49, 50, 44, 59, 322, 57, 58, 101, 425, 310, 311)),
    "aarch64": (0xC00000B7, (198, 199, 203, 200, 201, 206, 221, 281, 117, 425, 270, 271)),
}
_REFUSED_BY_PYTHON: Final = (
    "socket.",
    "subprocess.",
    "os.exec",
    "os.fork",
    "os.system",
    "os.spawn",
)


def limit(cpu_seconds: int) -> None:
    """Bound memory, computing and open files of this process; it can write no file and no core."""
    for kind, soft, hard in (
        (resource.RLIMIT_AS, MEMORY_BYTES, MEMORY_BYTES),
        (resource.RLIMIT_CPU, cpu_seconds, cpu_seconds + 1),  # first a signal that says so
        (resource.RLIMIT_FSIZE, 0, 0),
        (resource.RLIMIT_CORE, 0, 0),
        (resource.RLIMIT_NOFILE, _MOST_OPEN, _MOST_OPEN),
    ):
        with contextlib.suppress(ValueError, OSError):  # macOS does not limit memory
            resource.setrlimit(kind, (soft, hard))


def cut_off() -> bool:
    """Give up connections and other programs, for good; return whether the kernel holds that."""
    sys.addaudithook(_refuse)
    machine = _MACHINES.get(platform.machine())
    return sys.platform == "linux" and machine is not None and _filter(*machine)


def _refuse(event: str, _facts: Sequence[Any]) -> None:
    if event.startswith(_REFUSED_BY_PYTHON):
        raise PermissionError(f"{event} is not for a process that reads files")


def _filter(machine: int, calls: Sequence[int]) -> bool:
    """Have the kernel refuse `calls`; those of another machine's numbering all of them."""
    steps = [
        (_LOAD, 0, 0, _MACHINE_AT),
        (_EQUAL, 1, 0, machine),
        (_RETURN, 0, 0, _REFUSE),
        (_LOAD, 0, 0, _NUMBER_AT),
        (_ABOVE, len(calls) + 1, 0, _X32),
    ]
    for place, call in enumerate(calls):
        steps.append((_EQUAL, len(calls) - place, 0, call))
    steps += [(_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _REFUSE)]
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in steps))
    program = ctypes.create_string_buffer(struct.pack("HP", len(steps), ctypes.addressof(code)))
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    prctl.argtypes = [ctypes.c_int, *[ctypes.c_ulong] * 4]
    return bool(
        prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) == 0
        and prctl(_SECCOMP, _FILTER, ctypes.addressof(program), 0, 0) == 0
    )
