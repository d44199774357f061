"""How many calls a book's watcher may make."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from math import ceil
from typing import Final

from bot.web.posting_service.kinds import TOO_FAST
from bot.web.problems import Problem

A_MINUTE: Final = 600
BURST: Final = 100


@dataclass(slots=True)
class Pace:
    """A bucket for each book in this process, which fills evenly. `now`: seconds, only growing."""

    now: Callable[[], float]
    a_minute: float = A_MINUTE
    burst: float = BURST
    _left: dict[int, tuple[float, float]] = field(default_factory=dict)  # calls, since when

    def take(self, book_id: int) -> None:
        """Count one call. Raises Problem: it is one too many; it says when to come again."""
        at = self.now()
        left, since = self._left.get(book_id, (self.burst, at))
        left = min(self.burst, left + (at - since) * self.a_minute / 60)
        if left < 1:
            seconds = ceil((1 - left) * 60 / self.a_minute)
            raise Problem(
                TOO_FAST,
                f"At most {self.a_minute:g} calls a minute are taken for a book.",
                headers={"Retry-After": str(seconds)},
            )
        self._left[book_id] = (left - 1, at)
