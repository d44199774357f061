"""What waits for a moment, and what follows when the clock it waits by was set.

No wait is longer than its reason can make it: what lies further ahead was reckoned by a clock that
was wrong. Left alone is what a person chose: a snooze, the day of an entry.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Text,
    Update,
    and_,
    column,
    exists,
    func,
    literal_column,
    not_,
    select,
    table,
    text,
    true,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from journal.entries.entry import QUEUED
from storage.engine.busy import busy_told
from storage.engine.jobs import QUEUE, JobQueue
from storage.tables import (
    UtcDateTime,
    channel_read,
    connection,
    entry,
    incident,
    message,
    slack_channel,
    slack_read,
)


@dataclass(frozen=True, slots=True)
class Step:
    """The database's clock was set `by` so much at some time in the last `within`."""

    by: timedelta
    within: timedelta


@dataclass(frozen=True, slots=True)
class Wait:
    """A column that holds when something goes on; or, with `longest` at zero, when it was."""

    column: ColumnElement[Any]
    of: FromClause
    longest: timedelta = timedelta()
    where: ColumnElement[bool] = field(default_factory=true)


SLACK_WAIT: Final = timedelta(minutes=5)
"""The longest that a channel is held, with room."""
RETRY_WAIT: Final = timedelta(minutes=20)
"""The longest wait of an entry before it is tried again, with room."""
_A_DAY: Final = timedelta(hours=25)
"""A platform may say itself when it takes calls again: Xero, within the day."""
_FIRST_POLL: Final = timedelta(minutes=1)
_JUST_NOW: Final = timedelta(seconds=5)
_job = table(
    "procrastinate_jobs",
    column("scheduled_at", UtcDateTime),
    column("status", Text),
    column("queue_name", Text),
)
_worker = table("procrastinate_workers", column("last_heartbeat", UtcDateTime))
_queued = entry.c.status.in_([literal_column(f"'{one}'", Text) for one in sorted(QUEUED)])
"""Written out: an index of some states serves no parameter."""
_told_to_wait = exists().where(
    incident.c.id == entry.c.incident_id, incident.c.reason == "rate_limited"
)
_owed = message.c.owed > message.c.shown
_waits_in_queue = (_job.c.status == literal_column("'todo'")) & (_job.c.queue_name == QUEUE)
WAITS: Final = (
    Wait(entry.c.due_at, entry, RETRY_WAIT, and_(_queued, not_(_told_to_wait))),
    Wait(entry.c.due_at, entry, _A_DAY, and_(_queued, _told_to_wait)),
    Wait(slack_channel.c.next_send_at, slack_channel, SLACK_WAIT),
    Wait(connection.c.next_call_at, connection, timedelta(minutes=10)),
    Wait(connection.c.next_poll_at, connection, _A_DAY),
    Wait(
        message.c.retry_at,
        message,
        timedelta(hours=6, minutes=5),
        and_(_owed, message.c.fault.is_not(None)),
    ),
    Wait(message.c.look_at, message, SLACK_WAIT),
    Wait(channel_read.c.due_at, channel_read, timedelta(minutes=15)),
    Wait(_job.c.scheduled_at, _job, _A_DAY, _waits_in_queue),
)
MOMENTS: Final = (
    Wait(message.c.attempted_at, message, where=and_(_owed, message.c.fault.is_(None))),
    Wait(message.c.attempted_at, message, where=and_(_owed, message.c.fault.is_not(None))),
    Wait(message.c.refused_since, message, where=and_(_owed, message.c.fault.is_not(None))),
    Wait(connection.c.polled_at, connection),
    Wait(connection.c.accounts_read_at, connection),
    Wait(connection.c.unread_since, connection),
    Wait(slack_read.c.at, slack_read),
    Wait(entry.c.claimed_at, entry, where=entry.c.status == literal_column("'posting'", Text)),
    Wait(entry.c.failed_at, entry, where=_queued),
    Wait(_worker.c.last_heartbeat, _worker),
)
"""Of a moment that has not come yet nobody can tell how long ago it was."""


