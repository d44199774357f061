"""Which of Xero's limits was met, and how long to wait. Read from headers: bodies may be empty."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

LONGEST = timedelta(days=1).total_seconds()
"""No window of Xero's is longer."""
DAY = "day"
_MINUTE = 60.0
_WAITS = {"concurrent": 5.0, "minute": _MINUTE, "appminute": _MINUTE, DAY: 3600.0}
"""Seconds, where no `Retry-After` is told. The day's window has no known end: ask each hour."""
_LEFT = {
    DAY: "X-DayLimit-Remaining",
    "minute": "X-MinLimit-Remaining",
    "appminute": "X-AppMinLimit-Remaining",
}
"""What is left of each limit, told with every answer; there is none for calls at once."""


def limit_met(headers: Mapping[str, str]) -> str:
    """Return what a 429 is about: "minute", "concurrent", "appminute", "day"; "" if not told."""
    told = headers.get("X-Rate-Limit-Problem", "").strip().lower()
    if told in _WAITS:
        return told
    return next((name for name, header in _LEFT.items() if headers.get(header) == "0"), "")


def wait(headers: Mapping[str, str], limit: str) -> float:
    """Return the seconds to wait after a 429: as told, else what suits the `limit` met."""
    told = told_wait(headers)
    return _WAITS.get(limit, _MINUTE) if told is None else told


def told_wait(headers: Mapping[str, str]) -> float | None:
    """Return the seconds that `Retry-After` asks for, at most a day; None when it does not."""
    told = headers.get("Retry-After", "").strip()
    return min(float(told), LONGEST) if told.isascii() and told.isdecimal() else None


def day_used_up(headers: Mapping[str, str]) -> bool:
    """Whether this was the last call of the day's that Xero answers."""
    return headers.get(_LEFT[DAY]) == "0"
