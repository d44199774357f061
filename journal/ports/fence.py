"""What a run holds, and what is asked right before each call of its that writes.

A run may freeze for longer than a worker may be silent: a virtual machine that is moved, a laptop
that sleeps. Another one has taken over by then, and what goes on must not write any more.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

from journal.errors import Superseded
from journal.ports.records import Hold
from journal.ports.store import OpenStore, Store

FRESH: Final = 1.0
"""Seconds. An answer that took longer may have been read after a freeze, so it is asked again."""
Guard = Callable[[], Awaitable[None]]
"""Returns while the run's hold is its own. Raises Superseded."""
_GUARD: ContextVar[Guard | None] = ContextVar("guard", default=None)
_HOLD: ContextVar[Hold | None] = ContextVar("hold", default=None)


@contextmanager
def fenced(open_store: OpenStore, hold: Hold) -> Iterator[None]:
    """Have every call that writes, made in this block or its tasks, ask whether `hold` stands.

    Such a call is made over `connectors.kept.KeptConnections`, to a platform or to Slack.
    """

    async def ask() -> None:
        async with open_store() as store:
            if not await store.jobs.stands(hold):
                raise Superseded(hold.work, hold.key)

    guard, held = _GUARD.set(ask), _HOLD.set(hold)
    try:
        yield
    finally:
        _GUARD.reset(guard)
        _HOLD.reset(held)


async def must_stand(store: Store) -> None:
    """Return if the run that `fenced` is round still has its hold, to the end of `store`.

    Raises:
        Superseded: another run has taken over, so what this one has to say is not written.
    """
    hold = _HOLD.get()
    if hold is not None and not await store.jobs.keep(hold):
        raise Superseded(hold.work, hold.key)


async def before_write() -> None:
    """Return if what is about to be sent may be: the last thing done before it is.

    Raises:
        Superseded: another run has taken over. StoreBusy: the database did not say.
    """
    guard = _GUARD.get()
    while guard is not None:
        asked_at = time.monotonic()  # which goes on while a process is frozen
        await guard()
        if time.monotonic() - asked_at < FRESH:
            return
