"""Between rows and values: nothing but translation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Row

from journal.amounts.money import Money
from journal.books.book import Account, Book, Connection, ConnectionState, Platform
from journal.books.closed_days import ClosedDays
from journal.entries.entry import Entry, EntryKind, Line, NewEntry, PostingStatus, Side
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
from journal.incidents.codec import to_json
from journal.incidents.how_resolved import HowResolved
from journal.incidents.incident import (
    Asking,
    Incident,
    IncidentState,
    Memory,
    Mending,
    Request,
    Tally,
    Trigger,
)
from journal.incidents.move import Move
from journal.incidents.story.event import turn_of_fix


def book_of(row: Row[Any]) -> Book:
    """Return the book in `row`."""
    return Book(
        row.id,
        row.slug,
        row.name,
        row.channel_id,
        row.currency,
        row.locale,
        stores=row.stores,
        closes_on=row.closes_on,
        note_above={
            currency: None if amount is None else Decimal(amount)
            for currency, amount in row.note_above.items()
        },
    )


def connection_of(row: Row[Any]) -> Connection:
    """Return the connection in `row`; its tokens never come along."""
    return Connection(
        id=row.id,
        book_id=row.book_id,
        platform=Platform(row.platform),
        realm=row.realm,
        state=ConnectionState(row.state),
        currency=row.currency,
        posts_to=row.posts_to,
        site=row.site,
        owner=row.owner,
        consent_id=row.consent_id,
        closed=ClosedDays(row.closed_until, row.closed_softly_until, _spans(row.closed_spans)),
        polled_at=row.polled_at,
        unread_since=_unread_since(row),
        changes_read_to=row.changes_read_to,
        is_looking=row.look_up_after > 0,
        accounts_read_at=row.accounts_read_at,
    )


def _unread_since(row: Row[Any]) -> datetime | None:
    """Return since when polls find no answer; a poll by an earlier release does not clear it."""
    since: datetime | None = row.unread_since
    return None if since and row.polled_at and row.polled_at > since else since


def _spans(kept: list[list[str]]) -> tuple[tuple[date, date], ...]:
    return tuple((date.fromisoformat(first), date.fromisoformat(last)) for first, last in kept)


def account_of(row: Row[Any]) -> Account:
    """Return the account in `row`."""
    return Account(
        row.external_id, row.name, row.number, row.kind, row.active, row.postable, row.stable_id
    )


def account_to_columns(one: Account) -> dict[str, Any]:
    """Return `one` as its columns, without what it is known by."""
    return {
        "name": one.name,
        "number": one.number,
        "kind": one.kind,
        "active": one.active,
        "postable": one.postable,
        "stable_id": one.stable_id,
    }


def line_to_json(line: Line) -> dict[str, Any]:
    """Return `line` as it is kept; empty fields are left out."""
    kept = {
        "side": line.side.value,
        "minor": line.amount.minor if line.amount else None,
        "category": line.category,
        "account": line.account,
        "description": line.description,
        "sku": line.sku,
        "title": line.title,
        "quantity": str(line.quantity) if line.quantity is not None else None,
    }
    return {name: value for name, value in kept.items() if value not in (None, "")}


def line_of(kept: dict[str, Any], currency: str) -> Line:
    """Return the line that `line_to_json` wrote."""
    return Line(
        side=Side(kept["side"]),
        amount=Money(kept["minor"], currency) if "minor" in kept else None,
        category=kept.get("category"),
        account=kept.get("account"),
        description=kept.get("description", ""),
        sku=kept.get("sku"),
        title=kept.get("title", ""),
        quantity=Decimal(kept["quantity"]) if "quantity" in kept else None,
    )


def entry_of(row: Row[Any]) -> Entry:
    """Return the entry in `row`."""
    content = NewEntry(
        reference=row.reference,
        date=row.date,
        sales_channel=row.sales_channel,
        kind=EntryKind(row.kind),
        currency=row.currency,
        lines=tuple(line_of(line, row.currency) for line in row.lines),
        revision=row.revision,
        description=row.description,
        number=row.number,
        prepared_by=row.prepared_by,
    )
    return Entry(
        id=row.id,
        uid=row.uid,
        book_id=row.book_id,
        connection_id=row.connection_id,
        content=content,
        status=PostingStatus(row.status),
        attempts=row.attempts,
        posting_revision=row.posting_revision,
        as_draft=row.as_draft,
        handed_in=_handed_in(content, row.handed_in),
        restates=_restates(row.restates),
        earlier_days=tuple(date.fromisoformat(day) for day in dict.fromkeys(row.earlier_days)),
        numbered=row.numbered,
        number_taken=row.number_taken,
        linked_to=row.linked_to,
        not_these=_others(row.not_these, row.not_this),
        told_of=row.told_of,
        posted_how=Ground(row.posted_how) if row.posted_how else None,
        replaces=row.replaces,
        ledger_version=row.ledger_version,
        has_theirs=row.has_theirs,
        may_lose=row.may_lose,
        incident_id=row.incident_id,
        accepted_at=row.accepted_at,
        failed_at=row.failed_at,
        posted_at=row.posted_at,
        ledger_id=row.ledger_id,
        ledger_url=row.ledger_url,
        words=row.words,
        sent=None if row.sent_minor is None else Money(row.sent_minor, row.currency),
    )


def content_to_json(content: NewEntry) -> dict[str, Any]:
    """Return what a person may change of an entry, as it is kept beside the change."""
    return {
        "date": content.date.isoformat(),
        "description": content.description,
        "lines": [line_to_json(line) for line in content.lines],
    }


def _handed_in(content: NewEntry, kept: dict[str, Any] | None) -> NewEntry | None:
    if kept is None:
        return None
    return replace(
        content,
        date=date.fromisoformat(kept["date"]),
        description=kept["description"],
        lines=tuple(line_of(line, content.currency) for line in kept["lines"]),
    )


def _restates(kept: dict[str, Any] | None) -> NewEntry | None:
    """Return what was handed in before, of the whole row of `entry` that is kept as JSON."""
    if kept is None:
        return None
    content = NewEntry(
        reference=kept["reference"],
        date=date.fromisoformat(kept["date"]),
        sales_channel=kept["sales_channel"],
        kind=EntryKind(kept["kind"]),
        currency=kept["currency"],
        lines=tuple(line_of(line, kept["currency"]) for line in kept["lines"]),
        revision=kept["revision"],
        description=kept["description"],
        number=kept["number"],
        prepared_by=kept["prepared_by"],
    )
    return _handed_in(content, kept["handed_in"]) or content


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
        "conflict": _conflict_to_json(failure.conflict),
        "cause": failure.cause.value if failure.cause else None,
        "likeness": _likeness_to_json(failure.likeness),
    }


def incident_of(row: Row[Any]) -> Incident:
    """Return the incident in `row`."""
    return Incident(
        id=row.id,
        book_id=row.book_id,
        connection_id=row.connection_id,
        fingerprint=row.fingerprint,
        sales_channel=row.sales_channel,
        failure=Failure(
            reason=FailureReason(row.reason),
            subject=row.subject,
            details=tuple(row.details),
            words=row.words,
            code=row.code,
            http_status=row.http_status,
            trace=row.trace,
            conflict=_conflict_of(row.conflict),
            cause=AccountCause(row.cause) if row.cause else None,
            likeness=_likeness_of(row.likeness),
        ),
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

    Where nothing was mended from here, whoever had it posted again was the one.
    """
    one = incident_of(row)
    mending = one.mending
    if mending is None or (mending.move is Move.RESOLVE and one.how is None):
        lost = one.failure.reason is FailureReason.CONNECTION_LOST
        mending = Mending(Move.CONNECT if lost else Move.RETRY, one.moved_by or "", one.moved_at)
    return Memory(row.times, one.moved_at, mending)


