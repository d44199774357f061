"""Where a command ends: its exit code, and expected errors as one clear message."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any, ParamSpec

import typer

from bot.cli.terminal import complain
from bot.cli.whole import run_whole
from journal.errors import JefailError

P = ParamSpec("P")


def command(work: Callable[P, Any]) -> Callable[P, None]:
    """Return `work` (plain or async, giving an exit code or nothing) as typer can call it.

    An expected error is told on stderr without a traceback, and the exit code is 1. Ended by
    SIGTERM it is 143, whatever it came to: what runs until it is ended listens itself.
    """

    @functools.wraps(work)
    def call(*args: P.args, **kwargs: P.kwargs) -> None:
        from bot.cli.logs import hush

        hush()
        try:
            code = _ended(work(*args, **kwargs))
        except Exception as error:
            advice = _advice(error)
            if advice is None:
                raise
            complain(advice)
            code = 1
        raise typer.Exit(code)

    return call


def _ended(result: Any) -> int:
    return int((run_whole(result) if inspect.iscoroutine(result) else result) or 0)


def _advice(error: Exception) -> str | None:
    from storage.cluster import ClusterError

    return error.advice if isinstance(error, JefailError | ClusterError) else None
