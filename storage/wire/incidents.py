"""Incidents, and what people asked for and did about them, between rows and values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from journal.amounts.money import Money
from journal.entries.failure import (
    FailureReason,
)
from journal.incidents.codec import to_json
from journal.incidents.how_resolved import HowResolved
from journal.incidents.incident import (
    Incident,
    IncidentState,
    Memory,
    Mending,
    OwnerAsking,
    Request,
    Tally,
    Trigger,
)
from journal.incidents.move import MoveName
from journal.incidents.story.event import turn_of_fix
from storage.wire.failures import failure_of, failure_to_columns


def incident_of(row: Row[Any]) -> Incident:
    """Return the incident in `row`."""
    return Incident(
        id=row.id,
        book_id=row.book_id,
        connection_id=row.connection_id,
        fingerprint=row.fingerprint,
        sales_channel=row.sales_channel,
        failure=failure_of(row),
        state=IncidentState(row.state),
        opened_at=row.opened_at,
        moved_at=row.moved_at,
        moved_by=row.moved_by,
        last_trigger=Trigger(row.last_trigger) if row.last_trigger else None,
        how=HowResolved(row.how) if row.how else None,
        note=row.note,
        verified_at=row.verified_at,
        mending=_mending_of(row.mending),
        assignee=row.assignee,
        assigned_at=row.assigned_at,
        snoozed_until=row.snoozed_until,
        snoozed_by=row.snoozed_by,
        asking=_asking_of(row.asking),
        request=_request_of(row.request),
        approved_by=row.approved_by,
        awaited_by=row.awaited_by,
    )


def incident_to_columns(one: Incident) -> dict[str, Any]:
    """Return what may change of an incident, as its columns."""
    return {
        **failure_to_columns(one.failure),
        "state": one.state.value,
        "moved_at": one.moved_at,
        "moved_by": one.moved_by,
        "last_trigger": one.last_trigger.value if one.last_trigger else None,
        "how": one.how.value if one.how else None,
        "note": one.note,
        "verified_at": one.verified_at,
        "mending": _mending_to_json(one.mending),
        "assignee": one.assignee,
        "assigned_at": one.assigned_at,
        "snoozed_until": one.snoozed_until,
        "snoozed_by": one.snoozed_by,
        "asking": _asking_to_json(one.asking),
        "request": _request_to_json(one.request),
        "approved_by": one.approved_by,
        "awaited_by": one.awaited_by,
    }


def memory_of(row: Row[Any]) -> Memory:
    """Return what is remembered of the settled incident in `row`, and of `times` before.

    Where nothing was mended from here, the person who had it posted again did it.
    """
    one = incident_of(row)
    mending = one.mending
    if mending is None or (mending.move is MoveName.RESOLVE and one.how is None):
        lost = one.failure.reason is FailureReason.CONNECTION_LOST
        mending = Mending(
            MoveName.CONNECT if lost else MoveName.RETRY, one.moved_by or "", one.moved_at
        )
    return Memory(row.times, one.moved_at, mending)


def _asking_to_json(asking: OwnerAsking | None) -> dict[str, Any] | None:
    if asking is None:
        return None
    return {
        "owner": asking.owner,
        "by": asking.by,
        "at": asking.at.isoformat(),
        "told_at": asking.told_at.isoformat(),
        "reminded": asking.reminded,
    }


def _asking_of(kept: dict[str, Any] | None) -> OwnerAsking | None:
    if kept is None:
        return None
    at, told_at = (datetime.fromisoformat(kept[name]) for name in ("at", "told_at"))
    return OwnerAsking(kept["owner"], kept["by"], at, told_at, kept["reminded"])


def _request_to_json(request: Request | None) -> dict[str, Any] | None:
    if request is None:
        return None
    return {
        "move": request.move.value,
        "by": request.by,
        "at": request.at.isoformat(),
        "facts": dict(request.facts),
        "tally": request.tally.facts,
        "waiting": request.waiting.facts if request.waiting else None,
        "digest": request.digest,
    }


def _request_of(kept: dict[str, Any] | None) -> Request | None:
    if kept is None:
        return None
    return Request(
        move=MoveName(kept["move"]),
        by=kept["by"],
        at=datetime.fromisoformat(kept["at"]),
        facts=kept["facts"],
        tally=tally_in(kept["tally"]),
        waiting=tally_in(kept["waiting"]) if kept["waiting"] else None,
        digest=kept.get("digest", ""),
    )


def tally_of(rows: Sequence[Row[Any]]) -> Tally:
    """Return the sums in `rows`, one for each currency."""
    amounts = tuple(Money(int(row.minor), row.currency) for row in rows)
    return Tally(sum(row.entries for row in rows), amounts)


def tally_in(kept: Mapping[str, Any]) -> Tally:
    """Return the count and sums that `Tally.facts` wrote."""
    amounts = tuple(Money(minor, currency) for minor, currency in kept["amounts"])
    return Tally(kept["count"], amounts)


def _mending_to_json(mending: Mending | None) -> dict[str, Any] | None:
    if mending is None:
        return None
    return {
        "move": mending.move.value,
        "by": mending.by,
        "at": mending.at.isoformat(),
        "facts": to_json(mending.turn) if mending.turn else {},
    }


def _mending_of(kept: dict[str, Any] | None) -> Mending | None:
    if kept is None:
        return None
    move, at = MoveName(kept["move"]), datetime.fromisoformat(kept["at"])
    return Mending(move, kept["by"], at, turn_of_fix(move, kept["facts"]))
