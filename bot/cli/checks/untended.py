"""What nobody has done for long: sources that nobody reads, work that was given up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from bot.cli.checks.finding import Finding
from storage.books.silent import silent_sources
from storage.database import Database
from storage.engine.given_up import given_up

MOST: Final = 20
_CALLED: Final = {"post": "posting", "poll": "reading", "send": "sending"}


async def untended_findings(database: Database, within: timedelta) -> Sequence[Finding]:
    """Return a warning for each; `jefail run` may just have been off, so none is a problem.

    `within`: how long ago the books of a source were read at the most.
    """
    async with database.store() as store:
        silent = await silent_sources(store.jobs.sql, within, MOST)
        lying = await given_up(store.jobs.sql, MOST)
    return [
        *(
            Finding(
                f"Connection {one.connection_id}",
                warning=f"not read since {one.since:%Y-%m-%d %H:%M} UTC; is `jefail run` running,"
                " and does the platform answer?",
            )
            for one in silent
        ),
        *(
            Finding(
                f"Connection {one.key}" if one.work != "send" else f"Slack, {one.key}",
                warning=f"{_CALLED[one.work]} was given up at {one.since:%Y-%m-%d %H:%M} UTC;"
                " jefail tries it again. Look at the log for why",
            )
            for one in lying
        ),
    ]
