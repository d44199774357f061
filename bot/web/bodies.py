"""Large bodies are read in a process of their own: reading one holds up everything else in its
process, and clicks in Slack must not wait for it.

A thread would not do: the parsers of JSON and of models hold Python's lock from one end of a body
to the other.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import pickle
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from dataclasses import dataclass, field
from typing import Any, Final

import structlog

from bot.web.body_child import HEAD, READY
from bot.web.body_readers import READERS, Refusal
from bot.web.problems import TOO_MANY, Problem, busy

SMALL: Final = 32 * 1024
"""Bytes. Whatever stands in so few is read within some milliseconds."""
SECONDS: Final = 20.0
"""For one body; a thousand entries of many lines take a second or two."""
START_SECONDS: Final = 60.0
MOST_WAITING: Final = 8
_HELD: Final = 1024 * 1024
"""Bytes of an answer that are held before they are taken."""
_KEPT_ENVIRONMENT: Final = ("PATH", "PYTHONPATH", "PYTHONHOME", "LD_LIBRARY_PATH", "TMPDIR")
_TOO_MUCH = "Reading the body takes too long or too much memory. Send it in several requests."
log = structlog.get_logger()


@dataclass(slots=True)
class BodyReader:
    """Reads bodies one after the other; the process starts with the first that is large."""

    seconds: float = SECONDS
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    _waiting: int = 0
    _child: Process | None = None

    async def read(self, what: str, body: bytes, hint: str = "") -> Any:
        """Return what the reader called `what` makes of `body`.

        Raises:
            Problem: what that raises, or: too many wait, or it takes too much.
        """
        if len(body) <= SMALL:
            return await asyncio.to_thread(READERS[what], body, hint)
        if self._waiting >= MOST_WAITING:
            raise busy()
        self._waiting += 1
        try:
            async with self._turn:
                return await self._read_apart(what, body, hint)
        finally:
            self._waiting -= 1

    async def close(self) -> None:
        """End the process, whatever it reads."""
        child, self._child = self._child, None
        if child is None:
            return
        with contextlib.suppress(ProcessLookupError):
            child.kill()
        await child.wait()
        if child.stdin:
            child.stdin.close()
            with contextlib.suppress(ConnectionError):
                await child.stdin.wait_closed()

    async def _read_apart(self, what: str, body: bytes, hint: str) -> Any:
        question = json.dumps({"what": what, "hint": hint, "size": len(body)}).encode() + b"\n"
        try:
            answer = await self._answer(question + body)
        except (TimeoutError, EOFError, ConnectionError) as error:
            log.warning("body_not_read", what=what, size=len(body), error=type(error).__name__)
            raise Problem(TOO_MANY, _TOO_MUCH) from error
        # Many small values: Python code makes each, and lets others in between.
        value = await asyncio.to_thread(pickle.loads, answer)
        if isinstance(value, Refusal):
            raise Problem(value.kind, value.detail, value.errors)
        return value

    async def _answer(self, asked: bytes) -> bytes:
        """Return the whole answer; a process that has died since the last one is replaced."""
        was_there = self._child is not None
        try:
            return await self._exchanged(asked)
        except (EOFError, ConnectionError):
            if not was_there:
                raise
            return await self._exchanged(asked)

    async def _exchanged(self, asked: bytes) -> bytes:
        """Ask; a process that did not come to the end of its answer is not asked again."""
        try:
            if self._child is None:
                async with asyncio.timeout(START_SECONDS):
                    self._child = await _started()
                    await _piece(self._child, len(READY))
            async with asyncio.timeout(self.seconds):
                return await _told(self._child, asked)
        except BaseException:
            await self.close()
            raise


async def _told(child: Process, asked: bytes) -> bytes:
    assert child.stdin
    child.stdin.write(asked)
    await child.stdin.drain()
    (size,) = HEAD.unpack(await _piece(child, HEAD.size))
    return await _piece(child, size)


async def _piece(child: Process, size: int) -> bytes:
    assert child.stdout
    return await child.stdout.readexactly(size)


async def _started() -> Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot.web.body_child",
        stdin=PIPE,
        stdout=PIPE,
        stderr=DEVNULL,
        limit=_HELD,
        env={name: os.environ[name] for name in _KEPT_ENVIRONMENT if name in os.environ},
        start_new_session=True,  # Ctrl-C is for us alone
    )