async def mend_waits(engine: AsyncEngine, step: Step) -> None:
    """Put right what waits by the clock that was set, if no other process has.

    After a step back, waits and moments go back with it. After a step ahead, entries and messages
    whose end is not known wait as long as before, since the platform may be at them still; all else
    may as well go on at once. Workers are taken to have been heard of as lately as before. What
    changed on the platforms is asked for a day back: by their clocks it may never have been.

    Raises:
        StoreBusy: the database did not answer; nothing was changed.
    """
    with busy_told():
        async with engine.begin() as sql:
            given = {"seconds": step.by.total_seconds(), "within": step.within}
            if (await sql.execute(_NOTE_STEP, given)).first() is None:
                return
            await sql.execute(_CHANGES_AGAIN)
            if step.by > timedelta():
                for statement in (_UNCERTAIN_LATER, _DOUBTED_LATER):
                    await sql.execute(statement, {"by": step.by, "within": step.within})
                await sql.execute(_HEARD_LATER, {"by": step.by})
                return
            for one in (*WAITS, *MOMENTS):
                await sql.execute(_earlier(one, step.by))
            await _wake(sql)


async def shorten_waits(engine: AsyncEngine, poll_every: timedelta) -> int:
    """Let go on what waits longer than its reason can make it; return how much that was.

    A connection is looked at every `poll_every`.

    Raises:
        StoreBusy: the database did not answer; nothing was changed.
    """
    looked_at = Wait(connection.c.next_poll_at, connection, max(poll_every, _FIRST_POLL))
    counts: Counter[str] = Counter()
    with busy_told():
        async with engine.begin() as sql:
            for one in (looked_at, *WAITS, *MOMENTS):
                counts[str(one.column)] += (await sql.execute(_shorter(one))).rowcount
            if counts["entry.due_at"]:
                await _wake(sql)
    return counts.total()


async def _wake(sql: AsyncConnection) -> None:
    """Have what is due now be posted: the jobs that wait for it come too late."""
    jobs = JobQueue(sql)
    for row in (await sql.execute(_CONNECTIONS_DUE)).all():
        await jobs.post_entries(row.connection_id)


def _earlier(one: Wait, by: timedelta) -> Update:
    moved = one.column + by
    until = func.greatest(moved, func.clock_timestamp()) if one.longest else moved
    return _change(one, until, one.column > func.clock_timestamp())


def _shorter(one: Wait) -> Update:
    last = func.clock_timestamp() + (one.longest + _JUST_NOW)
    return _change(one, func.clock_timestamp(), one.column > last)


def _change(one: Wait, to: ColumnElement[Any], where: ColumnElement[bool]) -> Update:
    """Return what sets a column; rows that someone is changing just now are left to them."""
    free = select(_row).select_from(one.of).where(where, one.where).correlate(None)
    these = func.any(func.array(free.with_for_update(skip_locked=True).scalar_subquery()))
    return update(one.of).where(_row == these).values({one.column: to})  # type: ignore[arg-type]  # a table


_row: Final[ColumnElement[Any]] = literal_column("ctid")
# One step is seen by every process, each a moment later; the first of them mends.
_NOTE_STEP = text(
    """
    INSERT INTO clock_step AS c (id, noticed_at, seconds)
    VALUES (1, clock_timestamp(), :seconds)
    ON CONFLICT (id) DO UPDATE SET noticed_at = excluded.noticed_at, seconds = excluded.seconds
    WHERE abs(c.seconds - excluded.seconds) > 3
        OR c.noticed_at NOT BETWEEN excluded.noticed_at - CAST(:within AS interval)
            - interval '5 seconds' AND excluded.noticed_at + interval '5 seconds'
    RETURNING id
    """
)
# What was written since the step goes by the new clock already: it lies ahead of it, or just
# behind. What waited before is behind by most of the step.
_UNCERTAIN_LATER = text(
    """
    UPDATE entry SET due_at = due_at + :by
    WHERE status = 'uncertain'
        AND due_at > clock_timestamp() - :by - CAST(:within AS interval)
        AND due_at < clock_timestamp() - CAST(:within AS interval)
    """
)
_DOUBTED_LATER = text(
    """
    UPDATE message SET look_at = look_at + :by
    WHERE look_at > clock_timestamp() - :by - CAST(:within AS interval)
        AND look_at < clock_timestamp() - CAST(:within AS interval)
    """
)
_CHANGES_AGAIN = text(
    """
    UPDATE connection
    SET changes_read_to = least(changes_read_to, clock_timestamp()) - interval '1 day'
    WHERE changes_read_to IS NOT NULL
    """
)
_HEARD_LATER = text(
    """
    UPDATE procrastinate_workers SET last_heartbeat = least(last_heartbeat + :by, clock_timestamp())
    """
)
_CONNECTIONS_DUE = (
    select(entry.c.connection_id)
    .where(_queued, entry.c.due_at <= func.clock_timestamp())
    .distinct()
)
