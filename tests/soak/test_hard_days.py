"""Half a minute of the hard days of `make soak`."""

from __future__ import annotations

import pytest

from tests.soak.hard_days.running import Wanted, run_hard_days

pytestmark = [pytest.mark.large, pytest.mark.timeout(900)]


async def test_half_a_minute_of_hard_days() -> None:
    """Nothing is lost, doubled, untold, told twice or a lie; no acknowledged click is dead."""
    days = await run_hard_days(Wanted(5, minutes=0.4, entries=45, clicks=12), say=False)

    assert days.faults == []
    assert days.entries == 45
    assert days.troubles.total() > 0
