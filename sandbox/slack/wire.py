"""What every part of the local workspace shares: JSON, time, ids, and refusals."""

import secrets
from collections.abc import Callable
from typing import Any

Json = dict[str, Any]
Clock = Callable[[], float]
"""Seconds since 1970, as `time.time`."""


class SlackError(Exception):
    """An answer `{"ok": false, "error": code}`, with whatever Slack adds to that code."""

    def __init__(self, code: str, **details: Any) -> None:
        super().__init__(code)
        self.code = code
        self.details = details

    def answer(self) -> Json:
        """Return the body as Slack sends it (with HTTP status 200)."""
        return {"ok": False, "error": self.code, **self.details}


class Refused(Exception):
    """The control API does not do this: a person could not have done it in Slack either."""

    def __init__(self, reason: str, status: int = 409) -> None:
        super().__init__(reason)
        self.status = status


def new_id(prefix: str) -> str:
    """Return a fresh id of Slack's look: a letter or two and ten capitals or digits."""
    return prefix + secrets.token_hex(5).upper()


def micros_of(seconds: float) -> int:
    """Return a time in whole microseconds, the unit in which `ts` values are counted."""
    return round(seconds * 1_000_000)


def stamp(micros: int) -> str:
    """Return a time in microseconds as Slack writes it: "seconds.micros"."""
    return f"{micros // 1_000_000}.{micros % 1_000_000:06d}"
