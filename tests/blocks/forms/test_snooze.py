"""Until when a snooze lasts, in the nights in which the clocks of a zone are set."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from blocks.forms.snooze import tomorrow_morning


@pytest.mark.parametrize(
    ("evening", "morning"),
    [
        ("2026-03-28T20:00", "2026-03-29T07:00"),
        ("2026-10-24T20:00", "2026-10-25T08:00"),
        ("2026-10-25T20:00", "2026-10-26T08:00"),
    ],
    ids=["an hour less", "an hour more", "the night after"],
)
def test_nine_in_the_morning_is_nine_on_any_day(evening: str, morning: str) -> None:
    """What the person reads on their own clock is meant, however long the night was."""
    now = datetime.fromisoformat(evening).replace(tzinfo=UTC)

    until = tomorrow_morning(now, ZoneInfo("Europe/Berlin"))

    assert until == datetime.fromisoformat(morning).replace(tzinfo=UTC)
