"""The contract's JSON: what is sent, and the models of what is taken."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from journal.amounts.money import Money
from journal.books.book import Account, Book, Connection, ConnectionState
from journal.entries.entry import Line
from journal.entries.failure import Failure
from journal.entries.posting import LedgerEntry
from storage.api.report_feed import ShownReport


def mapping_json(rows: list[tuple[str, str, str]]) -> dict[str, Any]:
    """Return a whole mapping as it is sent."""
    names = ("sales_channel", "category", "account")
    return {"mapping": [dict(zip(names, row, strict=True)) for row in rows]}


def costs_json(rows: list[tuple[str, str, Money]]) -> dict[str, Any]:
    """Return all unit costs as they are sent."""
    return {
        "costs": [
            {
                "sales_channel": channel,
                "sku": sku,
                "cost": _plain(cost.decimal),
                "currency": cost.currency,
            }
            for channel, sku, cost in rows
        ]
    }


def book_json(book: Book, connection: Connection | None) -> dict[str, Any]:
    """Return a book as it is sent; one without a platform is not connected."""
    is_in = connection is not None and connection.state is ConnectionState.CONNECTED
    return {
        "id": book.slug,
        "name": book.name,
        "currency": book.currency,
        "platform": connection.platform.label if connection else "",
        "connected": is_in,
    }


def account_json(account: Account) -> dict[str, Any]:
    """Return an account as it is sent."""
    return {
        "id": account.external_id,
        "name": account.name,
        "number": account.number,
        "kind": account.kind,
        "active": account.active,
        "postable": account.postable,
    }


def report_json(shown: ShownReport) -> dict[str, Any]:
    """Return a report as it is sent."""
    report, content = shown.report, shown.report.content
    return {
        "id": shown.number,
        "reference": content.reference,
        "revision": content.revision,
        "version": report.version,
        "date": content.date.isoformat(),
        "sales_channel": content.sales_channel,
        "kind": content.kind.value,
        "currency": content.currency,
        "description": content.description,
        "lines": [_line_json(line) for line in content.lines],
        "attempts": report.attempts,
        "state": report.state.value,
        "failure": _failure_json(report.failure) if report.failure else None,
        "ledger": _ledger_json(report.ledger) if report.ledger else None,
    }


def _line_json(line: Line) -> dict[str, Any]:
    kept = {
        "side": line.side.value,
        "amount": _plain(line.amount.decimal) if line.amount else None,
        "category": line.category,
        "account": line.account,
        "description": line.description,
        "sku": line.sku,
        "title": line.title,
        "quantity": _plain(line.quantity) if line.quantity is not None else None,
    }
    return {name: value for name, value in kept.items() if value not in (None, "")}


def _failure_json(failure: Failure) -> dict[str, Any]:
    return {
        "reason": failure.reason.value,
        "subject": failure.subject,
        "details": list(failure.details),
        "words": failure.words,
        "code": failure.code,
    }


def _ledger_json(there: LedgerEntry) -> dict[str, Any]:
    return {"id": there.ledger_id, "number": there.number, "url": there.url or None}


def _plain(number: Decimal) -> str:
    return format(number, "f")
