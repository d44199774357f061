"""Entries and their lines, between rows and values."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Row

from journal.amounts.money import Money
from journal.entries.entry import Entry, EntryKind, Line, NewEntry, PostingStatus, Side
from journal.entries.grounds import Ground


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


def _others(kept: list[str], newest: str | None) -> tuple[str, ...]:
    """Return what people say are other entries; a process of 1.0 keeps the newest alone."""
    return tuple(dict.fromkeys([*kept, *([newest] if newest else [])]))
