"""Entries and their lines, between rows and values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Row

from journal.amounts.money import Money
from journal.books.lists import NameKind
from journal.entries.coding import NOTHING, Coding, TaxOn
from journal.entries.entry import Entry, EntryKind, Line, NewEntry, PostingStatus, Side
from journal.entries.grounds import Ground
from storage.wire.failures import conflict_of

_CODING_KEYS = {"class", "location", "tracking", "name", "tax", "project"}


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
        "tax_minor": line.tax_amount.minor if line.tax_amount else None,
    }
    if line.coding is not NOTHING:
        kept |= _coding_to_json(line.coding)
    return {name: value for name, value in kept.items() if value is not None and value != ""}


def _coding_to_json(coding: Coding) -> dict[str, Any]:
    return {
        "class": coding.class_name,
        "location": coding.location,
        "tracking": [list(one) for one in coding.tracking] or None,
        "name": coding.name,
        "name_kind": coding.name_kind.value if coding.name_kind else None,
        "tax": coding.tax,
        "project": coding.project,
    }


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
        coding=_coding_of(kept),
        tax_amount=Money(kept["tax_minor"], currency) if "tax_minor" in kept else None,
    )


def _coding_of(kept: dict[str, Any]) -> Coding:
    if not kept.keys() & _CODING_KEYS:
        return NOTHING
    return Coding(
        class_name=kept.get("class", ""),
        location=kept.get("location", ""),
        tracking=tuple((category, option) for category, option in kept.get("tracking", ())),
        name=kept.get("name", ""),
        name_kind=NameKind(kept["name_kind"]) if "name_kind" in kept else None,
        tax=kept.get("tax", ""),
        project=kept.get("project", ""),
    )


def head_to_columns(content: NewEntry) -> dict[str, Any]:
    """Return what the head says beside day, words and lines, as plain JSON values."""
    rate, reverse_on = content.exchange_rate, content.reverse_on
    return {
        "amounts": content.amounts.value,
        "exchange_rate": None if rate is None else str(rate),
        "adjusting": content.adjusting,
        "reverse_on": None if reverse_on is None else reverse_on.isoformat(),
        "reverses": content.reverses,
    }


def _head_of(row: Any) -> dict[str, Any]:
    """Return the same as fields of a `NewEntry`; an earlier release kept none of it."""
    rate, day = row.get("exchange_rate"), row.get("reverse_on")
    return {
        "amounts": TaxOn(row.get("amounts") or TaxOn.NO_TAX),
        "exchange_rate": None if rate is None else Decimal(rate),
        "adjusting": bool(row.get("adjusting")),
        "reverse_on": date.fromisoformat(day) if isinstance(day, str) else day,
        "reverses": row.get("reverses"),
    }


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
        **_head_of(row._mapping),
    )
    return Entry(
        id=row.id,
        uid=row.uid,
        book_id=row.book_id,
        connection_id=row.connection_id,
        content=content,
        status=PostingStatus(row.status),
        attempts=row.attempts,
        runs_died=row.runs_died,
        look_first=row.look_first,
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
        stands_as=_mark_of(row),
        stands_since=row.stands_since,
        changed=conflict_of(row.changed_there),
        has_theirs=row.has_theirs,
        may_lose=row.may_lose,
        incident_id=row.incident_id,
        accepted_at=row.accepted_at,
        failed_at=row.failed_at,
        posted_at=row.posted_at,
        sent_at=row.sent_at,
        ledger_id=row.ledger_id,
        ledger_url=row.ledger_url,
        words=row.words,
        sent=None if row.sent_minor is None else Money(row.sent_minor, row.currency),
        costs=costs_of(row.costs, row.currency),
    )


def _mark_of(row: Row[Any]) -> str:
    """Return the mark of what stands in the ledger; a process of 1.1 that posts keeps none."""
    is_newest = row.stands_since and row.posted_at and row.stands_since >= row.posted_at
    return str(row.stands_as) if is_newest else ""


def costs_to_json(costs: Mapping[str, Money] | None) -> dict[str, int] | None:
    """Return unit costs as they are kept of an entry, in its currency; None: nothing is said."""
    return None if costs is None else {sku: cost.minor for sku, cost in costs.items()}


def costs_posted_to_json(
    content: NewEntry, costs: Mapping[str, Money] | None
) -> dict[str, int] | None:
    """Return what is kept of what is posted; {}: its pieces are not known, None: it has none."""
    has_pieces = any(line.amount is None for line in content.lines)
    return costs_to_json(costs or {}) if has_pieces else None


def costs_of(kept: Mapping[str, int] | None, currency: str) -> dict[str, Money]:
    """Return the unit costs that `costs_to_json` wrote."""
    return {sku: Money(minor, currency) for sku, minor in (kept or {}).items()}


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
        **_head_of(kept),
    )
    return _handed_in(content, kept["handed_in"]) or content


def _others(kept: list[str], newest: str | None) -> tuple[str, ...]:
    """Return what people say are other entries; a process of 1.0 keeps the newest alone."""
    return tuple(dict.fromkeys([*kept, *([newest] if newest else [])]))
