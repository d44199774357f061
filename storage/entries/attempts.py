"""Each try at an entry: kept as it was, and where it leaves the entry."""

from __future__ import annotations

import json
from collections.abc import Sequence, Set
from typing import Any

from sqlalchemy import insert, text
from sqlalchemy.ext.asyncio import AsyncConnection

from journal.entries.failure import Failure, FailureReason, Kin
from journal.entries.grounds import Ground
from journal.entries.posting import Posted, Uncertain
from journal.matching.proof import kept_as
from journal.ports import Attempt
from storage.tables import attempt as attempts_table


async def record_attempts(sql: AsyncConnection, attempts: Sequence[Attempt]) -> Set[int]:
    """Write attempts and where they leave their entries; return the ids of those changed.

    An answer that comes late changes nothing of an entry that has moved on, except that
    `posted` always holds: what the ledger has shown is there. Not so of a correction that was
    handed in meanwhile: what was shown is the entry before it.
    """
    await sql.execute(insert(attempts_table), [_attempt_row(one) for one in attempts])
    rows = await sql.execute(_RECORD, {"rows": json.dumps([_verdict_row(one) for one in attempts])})
    return {row.id for row in rows}


def _attempt_row(one: Attempt) -> dict[str, Any]:
    failure = one.verdict.failure
    outcome = type(one.outcome).__name__.casefold()
    if isinstance(one.outcome, Posted) and one.outcome.entry.is_draft:
        outcome = "drafted"
    posted = one.outcome if isinstance(one.outcome, Posted) else None
    trace, remark = (posted.trace, posted.remark) if posted else ("", "")
    return {
        "entry_id": one.entry.id,
        "at": one.at,
        "key": one.entry.key,
        "outcome": outcome,
        "reason": failure.reason.value if failure else "",
        "code": failure.code if failure else "",
        "http_status": failure.http_status if failure else None,
        "words": failure.words if failure else remark,
        "trace": failure.trace if failure else trace,
        "answer": failure.answer if failure else "",
    }


def _verdict_row(one: Attempt) -> dict[str, Any]:
    posted = one.outcome.entry if isinstance(one.outcome, Posted) else None
    remark = one.outcome.remark if isinstance(one.outcome, Posted) else ""
    verdict = one.verdict
    return {
        "id": one.entry.id,
        "at": one.at.isoformat(),
        "status": verdict.status.value,
        "incident_id": one.incident_id,
        "due_at": verdict.due_at.isoformat() if verdict.due_at else None,
        "new_key": verdict.new_key and not isinstance(one.outcome, Uncertain),
        "ledger_id": posted.ledger_id if posted else None,
        "ledger_url": posted.url if posted else None,
        "ledger_version": posted.version if posted else "",
        "posting_revision": one.entry.posting_revision,
        "words": verdict.failure.words if verdict.failure else remark,
        "sent_minor": one.amount.minor if one.amount else None,
        "number_taken": _is_number_taken(verdict.failure),
        "found": isinstance(one.outcome, Posted) and one.outcome.found,
        "lacks": lacks_of(verdict.failure),
        "posted_how": _posted_how(one),
    }


LACKING = (FailureReason.MAPPING_MISSING, FailureReason.ACCOUNT_INVALID)
"""Reasons whose cards name what all their entries lack: categories, or accounts."""


def lacks_of(failure: Failure | None) -> list[str] | None:
    """Return the categories or accounts that an entry was refused for, as they are kept of it."""
    if failure is None or failure.reason not in LACKING:
        return None
    return [one for one in (failure.subject, *failure.details) if one.strip()]


def _is_number_taken(failure: Failure | None) -> bool:
    """Whether something is known to have its number: the platform says so, or it was seen."""
    if failure is None or failure.reason is not FailureReason.DUPLICATE:
        return False
    like = failure.likeness
    return failure.http_status is not None or (like is not None and like.kin is Kin.OTHER_CONTENT)


def _posted_how(one: Attempt) -> str:
    if not isinstance(one.outcome, Posted):
        return ""
    how = kept_as(one.entry, one.outcome.ground) if one.outcome.found else Ground.SENT
    return how.value


STOPPED = """(e.stopped OR EXISTS (
    SELECT 1 FROM incident i WHERE i.id = e.incident_id
    AND i.state = 'open' AND i.last_trigger = 'stop' AND e.claimed_at <= i.moved_at))"""
"""Whether somebody stopped what the entry was claimed for; a new revision is claimed later."""


# What was stopped and is not in the ledger is not tried again by itself.
_RECORD = text(
    """
    UPDATE entry e SET
        status = CASE WHEN r.status = 'pending' AND STOPPED THEN 'failed' ELSE r.status END,
        stopped = r.status = 'uncertain' AND STOPPED,
        incident_id = r.incident_id,
        attempts = e.attempts + 1,
        posting_revision = e.posting_revision + CASE WHEN r.new_key THEN 1 ELSE 0 END,
        due_at = CASE WHEN r.status = 'pending' AND STOPPED THEN NULL ELSE r.due_at END,
        failed_at = CASE WHEN r.status = 'posted' THEN e.failed_at
                         ELSE coalesce(e.failed_at, r.at) END,
        posted_at = CASE WHEN r.status = 'posted' THEN r.at
                         WHEN e.replaces IS NOT NULL THEN e.posted_at END,
        ledger_id = r.ledger_id,
        ledger_url = CASE WHEN e.replaces IS NULL THEN r.ledger_url
                          ELSE coalesce(r.ledger_url, e.ledger_url) END,
        replaces = CASE WHEN r.status <> 'posted' THEN e.replaces END,
        restates = CASE WHEN r.status <> 'posted' THEN e.restates END,
        ledger_version = CASE WHEN r.status = 'posted' THEN r.ledger_version
                              ELSE e.ledger_version END,
        posted_how = CASE WHEN r.status = 'posted' THEN r.posted_how ELSE e.posted_how END,
        as_draft = e.as_draft AND r.status IN ('pending', 'uncertain'),
        number_taken = r.number_taken,
        has_theirs = e.has_theirs OR r.found,
        may_lose = e.may_lose AND r.status <> 'posted',
        linked_to = CASE WHEN r.status IN ('pending', 'uncertain') THEN e.linked_to END,
        words = r.words,
        sent_minor = coalesce(r.sent_minor, e.sent_minor),
        lacks = r.lacks,
        job_id = NULL
    FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r(id bigint, at timestamptz, status text,
        incident_id bigint, due_at timestamptz, new_key boolean, ledger_id text, ledger_url text,
        words text, number_taken boolean, ledger_version text, posting_revision int,
        sent_minor bigint, lacks jsonb, posted_how text, found boolean)
    WHERE e.id = r.id AND (e.replaces IS NULL OR e.posting_revision = r.posting_revision)
      AND (e.status = 'posting' OR (r.status = 'posted' AND e.status <> 'posted'))
    RETURNING e.id
    """.replace("STOPPED", STOPPED)
)