def _conflict_to_json(met: Conflict | None) -> dict[str, Any] | None:
    if met is None:
        return None
    return {
        "obstacle": met.obstacle.value,
        "ledger_id": met.ledger_id,
        "version": met.version,
        "date": met.date.isoformat() if met.date else None,
        "total": [met.total.minor, met.total.currency] if met.total else None,
        "is_foreign": met.is_foreign,
    }


def _conflict_of(kept: dict[str, Any] | None) -> Conflict | None:
    if kept is None:
        return None
    return Conflict(
        Obstacle(kept["obstacle"]),
        kept["ledger_id"],
        kept["version"],
        date=date.fromisoformat(kept["date"]) if kept["date"] else None,
        total=Money(*kept["total"]) if kept["total"] else None,
        is_foreign=kept.get("is_foreign", False),
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


def _others(kept: list[str], newest: str | None) -> tuple[str, ...]:
    """Return what people say are other entries; a process of 1.0 keeps the newest alone."""
    return tuple(dict.fromkeys([*kept, *([newest] if newest else [])]))


def _asking_to_json(asking: Asking | None) -> dict[str, Any] | None:
    if asking is None:
        return None
    return {
        "owner": asking.owner,
        "by": asking.by,
        "at": asking.at.isoformat(),
        "told_at": asking.told_at.isoformat(),
        "reminded": asking.reminded,
    }


def _asking_of(kept: dict[str, Any] | None) -> Asking | None:
    if kept is None:
        return None
    at, told_at = (datetime.fromisoformat(kept[name]) for name in ("at", "told_at"))
    return Asking(kept["owner"], kept["by"], at, told_at, kept["reminded"])


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
        move=Move(kept["move"]),
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
    move, at = Move(kept["move"]), datetime.fromisoformat(kept["at"])
    return Mending(move, kept["by"], at, turn_of_fix(move, kept["facts"]))
