"""What a database that was used holds, in statements that every schema from 0006 on takes."""

from __future__ import annotations

import json
from pathlib import Path

import psycopg
from cryptography.fernet import Fernet

from tests.kept_turns import KEPT

TEST_KEY = "h2QKgg8mYw1sQ1gq5pYp9eT0c4sQm1jv0mXg3m4kV6M="
"""Opens the tokens of a database that is kept; it opens nothing else."""
_STATES = ("pending", "posting", "uncertain", "skipped")


def fill(connection: psycopg.Connection) -> None:
    """Fill a database: entries in every state, a whole story, what is owed, and a job."""
    connection.execute((Path(__file__).parent / "filled_v0001.sql").read_bytes())
    for number, state in enumerate(_STATES, 10):
        connection.execute(_ENTRY, {"reference": f"KEPT-{number}", "status": state})
    for turn in KEPT:
        row = connection.execute(_TURN, (turn.kind, turn.actor, json.dumps(turn.facts)))
        connection.execute(_LINE, row.fetchone())
    sealed = Fernet(TEST_KEY).encrypt(b"token")
    connection.execute(_SEALED, (sealed, sealed))
    connection.execute(_MORE)


_ENTRY = """
    INSERT INTO entry (book_id, connection_id, reference, revision, date, sales_channel, kind,
        currency, total_minor, description, lines, status, accepted_at, due_at, job_id, claimed_at)
    SELECT 1, 1, %(reference)s, 1, '2026-07-08', 'Shopify', 'sales_summary', 'USD', 100, '', '[
        {"side": "debit", "minor": 100, "account": "1310"},
        {"side": "credit", "minor": 100, "account": "4000"}]', %(status)s, '2026-07-08Z',
        CASE WHEN %(status)s IN ('pending', 'uncertain') THEN timestamptz '2026-07-08Z' END,
        CASE WHEN %(status)s = 'posting' THEN 7 END,
        CASE WHEN %(status)s = 'posting' THEN timestamptz '2026-07-08Z' END
"""
_TURN = """
    INSERT INTO incident_event (incident_id, at, kind, actor, facts)
    VALUES (1, '2026-07-08Z', %s, %s, %s) RETURNING id
"""
_LINE = """
    INSERT INTO message (channel_id, incident_id, event_id, created_at)
    VALUES ('C0BOOKS', 1, %s, '2026-07-08Z')
"""
_SEALED = "UPDATE consent SET access_token = %s, refresh_token = %s"
_MORE = """
    INSERT INTO procrastinate_jobs (queue_name, task_name, args)
        VALUES ('jefail', 'post_entries', '{"key": "1"}'),
            ('jefail', 'send_cards', '{"key": "C0BOOKS"}');
    INSERT INTO key_try (asked_by, at) VALUES ('U_ANA', '2026-07-08Z');
    INSERT INTO file_offer (told_as, channel_id, thread_ts, file_ts, file_id, file_name, dropped_by,
        state, book_id, digest, choices, asks, why, summary, progress, faults_sent, created_at)
        VALUES ('E1', 'C0BOOKS', '2.0', '2.0', 'F1', 'july.csv', 'U_ANA', 'gone', 1, 'd', '{}',
            '[]', '', '{}', '{}', '', '2026-07-08Z');
"""
