"""Failures and what was met in the ledger, between rows and values."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Row

from journal.amounts.money import Money
from journal.entries.failure import (
    AccountCause,
    Conflict,
    Failure,
    FailureReason,
    Kin,
    Likeness,
    Obstacle,
)
from journal.entries.grounds import Ground


def failure_to_columns(failure: Failure) -> dict[str, Any]:
    """Return `failure` as the columns of an incident."""
    return {
        "reason": failure.reason.value,
        "subject": failure.subject,
        "details": list(failure.details),
        "words": failure.words,
        "code": failure.code,
        "http_status": failure.http_status,
        "trace": failure.trace,
        "conflict": conflict_to_json(failure.conflict),
        "cause": failure.cause.value if failure.cause else None,
        "likeness": _likeness_to_json(failure.likeness),
    }


def failure_of(row: Row[Any]) -> Failure:
    """Return the failure in the `row` of an incident."""
    return Failure(
        reason=FailureReason(row.reason),
        subject=row.subject,
        details=tuple(row.details),
        words=row.words,
        code=row.code,
        http_status=row.http_status,
        trace=row.trace,
        conflict=conflict_of(row.conflict),
        cause=AccountCause(row.cause) if row.cause else None,
        likeness=_likeness_of(row.likeness),
    )


def conflict_to_json(met: Conflict | None) -> dict[str, Any] | None:
    """Return what was met as it is kept."""
    if met is None:
        return None
    return {
        "obstacle": met.obstacle.value,
        "ledger_id": met.ledger_id,
        "version": met.version,
        "date": met.date.isoformat() if met.date else None,
        "total": [met.total.minor, met.total.currency] if met.total else None,
        "is_foreign": met.is_foreign,
        "by": met.by,
        "at": met.at.isoformat() if met.at else None,
        "mark": met.mark,
        "url": met.url,
    }


def conflict_of(kept: dict[str, Any] | None) -> Conflict | None:
    """Return what `conflict_to_json` wrote, in this release or one before."""
    if kept is None:
        return None
    return Conflict(
        Obstacle(kept["obstacle"]),
        kept["ledger_id"],
        kept["version"],
        date=date.fromisoformat(kept["date"]) if kept["date"] else None,
        total=Money(*kept["total"]) if kept["total"] else None,
        is_foreign=kept.get("is_foreign", False),
        by=kept.get("by", ""),
        at=datetime.fromisoformat(kept["at"]) if kept.get("at") else None,
        mark=kept.get("mark", ""),
        url=kept.get("url", ""),
    )


def _likeness_to_json(like: Likeness | None) -> dict[str, Any] | None:
    if like is None:
        return None
    return {
        "kin": like.kin.value,
        "ledger_id": like.ledger_id,
        "number": like.number,
        "date": like.date.isoformat() if like.date else None,
        "total": [like.total.minor, like.total.currency] if like.total else None,
        "ground": like.ground.value,
    }


def _likeness_of(kept: dict[str, Any] | None) -> Likeness | None:
    if kept is None:
        return None
    return Likeness(
        Kin(kept["kin"]),
        kept["ledger_id"],
        kept["number"],
        date=date.fromisoformat(kept["date"]) if kept["date"] else None,
        total=Money(*kept["total"]) if kept["total"] else None,
        ground=Ground(kept["ground"]),
    )
