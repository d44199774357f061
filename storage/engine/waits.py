"""What waits for a moment, and what follows when the clock it waits by was set.

No wait is longer than its reason can make it: what lies further ahead was reckoned by a clock that
was wrong. Left alone is what a person chose: a snooze, the day of an entry.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage.engine.busy import busy_told
from storage.engine.jobs import QUEUE, JobQueue


@dataclass(frozen=True, slots=True)
class Step:
    """The database's clock was set `by` so much at some time in the last `within`."""

    by: timedelta
    within: timedelta


@dataclass(frozen=True, slots=True)
class Wait:
    """A column that holds when something goes on; or, with `longest` at zero, when it was."""

    table: str
    column: str
    longest: timedelta
    where: str = "true"


SLACK_WAIT: Final = timedelta(minutes=5)
"""The longest that a channel is held, with room."""
RETRY_WAIT: Final = timedelta(minutes=20)
"""The longest wait of an entry before it is tried again, with room."""
_A_DAY: Final = timedelta(hours=25)
"""A platform may say itself when it takes calls again: Xero, within the day."""
_FIRST_POLL: Final = timedelta(minutes=1)
_JUST_NOW: Final = timedelta(seconds=5)
_TOLD_TO_WAIT: Final = (
    "EXISTS (SELECT FROM incident i WHERE i.id = entry.incident_id AND i.reason = 'rate_limited')"
)
_QUEUED: Final = "status IN ('pending', 'uncertain')"
_OWED: Final = "owed > shown AND fault IS NULL"
_REFUSED: Final = "owed > shown AND fault IS NOT NULL"
_JOBS: Final = f"status = 'todo' AND queue_name = '{QUEUE}'"
_DUE = Wait("entry", "due_at", RETRY_WAIT, f"{_QUEUED} AND NOT {_TOLD_TO_WAIT}")
_TOLD_DUE = Wait("entry", "due_at", _A_DAY, f"{_QUEUED} AND {_TOLD_TO_WAIT}")
WAITS: Final = (
    _DUE,
    _TOLD_DUE,
    Wait("slack_channel", "next_send_at", SLACK_WAIT),
    Wait("connection", "next_call_at", timedelta(minutes=10)),
    Wait("connection", "next_poll_at", _A_DAY),
    Wait("message", "retry_at", timedelta(hours=1, minutes=5), _REFUSED),
    Wait("channel_read", "due_at", timedelta(minutes=15)),
    Wait("procrastinate_jobs", "scheduled_at", _A_DAY, _JOBS),
)
MOMENTS: Final = tuple(
    Wait(table, column, timedelta(), where)
    for table, column, where in (
        ("message", "attempted_at", _OWED),
        ("message", "attempted_at", _REFUSED),
        ("connection", "polled_at", "true"),
        ("connection", "accounts_read_at", "true"),
        ("connection", "unread_since", "true"),
        ("slack_read", "at", "true"),
        ("entry", "claimed_at", "status = 'posting'"),
        ("entry", "failed_at", _QUEUED),
        ("procrastinate_workers", "last_heartbeat", "true"),
    )
)
"""Of a moment that has not come yet nobody can tell how long ago it was."""


async def mend_waits(engine: AsyncEngine, step: Step) -> None:
    """Put right what waits by the clock that was set, if no other process has.

    After a step back, waits and moments go back with it. After a step ahead, entries whose end is
    not known wait as long as before, since the platform may be at them still; all else may as well
    go on at once. Workers are taken to have been heard of as lately as before. What changed on the
    platforms is asked for a day back: by their clocks it may never have been.

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
                await sql.execute(_UNCERTAIN_LATER, {"by": step.by, "within": step.within})
                await sql.execute(_HEARD_LATER, {"by": step.by})
                return
            for one in (*WAITS, *MOMENTS):
                await sql.execute(_earlier(one), {"by": step.by})
            await _wake(sql)


async def shorten_waits(engine: AsyncEngine, poll_every: timedelta) -> int:
    """Let go on what waits longer than its reason can make it; return how much that was.

    A connection is looked at every `poll_every`.

    Raises:
        StoreBusy: the database did not answer; nothing was changed.
    """
    looked_at = Wait("connection", "next_poll_at", max(poll_every, _FIRST_POLL))
    counts: Counter[str] = Counter()
    with busy_told():
        async with engine.begin() as sql:
            for one in (looked_at, *WAITS, *MOMENTS):
                given = {"longest": one.longest + _JUST_NOW}
                counts[one.column] += (await sql.execute(_shorter(one), given)).rowcount
            if counts["due_at"]:
                await _wake(sql)
    return counts.total()


async def _wake(sql: AsyncConnection) -> None:
    """Have what is due now be posted: the jobs that wait for it come too late."""
    jobs = JobQueue(sql)
    for row in (await sql.execute(_CONNECTIONS_DUE)).all():
        await jobs.post_entries(row.connection_id)


def _earlier(one: Wait) -> TextClause:
    changed = f"{one.column} + :by"
    if one.longest:
        changed = f"greatest({changed}, clock_timestamp())"
    return _change(one, changed, f"{one.column} > clock_timestamp()")


def _shorter(one: Wait) -> TextClause:
    return _change(one, "clock_timestamp()", f"{one.column} > clock_timestamp() + :longest")


def _change(one: Wait, to: str, where: str) -> TextClause:
    """Return what sets a column; rows that someone is changing just now are left to them."""
    return text(
        f"""
        UPDATE {one.table} SET {one.column} = {to} WHERE ctid = ANY(ARRAY(
            SELECT ctid FROM {one.table} WHERE {where} AND {one.where} FOR UPDATE SKIP LOCKED
        ))
        """  # noqa: S608  names of our own
    )


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
_CONNECTIONS_DUE = text(
    """
    SELECT DISTINCT connection_id FROM entry
    WHERE status IN ('pending', 'uncertain') AND due_at <= clock_timestamp()
    """
)
