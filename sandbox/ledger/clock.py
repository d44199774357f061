"""Where the imitation gets the time from, so that tests can hold the clock."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
Sleep = Callable[[float], Awaitable[None]]


def utc_now() -> datetime:
    """Return the real time, aware UTC."""
    return datetime.now(UTC)


def wire_time(moment: datetime) -> str:
    """Write a moment as ISO 8601 with milliseconds and an offset, as QuickBooks does."""
    return moment.isoformat(timespec="milliseconds")
