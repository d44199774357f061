"""A command is done whole, or it is said that it was not.

SIGTERM would end Python at once and leave the PostgreSQL that it started running. So it cancels the
command, which closes what it opened. What swallows a cancelling, as drivers do while they connect,
is cancelled again, and the answer is never that all was done.
"""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from collections.abc import Coroutine
from types import FrameType
from typing import Any, Final

from bot.cli.terminal import complain

CUT_SHORT: Final = 128 + signal.SIGTERM
"""As a shell tells of a program that SIGTERM ended."""
AGAIN_SECONDS: Final = 2.0
ENDS_WITHIN: Final = 25.0


def run_whole(work: Coroutine[Any, Any, Any]) -> Any:
    """Run `work` in a loop of its own and return what it gives; CUT_SHORT if SIGTERM came."""
    if threading.current_thread() is not threading.main_thread():
        return asyncio.run(work)  # where signals are not heard
    asked = threading.Event()
    try:
        given = asyncio.run(_heard(work, asked))
    except (Exception, asyncio.CancelledError):
        if not asked.is_set():
            raise
    if asked.is_set():
        complain("It was asked to end, and ended before all was done.")
        return CUT_SHORT
    return given


async def _heard(work: Coroutine[Any, Any, Any], asked: threading.Event) -> Any:
    loop = asyncio.get_running_loop()
    doing = asyncio.create_task(work)

    def cancel() -> None:
        if not doing.done():
            doing.cancel()
            loop.call_later(AGAIN_SECONDS, cancel)

    # Not `loop.add_signal_handler`: that is heard only while the loop turns.
    def hear(_sign: int, _frame: FrameType | None) -> None:
        seconds = 0.0 if asked.is_set() else ENDS_WITHIN
        asked.set()
        clock = threading.Timer(seconds, _cut_short)
        clock.daemon = True
        clock.start()
        if not loop.is_closed():
            loop.call_soon_threadsafe(cancel)

    before = signal.signal(signal.SIGTERM, hear)
    try:
        return await doing
    finally:
        # Who runs until it is ended listens in our place, and to the end of the process.
        if signal.getsignal(signal.SIGTERM) is hear and not asked.is_set():
            signal.signal(signal.SIGTERM, before)


def _cut_short() -> None:
    from storage.cluster import let_go_of_all

    last = threading.Thread(target=let_go_of_all, daemon=True)
    last.start()
    last.join(timeout=4)
    os._exit(CUT_SHORT)
