"""Which workers are silent, by time itself: a heartbeat is dated by a clock that may be set."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta


@dataclass(slots=True)
class Silences:
    """Remembers since when the newest heartbeat of each worker is the one that it is."""

    steady: Callable[[], float] = time.monotonic
    _heard: dict[int, tuple[datetime, float]] = field(default_factory=dict)

    def look(self, heartbeats: Mapping[int, datetime]) -> None:
        """Take in the newest heartbeat of each worker, by its id."""
        at = self.steady()
        self._heard = {
            worker: (beat, self._since(worker, beat, at)) for worker, beat in heartbeats.items()
        }

    def is_silent(self, worker: int | None, length: timedelta) -> bool:
        """Whether a worker was seen to give no sign for `length`; None: there is no such worker.

        After the database's clock was set ahead all look dead by their dates, and none is.
        """
        if worker is None or worker not in self._heard:
            return worker is None
        return self.steady() - self._heard[worker][1] >= length.total_seconds()

    def _since(self, worker: int, beat: datetime, at: float) -> float:
        known, since = self._heard.get(worker, (None, at))
        return since if known == beat else at
