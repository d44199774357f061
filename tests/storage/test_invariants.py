"""The rules of `invariants.py` are told of what breaks them, each one."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from storage.database import Database
from tests.clock import SetClock
from tests.journal.bench import Bench
from tests.storage.invariants import RULES, broken_rules
from tests.storage.stage import some_entries

_TELL = (
    "INSERT INTO notice (kind, connection_id, facts, at)"
    " SELECT 'consent_ends', id, '{}', now() FROM connection LIMIT 1"
)
BREAKS = {
    "an entry is of the book of its connection": (
        "UPDATE entry SET reference = id, book_id = (SELECT max(id) FROM book)"
    ),
    "an entry is of the book of its incident": (
        "UPDATE incident SET book_id = (SELECT max(id) FROM book)"
    ),
    "an incident is of the book of its connection": (
        "UPDATE incident SET book_id = (SELECT max(id) FROM book)"
    ),
    "an entry that failed is on an incident that is not over": (
        "UPDATE entry SET incident_id = NULL"
    ),
    "an entry that is tried again is due": "UPDATE entry SET status = 'pending'",
    "an entry that is being sent has its job": "UPDATE entry SET status = 'posting'",
    "what waits of a connection has a job": (
        "UPDATE procrastinate_jobs SET status = 'succeeded';"
        "UPDATE entry SET status = 'uncertain', due_at = now()"
    ),
    "an entry that is posted or skipped is not due": "UPDATE entry SET due_at = now()",
    "an entry that is posted says when and where": "UPDATE entry SET status = 'posted'",
    "an incident has a card, owed or shown": "DELETE FROM message WHERE event_id IS NULL",
    "an incident has a story": "DELETE FROM message; DELETE FROM incident_event",
    "what an incident retries is on its way": "UPDATE incident SET state = 'retrying'",
    "a reply is of the incident that it stands under": (
        "INSERT INTO message (channel_id, incident_id, event_id, created_at)"
        " SELECT 'C', (SELECT max(id) FROM incident), min(id), now() FROM incident_event"
    ),
    "a notice has its message": _TELL,
    "no more is shown than is owed": "UPDATE message SET shown = owed + 1",
    "what is owed is sent by a job": "UPDATE procrastinate_jobs SET status = 'succeeded'",
    "an attempt is counted": "UPDATE entry SET attempts = 0",
    "an entry balances": (
        """UPDATE entry SET lines = jsonb_set(lines, '{0,minor}', '1') WHERE id = 1"""
    ),
    "an entry comes to what it says": "UPDATE entry SET total_minor = 7",
}


@pytest.fixture
async def bench(database: Database, clock: SetClock) -> Bench:
    """Two books, each with an incident of three entries."""
    bench = Bench(database, clock)
    bench.ledger.can_post = False
    for slug in ("northwind", "harbor"):
        connection = await bench.book(slug)
        await bench.take(connection, some_entries(3))
        await bench.post(connection)
    return bench


async def test_what_is_whole_breaks_no_rule(bench: Bench) -> None:
    """Entries that were refused, their incident, its card."""
    assert await broken_rules(bench.database) == []


@pytest.mark.parametrize("rule", BREAKS)
async def test_a_rule_tells_what_breaks_it(bench: Bench, rule: str) -> None:
    """Where the database is changed by hand, the rule is named."""
    async with bench.database.engine.begin() as sql:
        for statement in BREAKS[rule].split(";"):
            await sql.execute(text(statement))

    assert rule in {said.partition(":")[0] for said in await broken_rules(bench.database)}


def test_each_rule_is_broken_once() -> None:
    """A rule that nothing here breaks might never be told."""
    assert set(RULES) <= set(BREAKS)
