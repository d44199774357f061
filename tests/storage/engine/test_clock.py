"""The database's clock as a process knows it, with both clocks set by the test."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from journal.errors import StoreBusy
from storage.engine.clock import STEP, DatabaseClock
from storage.engine.waits import Step
from tests.build import NOW

HOUR = timedelta(hours=1)


@dataclass(slots=True)
class Times:
    """Time itself, and the clocks of two machines that were set by so much."""

    steady: float = 5000.0
    database: timedelta = timedelta()
    machine: timedelta = timedelta()
    round_trip: float = 0.0
    mended: list[Step] = field(default_factory=list)
    is_away: bool = False

    def true(self) -> datetime:
        """Return what no one has set."""
        return NOW + timedelta(seconds=self.steady)

    async def ask(self) -> datetime:
        """Answer as the database does, after half of a round trip."""
        if self.is_away:
            raise StoreBusy("away")
        self.steady += self.round_trip / 2
        at = self.true() + self.database
        self.steady += self.round_trip / 2
        return at

    async def mend(self, step: Step) -> None:
        """Take note of what was mended."""
        self.mended.append(step)


@pytest.fixture
def times() -> Times:
    """Two clocks that agree."""
    return Times()


def clock_of(times: Times) -> DatabaseClock:
    """Return a clock that has not looked yet."""
    return DatabaseClock(
        times.ask,
        times.mend,
        steady=lambda: times.steady,
        machine=lambda: times.true() + times.machine,
    )


async def test_the_databases_time_is_told_between_looks(times: Times) -> None:
    """This machine's clock has no part in it, wherever it stands."""
    times.database, times.round_trip = HOUR, 0.5
    clock = clock_of(times)
    await clock.look()

    times.steady += 90
    times.machine = -HOUR

    assert clock.now() == times.true() + HOUR


@pytest.mark.parametrize("ahead", [HOUR, -timedelta(minutes=10), timedelta(seconds=6)])
async def test_the_difference_of_the_clocks_is_told(times: Times, ahead: timedelta) -> None:
    """It is how far this machine's clock is ahead of the database's, at the last look."""
    times.machine, times.round_trip = ahead, 0.25
    clock = clock_of(times)

    await clock.look()

    assert clock.ahead() == ahead


@pytest.mark.parametrize("by", [HOUR, -HOUR, timedelta(minutes=10), -timedelta(minutes=10)])
async def test_a_step_is_mended_then_followed(times: Times, by: timedelta) -> None:
    """Until what waits is mended the old time is told, so nothing is due by the step alone."""
    clock = clock_of(times)
    await clock.look()
    seen: list[datetime] = []

    async def mend(step: Step) -> None:
        seen.append(clock.now())
        times.mended.append(step)

    clock.mend = mend
    times.steady += 2
    times.database = by
    await clock.look()

    assert times.mended == [Step(by, timedelta(seconds=2))]
    assert seen == [times.true()]
    assert clock.now() == times.true() + by


async def test_a_step_that_was_not_mended_comes_again(times: Times) -> None:
    """While the database is away nothing is followed; the next look finds the same step."""
    clock = clock_of(times)
    await clock.look()

    async def mend(_step: Step) -> None:
        raise StoreBusy("two changes met")

    clock.mend, times.database = mend, HOUR
    with pytest.raises(StoreBusy):
        await clock.look()
    assert clock.now() == times.true()

    clock.mend = times.mend
    await clock.look()

    assert [one.by for one in times.mended] == [HOUR]
    assert clock.now() == times.true() + HOUR


async def test_slow_looks_move_nothing(times: Times) -> None:
    """A look that took long is unsure by as much, and is believed only beyond that."""
    clock = clock_of(times)
    await clock.look()
    times.round_trip, times.database = 4.0, -timedelta(seconds=1)

    before = clock.now()
    await clock.look()

    assert clock.now() - before == timedelta(seconds=4)
    assert times.mended == []


async def test_drift_is_followed_without_a_word(times: Times) -> None:
    """Clocks that part slowly are no step, and nothing waits for another time by them."""
    clock = clock_of(times)
    await clock.look()

    for _ in range(10):
        times.steady += 2
        times.database += STEP / 2
        await clock.look()

    assert clock.now() == times.true() + times.database
    assert times.mended == []


async def test_a_database_that_is_away_changes_nothing(times: Times) -> None:
    """The time goes on as it was known."""
    clock = clock_of(times)
    await clock.look()
    times.is_away = True
    times.steady += 600

    with pytest.raises(StoreBusy):
        await clock.look()

    assert clock.now() == times.true()
