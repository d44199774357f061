"""A clock that stands still until a test moves it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.build import NOW


@dataclass(slots=True)
class SetClock:
    """Tells the time it was set to; `now` may be set at will (aware UTC)."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        """Return the time it is set to."""
        return self.now

    def advance(self, by: timedelta) -> datetime:
        """Move on and return the new time."""
        self.now += by
        return self.now
