"""One company of an imitation: what it is, and which bad day it is having."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Literal


class Mode(StrEnum):
    """How the company's calls go; everything but OK is a bad day."""

    OK = "ok"
    THROTTLE = "throttle"  # 429
    ERROR = "error"  # 500, nothing done
    SWALLOW = "swallow"  # the entry is stored, the answer never comes
    SLOW = "slow"  # done at once, answered late
    DRIP = "drip"  # done at once, answered a byte a second until `slow_seconds` are over


@dataclass(frozen=True, slots=True)
class Company:
    """A company and its switches, which the control calls turn.

    `mode_times` counts down with each call struck (None: until switched off). `own` holds the
    switches that only this platform has, as JSON.
    """

    realm: str
    name: str
    created_at: datetime
    currency: str = "USD"
    can_post: bool = True
    mode: Mode = Mode.OK
    mode_times: int | None = None
    mode_calls: Literal["all", "writes"] = "all"
    slow_seconds: float = 5.0
    swallow_answer: Literal["none", "504"] = "none"
    own: dict[str, Any] = field(default_factory=dict)

    def struck(self, *, writes: bool) -> Mode:
        """Return the mode that applies to one call; only a write can be swallowed."""
        only_writes = self.mode is Mode.SWALLOW or self.mode_calls == "writes"
        return Mode.OK if only_writes and not writes else self.mode

    def day(self, switch: str) -> date | None:
        """Return one of its own switches that is a day, None when it is not set."""
        told = self.own.get(switch)
        return date.fromisoformat(told) if told else None
