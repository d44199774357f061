"""A shared file becomes a job where a book is talked of, once; elsewhere nothing happens."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from journal.books.book import Connection
from storage.tables import message
from tests.handlers.forms.test_costs import waiting_for
from tests.handlers.slack import Json, Team
from tests.journal.bench import Bench
from tests.storage.stage import CHANNEL, jobs

FILE_JOB = ("read_cost_file", f"{CHANNEL}/F1/U_ANA/Ev1")


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
    """In a channel of no book nothing is looked at; in a conversation with jefail it is."""
    assert (await team.deliver(shared("C0OTHER"))).acked
    assert (await team.deliver(shared("D0ANA", event_id="Ev2"))).acked

    written = [key for name, key in await jobs(bench.database) if name == FILE_JOB[0]]
    assert written == ["D0ANA/F1/U_ANA/Ev2"]


async def test_it_is_looked_at_without_a_card(bench: Bench, team: Team) -> None:
    """In a book's channel a file may hold entries, whether costs are awaited or not."""
    await bench.book()

    assert (await team.deliver(shared())).acked

    assert (await jobs(bench.database)).count(FILE_JOB) == 1


async def test_what_could_not_be_written_is_told_again(
    bench: Bench, team: Team, connection: Connection
) -> None:
    """Without an acknowledgement Slack repeats the event."""
    async with bench.database.engine.begin() as sql:
        await sql.exec_driver_sql("ALTER TABLE message RENAME TO message_away")

    assert not (await team.deliver(shared())).acked
