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
CUT_SHORT: Final = 70
"""The exit code of an end that was cut short."""


@contextmanager
def ending_when_asked(
    loop: AbstractEventLoop, stop: Callable[[], None], seconds: float = ENDS_WITHIN
) -> Iterator[None]:
    """Have SIGINT and SIGTERM call `stop` in `loop`; `seconds` later the process is over.

    Asked a second time it ends at once. What the database had not committed was not done.
    """
    asked: list[int] = []  # no lock: a signal may come while this hears the one before

    # Not `loop.add_signal_handler`: that is heard only while the loop turns.
    def hear(sign: int, _frame: FrameType | None) -> None:
        asked.append(sign)
        if len(asked) > 1:
            os._exit(CUT_SHORT)
        clock = threading.Timer(seconds, _cut_short)
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


def _cut_short() -> None:
    sys.stderr.write("jefail was asked to end and something still ran; it ended without that.\n")
    sys.stderr.flush()
    os._exit(CUT_SHORT)
