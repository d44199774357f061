"""The pace of a platform: so many calls in a window of time for one company."""

from collections import defaultdict, deque
from collections.abc import Sequence
from datetime import datetime, timedelta

from sandbox.ledger.clock import Clock

Limits = Sequence[tuple[timedelta, int]]
"""Windows, and how many calls each admits."""


class Throttle:
    """Sliding windows a company; a refused call does not count against it."""

    def __init__(self, now: Clock, limits: Limits, *, enforced: bool) -> None:
        self.enforced = enforced
        self._limits = limits
        self._longest = max(window for window, _ in limits)
        self._now = now
        self._admitted: defaultdict[str, deque[datetime]] = defaultdict(deque)

    def admits(self, realm: str) -> bool:
        """Say whether one more call may pass now, and count it if so."""
        if not self.enforced:
            return True
        now, admitted = self._now(), self._admitted[realm]
        while admitted and admitted[0] <= now - self._longest:
            admitted.popleft()
        if any(_full(admitted, now - window, most) for window, most in self._limits):
            return False
        admitted.append(now)
        return True


def _full(admitted: deque[datetime], since: datetime, most: int) -> bool:
    return len(admitted) >= most and admitted[-most] > since
