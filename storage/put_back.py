"""A backup that was put back is noticed, and nothing in it is taken for the newest that there is.

The books and Slack may be ahead of a backup. So what it has queued is looked for in the ledger
before it is sent, what it owes to Slack is looked for in the channel, and numbers go on where none
was given yet: one that the ledger or a card has for something else must not come a second time.

Nobody has to remember it: one row says in which transaction it was written and where. A row that
was loaded from a dump stands there by another transaction (`xmin`), whatever tool loaded it and
wherever; a copy of the server's files is another file system entry (its change time), a server
that went on from an archive is on another timeline.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Row, create_engine, text
from sqlalchemy.pool import NullPool

from storage.tables import metadata

_LOCK: Final = 0x6A656662
_XIDS: Final = 2**32
"""`xmin` shows the lower half of a transaction's id."""


@dataclass(frozen=True, slots=True)
class PutBack:
    """What was made of a backup that was put back."""

    entries: int  # that are looked for in the ledger before they are sent
    messages: int  # that are looked for in Slack before they are sent
    redrawn: int  # cards and notices that are drawn again


async def see_if_put_back(url: str, *, is_said: bool = False) -> PutBack | None:
    """Settle a backup that was put back at `url` (SQLAlchemy form); None: it is as we left it.

    `is_said`: a person says that it was, where nothing shows it. To be called before anything is
    done with the database; of several processes the first settles it.
    """
    return await asyncio.to_thread(_see, url, is_said)


def _see(url: str, is_said: bool) -> PutBack | None:
    engine = create_engine(url, poolclass=NullPool)
    with engine.begin() as sql:
        sql.execute(_ALONE, {"key": _LOCK})
        place = _place_of(sql)
        mark = sql.execute(_MARK).first()
        if mark is not None and not is_said and _is_ours(mark, place):
            return None
        # One that an older release left has no mark: it may be a backup, or be just brought up.
        is_sure = is_said or mark is not None or bool(sql.execute(_OF_ANOTHER_SERVER).scalar())
        is_empty = not sql.execute(_ANY_ENTRY).scalar()
        settled = None if is_empty and mark is None else _settle(sql, is_sure=is_sure)
        kept = {"place": json.dumps(place), "is_put_back": settled is not None}
        sql.execute(_WRITE, kept)
    return settled


def _place_of(sql: Connection) -> Mapping[str, str]:
    """Return what tells this database from a copy of it, as far as we may ask for it."""
    row = sql.execute(_PLACE).one()
    place = {name: str(value) for name, value in row._mapping.items() if name != "may_stat"}
    if row.may_stat:
        place["made"] = str(sql.execute(_MADE).scalar_one())
    return place


def _is_ours(mark: Row[Any], place: Mapping[str, str]) -> bool:
    if mark.written_by != mark.written_in % _XIDS:
        return False
    return all(mark.place[one] == place[one] for one in mark.place.keys() & place.keys())


def _settle(sql: Connection, *, is_sure: bool) -> PutBack:
    if is_sure:
        for table in metadata.sorted_tables:
            if any(column.identity for column in table.columns):
                sql.execute(_GO_ON_BEYOND, {"table": f'"{table.name}"'})
    return PutBack(
        entries=sql.execute(_LOOK_FIRST).rowcount,
        messages=sql.execute(_LOOK_BACK).rowcount,
        redrawn=sql.execute(_DRAW_AGAIN).rowcount,
    )


_ALONE = text("SELECT pg_advisory_xact_lock(:key)")
_MARK = text("SELECT xmin::text::bigint AS written_by, written_in, place FROM database_mark")
_PLACE = text(
    """
    SELECT (SELECT system_identifier FROM pg_control_system()) AS server,
        (SELECT oid FROM pg_database WHERE datname = current_database()) AS database,
        substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) AS timeline,
        has_function_privilege('pg_stat_file(text)', 'execute') AS may_stat
    """
)
_MADE = text("SELECT change FROM pg_stat_file('PG_VERSION')")
_ANY_ENTRY = text("SELECT EXISTS (SELECT FROM entry)")
_OF_ANOTHER_SERVER = text(
    "SELECT EXISTS (SELECT FROM entry WHERE changed_in > pg_current_xact_id()::text::bigint)"
)
_WRITE = text(
    """
    INSERT INTO database_mark AS m (id, written_in, place, put_back_at)
    VALUES (1, pg_current_xact_id()::text::bigint, CAST(:place AS jsonb),
        CASE WHEN :is_put_back THEN clock_timestamp() END)
    ON CONFLICT (id) DO UPDATE SET written_in = excluded.written_in, place = excluded.place,
        put_back_at = coalesce(excluded.put_back_at, m.put_back_at)
    """
)
# Seconds since 2020: more than were ever given, also after the same backup was put back before,
# as long as fewer than one a second are needed from one time to the next.
_GO_ON_BEYOND = text(
    """
    SELECT setval(pg_get_serial_sequence(:table, 'id'), greatest(
        nextval(pg_get_serial_sequence(:table, 'id')),
        extract(epoch FROM clock_timestamp() - timestamptz '2020-01-01Z')::bigint))
    """
)
_LOOK_FIRST = text("UPDATE entry SET look_first = true WHERE status <> 'posted'")
_LOOK_BACK = text(
    """
    UPDATE message SET attempted_at = clock_timestamp(), sent_after = NULL
    WHERE ts IS NULL AND owed > shown
    """
)
_DRAW_AGAIN = text(
    """
    UPDATE message m SET owed = owed + 1
    WHERE ts IS NOT NULL AND event_id IS NULL AND (
        m.created_at > clock_timestamp() - interval '30 days'
        OR EXISTS (SELECT FROM incident i WHERE i.id = m.incident_id AND (i.state <> 'resolved'
            OR i.moved_at > clock_timestamp() - interval '30 days')))
    """
)
