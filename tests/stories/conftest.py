"""A working desk for each story."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.stories.desk import Company, Desk, open_desk
from tests.stories.leaks import leaks_of

EXAMPLES = Path(__file__).parent / "files"


@pytest.fixture
async def desk(
    database_url: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> AsyncIterator[Desk]:
    """The outside world and the program, joined by loopback addresses alone.

    Once the story is over, no secret of it may stand in a table, a log or a process's arguments.
    """
    async with open_desk(database_url, tmp_path) as opened:
        yield opened
        said = capsys.readouterr()
        print(said.out, said.err)  # shown as ever where the story fails
        assert await leaks_of(opened, f"{said.out}{said.err}{caplog.text}") == []


@pytest.fixture
async def northwind(desk: Desk) -> Company:
    """A book connected to its own company."""
    return await desk.company()
