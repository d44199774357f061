"""Files of others read behind a fence: in a process with limits of memory, time and rows.

The parser of a spreadsheet lays out every cell between the first and the last one, so 1.5 KB with
two cells far apart ask for 550 GB. The process may die of that or of anything else; the one who
asked is told a sentence. Nothing of a file is parsed in the program itself.
"""

from __future__ import annotations

import os
import selectors
import signal
import subprocess
import sys
import time
import weakref
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import msgspec
import structlog

from connectors.intake.result import OptionNeeded
from journal.errors import BadInput
from journal.offers.choices import Needed

SECONDS: Final = 30
"""Of computing, for any file; and how many more each started megabyte is given."""
SECONDS_A_MB: Final = 6
_MEGABYTE: Final = 1_000_000
_WAITS: Final = 4  # as long as that on a machine that is busy
_LONGEST: Final = 16_000_000
"""Bytes of one message: well above an entry of the most lines."""
_CHUNK: Final = 1 << 16
_CHILD: Final = Path(__file__).with_name("fence_child.py")
_KEPT_ENVIRONMENT: Final = ("PYTHONPATH", "PYTHONHOME", "LD_LIBRARY_PATH", "TMPDIR")
_OUT_OF_MEMORY: Final = {-signal.SIGABRT, -signal.SIGKILL, -signal.SIGSEGV, -signal.SIGBUS}
_SPLIT = "copy the rows you need into a new file, or split it"
_WHY: Final = {
    "memory": f"it needs too much memory; {_SPLIT}",
    "time": f"reading it takes too long; {_SPLIT}",
    "unreadable": "this file can't be read; save it as XLSX or CSV again",
}
Message = tuple[str, msgspec.Raw]
"""A kind, and what is told, as JSON that its reader knows the type of."""
_MESSAGE: Final = msgspec.json.Decoder(Message)
_NEEDED: Final = msgspec.json.Decoder(tuple[Needed, str, str, str])
_WHERE: Final = 200
_RUNNING: Final[weakref.WeakSet[subprocess.Popen[bytes]]] = weakref.WeakSet()
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading a file may take, in seconds: of computing, and of waiting for it."""

    cpu: int
    waiting: float

    @classmethod
    def of(cls, path: Path) -> Limits:
        """Return the limits for a file. Raises BadInput: it is not there."""
        try:
            size = path.stat().st_size
        except OSError as error:
            raise BadInput(f"{path.name} cannot be read: {error.strerror}") from error
        cpu = SECONDS + SECONDS_A_MB * (size // _MEGABYTE)
        return cls(cpu, _WAITS * cpu)


class Fenced:
    """One reading: the process, and the messages that come from it. Ends when it is let go of."""

    def __init__(self, task: str, path: Path, asked: Mapping[str, Any], limits: Limits) -> None:
        self._name = path.name
        self._waiting = limits.waiting
        self._process = _started()
        _RUNNING.add(self._process)
        self._end = weakref.finalize(self, _ended, self._process)
        request = {
            "task": task,
            "path": str(path.absolute()),
            "asked": asked,
            "seconds": limits.cpu,
        }
        self._ask(msgspec.json.encode(request) + b"\n")

    def _ask(self, request: bytes) -> None:
        assert self._process.stdin is not None
        try:
            with self._process.stdin as to:
                to.write(request)
        except BrokenPipeError:
            pass  # it died already: told when its answer is waited for

    def messages(self) -> Iterator[Message]:
        """Yield each message until the end of the file.

        Raises:
            BadInput: it cannot be read. OptionNeeded: it leaves something open.
        """
        try:
            for line in self._lines():
                kind, told = self._message(line)
                if kind == "end":
                    return
                if kind not in ("head", "item", "fault"):
                    raise self._refusal(kind, told)
                yield kind, told
            raise self._unread(self._why_it_died())
        finally:
            self._end()

    def _message(self, line: bytes) -> Message:
        try:
            return _MESSAGE.decode(line)
        except (ValueError, RecursionError) as error:
            raise self._unread("unreadable") from error

    def _lines(self) -> Iterator[bytes]:
        """Yield whole lines; a part of one, as a process leaves it that dies, is dropped."""
        rest = b""
        while chunk := self._chunk():
            *lines, rest = (rest + chunk).split(b"\n")
            yield from lines
            if len(rest) > _LONGEST:
                raise self._unread("memory")

    def _chunk(self) -> bytes:
        """Wait for what is written next; b"": nothing more is. Only waiting counts as time."""
        assert self._process.stdout is not None
        since = time.monotonic()
        with selectors.DefaultSelector() as waiting:
            waiting.register(self._process.stdout, selectors.EVENT_READ)
            is_there = waiting.select(self._waiting)
        self._waiting -= time.monotonic() - since
        if not is_there or self._waiting <= 0:
            raise self._unread("time")
        return os.read(self._process.stdout.fileno(), _CHUNK)

    def _refusal(self, kind: str, told: msgspec.Raw) -> BadInput:
        try:
            if kind == "refused":
                return BadInput(msgspec.json.decode(told, type=str))
            if kind == "needed":
                needed, says, typed, named = _NEEDED.decode(told)
                return OptionNeeded(needed, says, typed, named=named)
        except msgspec.ValidationError:
            return self._unread("unreadable")
        if kind == "memory":
            return self._unread("memory")
        log.error("file_not_read", where=str(bytes(told)[:_WHERE]))  # a fault of the reader
        return self._unread("unreadable")

    def _why_it_died(self) -> str:
        code = self._process.wait()
        if code == -signal.SIGXCPU:
            return "time"
        return "memory" if code in _OUT_OF_MEMORY else "unreadable"

    def _unread(self, why: str) -> BadInput:
        return BadInput(f"{self._name} cannot be read: {_WHY[why]}")


def end_readings() -> None:
    """End whatever is read just now: the program ends, and waits for no file."""
    for process in list(_RUNNING):
        process.kill()


def _started() -> subprocess.Popen[bytes]:
    """Start the process with nothing of the program: no secret, no open file, no folder."""
    return subprocess.Popen(  # noqa: S603  our own program, and no shell
        [sys.executable, "-P", str(_CHILD)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env={name: os.environ[name] for name in _KEPT_ENVIRONMENT if name in os.environ},
        start_new_session=True,  # Ctrl-C is for us alone
    )


def _ended(process: subprocess.Popen[bytes]) -> None:
    """End the process, if it has not, and keep nothing of it."""
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()
