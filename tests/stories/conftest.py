"""A working desk for each story."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.stories.desk import Company, Desk, open_desk

EXAMPLES = Path(__file__).parent / "files"


@pytest.fixture
async def desk(database_url: str, tmp_path: Path) -> AsyncIterator[Desk]:
    """The outside world and the program, joined by loopback addresses alone."""
    async with open_desk(database_url, tmp_path) as opened:
        yield opened


@pytest.fixture
async def northwind(desk: Desk) -> Company:
    """A book connected to its own company."""
    return await desk.company()
