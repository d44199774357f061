"""What holds in the database after whatever was done, sent in, or cut off."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sqlalchemy import select, text

from journal.books.book import Platform
from journal.errors import BadInput
from storage import wire
from storage.database import Database
from storage.tables import connection, entry

RULES: Final[Mapping[str, str]] = {
    "an entry is of the book of its connection": """
        SELECT e.id FROM entry e JOIN connection c ON c.id = e.connection_id
        WHERE c.book_id <> e.book_id""",
    "an entry is of the book of its incident": """
        SELECT e.id FROM entry e JOIN incident i ON i.id = e.incident_id
        WHERE i.book_id <> e.book_id OR i.connection_id <> e.connection_id""",
    "an incident is of the book of its connection": """
        SELECT i.id FROM incident i JOIN connection c ON c.id = i.connection_id
        WHERE c.book_id <> i.book_id""",
    "an entry that failed is on an incident that is not over": """
        SELECT e.id FROM entry e LEFT JOIN incident i ON i.id = e.incident_id
        WHERE e.status = 'failed' AND (i.id IS NULL OR i.state = 'resolved' AND i.how IS NULL)""",
    "an entry that is tried again is due": """
        SELECT id FROM entry WHERE status IN ('pending', 'uncertain') AND due_at IS NULL""",
    "an entry that is being sent has its job": """
        SELECT id FROM entry WHERE status = 'posting' AND (job_id IS NULL OR claimed_at IS NULL)""",
    "what waits of a connection has a job": """
        SELECT e.id FROM entry e WHERE e.status IN ('pending', 'posting', 'uncertain')
        AND NOT EXISTS (SELECT FROM procrastinate_jobs j
            WHERE j.status IN ('todo', 'doing') AND j.task_name IN ('post_entries', 'ask_service'))
        """,
    "an entry that is posted or skipped is not due": """
        SELECT id FROM entry WHERE status IN ('posted', 'skipped', 'failed')
        AND (due_at IS NOT NULL OR job_id IS NOT NULL)""",
    "an entry that is posted says when and where": """
        SELECT id FROM entry WHERE status = 'posted' AND posted_at IS NULL""",
    "an incident has a card, owed or shown": """
        SELECT i.id FROM incident i WHERE NOT EXISTS (SELECT FROM message m
            WHERE m.incident_id = i.id AND m.event_id IS NULL)""",
    "an incident has a story": """
        SELECT i.id FROM incident i
        WHERE NOT EXISTS (SELECT FROM incident_event e WHERE e.incident_id = i.id)""",
    "what an incident retries is on its way": """
        SELECT i.id FROM incident i WHERE i.state = 'retrying' AND NOT EXISTS (SELECT FROM entry e
            WHERE e.incident_id = i.id AND e.status IN ('pending', 'posting', 'uncertain'))""",
    "a reply is of the incident that it stands under": """
        SELECT m.id FROM message m JOIN incident_event e ON e.id = m.event_id
        WHERE e.incident_id <> m.incident_id""",
    "a notice has its message": """
        SELECT n.id FROM notice n
        WHERE NOT EXISTS (SELECT FROM message m WHERE m.notice_id = n.id)""",
    "no more is shown than is owed": "SELECT id FROM message WHERE shown > owed",
    "what is owed is sent by a job": """
        SELECT m.id FROM message m WHERE m.owed > m.shown AND m.fault IS NULL
        AND NOT EXISTS (SELECT FROM procrastinate_jobs j
            WHERE j.status IN ('todo', 'doing') AND j.task_name = 'send_cards'
            AND j.args ->> 'key' = m.channel_id)""",
    "an attempt is counted": """
        SELECT e.id FROM entry e
        WHERE e.attempts < (SELECT count(*) FROM attempt a WHERE a.entry_id = e.id)""",
}
"""Each as a question for what breaks it."""
_ALL: Final = text(
    " UNION ALL ".join(
        f"SELECT '{rule}' AS rule, broken.id::text AS id FROM ({query}) AS broken(id)"  # noqa: S608  of constants
        for rule, query in RULES.items()
    )
)


async def broken_rules(database: Database) -> list[str]:
    """Return which rule does not hold of what, in words; none is what a test wants."""
    async with database.engine.connect() as sql:
        said = [f"{row.rule}: not {row.id}" for row in await sql.execute(_ALL)]
        posted_here = select(entry).join(connection, connection.c.id == entry.c.connection_id)
        shown = await sql.execute(
            posted_here.where(connection.c.platform != Platform.POSTING_SERVICE.value)
        )
        for row in shown:
            said += _out_of_balance(row)
    return said


def _out_of_balance(row: object) -> list[str]:
    """Return what is wrong with the content of an entry that was handed in here."""
    held = wire.entry_of(row)  # type: ignore[arg-type]  # a row of the table
    try:
        content = held.content.checked()
    except BadInput as error:
        return [f"an entry balances: not {held.id}, {error}"]
    if content.total.minor != row.total_minor:  # type: ignore[attr-defined]
        return [f"an entry comes to what it says: not {held.id}"]
    return []
