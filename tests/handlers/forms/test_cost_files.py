"""A shared file becomes a job where costs are awaited, once; elsewhere nothing happens."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from journal.books.book import Connection
from storage.tables import message
from tests.handlers.forms.test_costs import waiting_for
from tests.handlers.slack import Json, Team
from tests.journal.bench import Bench
from tests.storage.stage import CHANNEL, jobs

FILE_JOB = ("read_cost_file", f"{CHANNEL}/F1/U_ANA")


@pytest.fixture
async def connection(bench: Bench) -> Connection:
    """A book of which an entry waits for the cost of mugs; its card is in the channel."""
    made = await waiting_for(bench, ("MUG", 3))
    async with bench.database.engine.begin() as sql:
        await sql.execute(update(message).values(ts="1.1"))
    return made


def shared(channel_id: str = CHANNEL, event_id: str = "Ev1") -> Json:
    """Return Slack's word that Ana shared a file."""
    event = {
        "type": "file_shared",
        "file_id": "F1",
        "user_id": "U_ANA",
        "file": {"id": "F1"},
        "channel_id": channel_id,
        "event_ts": "2.1",
    }
    return {"type": "event_callback", "event_id": event_id, "event": event}


async def test_it_is_looked_at_once(bench: Bench, team: Team, connection: Connection) -> None:
    """Told again by Slack, it makes no second job; the listener itself asks Slack nothing."""
    for _ in range(2):
        assert (await team.deliver(shared())).acked

    assert (await jobs(bench.database)).count(FILE_JOB) == 1
    assert team.slack.called("files.info") == []


async def test_elsewhere_it_is_let_be(bench: Bench, team: Team, connection: Connection) -> None:
    """In a channel without such a card, and in this one once the card is closed."""
    assert (await team.deliver(shared("C0OTHER"))).acked
    async with bench.database.engine.begin() as sql:
        await sql.exec_driver_sql("UPDATE incident SET state = 'resolved'")
    assert (await team.deliver(shared(event_id="Ev2"))).acked

    assert FILE_JOB not in await jobs(bench.database)


async def test_what_could_not_be_written_is_told_again(
    bench: Bench, team: Team, connection: Connection
) -> None:
    """Without an acknowledgement Slack repeats the event."""
    async with bench.database.engine.begin() as sql:
        await sql.exec_driver_sql("ALTER TABLE message RENAME TO message_away")

    assert not (await team.deliver(shared())).acked
