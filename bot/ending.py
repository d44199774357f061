"""How the program ends when it is asked to, whatever runs.

What is under way is given its time. A thread that never returns, a job that hears no cancelling or
a loop that hangs would keep the process for ever after that, so a clock ends it.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from asyncio import AbstractEventLoop
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

ENDS_WITHIN: Final = 25.0
"""Seconds; an orchestrator that waits 30 never has to kill."""
LAST_SECONDS: Final = 4.0
"""For what has to be ended with the process; still within what an orchestrator waits."""
CUT_SHORT: Final = 70
"""The exit code of an end that was cut short."""


@contextmanager
def ending_when_asked(
    loop: AbstractEventLoop,
    stop: Callable[[], None],
    seconds: float = ENDS_WITHIN,
    at_last: Callable[[], None] = lambda: None,
) -> Iterator[None]:
    """Have SIGINT and SIGTERM call `stop` in `loop`; `seconds` later the process is over.

    Asked a second time it ends at once. What the database had not committed was not done. Before
    an end that was cut short `at_last` is called, in a thread: for what outlives a process.
    """
    asked: list[int] = []  # no lock: a signal may come while this hears the one before

    # Not `loop.add_signal_handler`: that is heard only while the loop turns.
    def hear(sign: int, _frame: FrameType | None) -> None:
        asked.append(sign)
        end = _end_at_once if len(asked) > 1 else _cut_short
        clock = threading.Timer(seconds if len(asked) == 1 else 0, end, [at_last])
        clock.daemon = True
        clock.start()
        if not loop.is_closed():
            loop.call_soon_threadsafe(stop)

    before = {sign: signal.signal(sign, hear) for sign in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        if not asked:  # else the clock runs, and a second time is heard still
            for sign, handler in before.items():
                signal.signal(sign, handler)


def _cut_short(at_last: Callable[[], None]) -> None:
    sys.stderr.write("jefail was asked to end and something still ran; it ended without that.\n")
    sys.stderr.flush()
    _end_at_once(at_last)


def _end_at_once(at_last: Callable[[], None]) -> None:
    last = threading.Thread(target=at_last, daemon=True)
    last.start()
    last.join(LAST_SECONDS)
    os._exit(CUT_SHORT)
