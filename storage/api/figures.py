"""What health and the API ask: where one entry stands, and figures over all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from journal.entries.entry import PostingStatus
from journal.entries.failure import FailureReason
from journal.incidents.incident import IncidentState
from journal.incidents.outage import TOKEN_FAULTS
from storage.database import SqlStore

HEARTBEAT_SECONDS = 15
"""A worker silent for longer does no jobs any more."""


@dataclass(frozen=True, slots=True)
class OnCard:
    """The incident that an entry belongs to."""

    id: int
    state: IncidentState
    reason: FailureReason


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one entry stands, with its incident."""

    id: int
    reference: str
    revision: int
    status: PostingStatus
    attempts: int
    accepted_at: datetime
    posted_at: datetime | None
    ledger_id: str | None
    ledger_url: str | None
    words: str  # the platform's own, of the last refusal
    incident: OnCard | None


@dataclass(frozen=True, slots=True)
class Figures:
    """What is counted over all books."""

    entries: Mapping[PostingStatus, int]  # every status, those without entries too
    incidents_open: int
    messages_owed: int
    messages_refused: int
    oldest_unsent_seconds: float  # of messages that Slack does not show at all; 0: none
    channels_refusing: int
    token_refused: bool  # by Slack, so that no channel takes anything
    workers: int  # with a fresh heartbeat, in any process


async def standing(store: SqlStore, book_id: int, reference: str) -> Standing | None:
    """Return where the book's entry stands, or None when there is none of that reference."""
    if "\0" in reference:  # no text in PostgreSQL holds one
        return None
    found = await store.entries.sql.exec_driver_sql(_STANDING, (book_id, reference))
    row = found.mappings().first()
    return _standing_of(dict(row)) if row else None


async def figures(store: SqlStore) -> Figures:
    """Return the figures, in two statements however much there is."""
    counted = await store.entries.sql.exec_driver_sql(
        "SELECT status, count(*) AS entries FROM entry GROUP BY status"
    )
    by_status = {PostingStatus(row.status): row.entries for row in counted}
    rest = await store.entries.sql.exec_driver_sql(
        _FIGURES, (sorted(TOKEN_FAULTS), HEARTBEAT_SECONDS)
    )
    return Figures(
        entries={status: by_status.get(status, 0) for status in PostingStatus},
        **rest.mappings().one(),
    )


def _standing_of(row: dict[str, Any]) -> Standing:
    card = [row.pop(name) for name in ("incident_id", "incident_state", "incident_reason")]
    incident = OnCard(card[0], IncidentState(card[1]), FailureReason(card[2])) if card[0] else None
    return Standing(**{**row, "status": PostingStatus(row["status"])}, incident=incident)


_STANDING = """
    SELECT e.id, e.reference, e.revision, e.status, e.attempts, e.accepted_at, e.posted_at,
        coalesce(e.ledger_id, nullif(e.replaces, '')) AS ledger_id, e.ledger_url, e.words,
        i.id AS incident_id, i.state AS incident_state, i.reason AS incident_reason
    FROM entry e LEFT JOIN incident i ON i.id = e.incident_id
    WHERE e.book_id = %s AND e.reference = %s
    """
_FIGURES = """
    SELECT
        (SELECT count(*) FROM incident WHERE state <> 'resolved') AS incidents_open,
        (SELECT count(*) FROM message WHERE owed > shown AND fault IS NULL) AS messages_owed,
        (SELECT count(*) FROM message WHERE owed > shown AND fault IS NOT NULL)
            AS messages_refused,
        (SELECT coalesce(extract(epoch FROM clock_timestamp() - min(created_at)), 0)::float8
            FROM message WHERE shown = 0 AND owed > shown AND fault IS NULL)
            AS oldest_unsent_seconds,
        (SELECT count(*) FROM slack_channel WHERE fault IS NOT NULL) AS channels_refusing,
        EXISTS (SELECT FROM slack_channel WHERE substring(fault FROM '^[a-z_]+') = ANY(%s))
            AS token_refused,
        (SELECT count(*) FROM procrastinate_workers
            WHERE last_heartbeat > now() - make_interval(secs => %s)) AS workers
    """
