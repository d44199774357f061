"""Desks for bad days: one in this process, and one whose waits are short."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.stories.desk import Company, Desk, open_desk


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shorten what the program waits for real platforms to calm down, half a minute and more."""
    second = timedelta(seconds=1)
    monkeypatch.setattr("bot.slack_channel.SOON", second)
    monkeypatch.setattr("bot.slack_channel.LATER", second)
    monkeypatch.setattr("bot.looking_back.SETTLE", second)
    monkeypatch.setattr("journal.posting.unanswered.LONGEST_WORK", 3 * second)
    monkeypatch.setattr("connectors.quickbooks.replies.RATE_LIMITED_SECONDS", 1.0)


@pytest.fixture
async def desk(database_url: str, tmp_path: Path, hurried: None) -> AsyncIterator[Desk]:
    """A desk that works, in this process, at which a passing trouble is told after a second."""
    async with open_desk(database_url, tmp_path, JEFAIL_PATIENCE_SECONDS=1) as opened:
        yield opened


@pytest.fixture
async def northwind(desk: Desk) -> Company:
    """A book connected to its own company."""
    return await desk.company()
