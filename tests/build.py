"""Builders of domain values with sensible defaults: name only what the test is about."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from journal.amounts.money import Money
from journal.books.book import Book, Connection, ConnectionState, Platform
from journal.entries.entry import Entry, EntryKind, Line, NewEntry, PostingStatus, Side
from journal.entries.failure import Failure, FailureReason
from journal.incidents.incident import Case, Incident, IncidentState, Summary
from journal.incidents.story.event import Event, turn_of
from journal.offers.file_offer import FileOffer, OfferState
from journal.offers.summary import FileSummary
from journal.ports import BookStatus

NOW = datetime(2026, 7, 10, 8, 42, tzinfo=UTC)
"""The present of every test that does not say otherwise."""
LEDGER_URL = "https://ledger.example/app/journal?txnId=227"


def a_book(**changes: Any) -> Book:
    """Northwind Retail, in dollars, written as in the United States."""
    values: dict[str, Any] = {
        "id": 1,
        "slug": "northwind",
        "name": "Northwind Retail",
        "channel_id": "C0BOOKS",
        "currency": "USD",
        "locale": "en_US",
    }
    return Book(**{**values, **changes})


def a_connection(**changes: Any) -> Connection:
    """Northwind's connection to QuickBooks, up and read a few minutes ago."""
    values: dict[str, Any] = {
        "id": 1,
        "book_id": 1,
        "platform": Platform.QUICKBOOKS,
        "realm": "9130347",
        "state": ConnectionState.CONNECTED,
        "polled_at": NOW - timedelta(minutes=4),
    }
    return Connection(**{**values, **changes})


def some_content(**changes: Any) -> NewEntry:
    """A balanced sales summary of Shopify for one day: $1,604.13."""
    amount = Money(160413, "USD")
    values: dict[str, Any] = {
        "reference": "SHOP-2026-07-07",
        "date": date(2026, 7, 7),
        "sales_channel": "Shopify",
        "kind": EntryKind.SALES_SUMMARY,
        "currency": "USD",
        "lines": (
            Line(Side.DEBIT, amount, category="Clearing"),
            Line(Side.CREDIT, amount, category="Gift cards"),
        ),
    }
    return NewEntry(**{**values, **changes})


def an_entry(**changes: Any) -> Entry:
    """An entry that was refused and belongs to incident 7."""
    values: dict[str, Any] = {
        "id": 1042,
        "uid": UUID(int=1042),
        "book_id": 1,
        "connection_id": 1,
        "content": some_content(),
        "status": PostingStatus.FAILED,
        "attempts": 1,
        "incident_id": 7,
        "failed_at": NOW - timedelta(hours=2),
    }
    return Entry(**{**values, **changes})


def a_failure(reason: FailureReason = FailureReason.MAPPING_MISSING, **changes: Any) -> Failure:
    """A missing mapping of gift cards, or another reason about the same."""
    return Failure(reason, **{"subject": "Gift cards", **changes})


def an_incident(**changes: Any) -> Incident:
    """An open incident of Shopify's gift cards, two hours old."""
    values: dict[str, Any] = {
        "id": 7,
        "book_id": 1,
        "connection_id": 1,
        "fingerprint": "f00d",
        "sales_channel": "Shopify",
        "failure": a_failure(),
        "state": IncidentState.OPEN,
        "opened_at": NOW - timedelta(hours=2),
        "moved_at": NOW - timedelta(minutes=10),
    }
    return Incident(**{**values, **changes})


def a_summary(**changes: Any) -> Summary:
    """Three entries of three days, none posted: $4,812.40."""
    days = tuple(date(2026, 7, day) for day in (7, 8, 9))
    values: dict[str, Any] = {
        "waiting": 3,
        "posted": 0,
        "skipped": 0,
        "amounts": (Money(481240, "USD"),),
        "dates": days,
        "first_date": days[0],
        "last_date": days[-1],
        "kinds": (EntryKind.SALES_SUMMARY,),
        "numbers": ("JF-1042", "JF-1043", "JF-1044"),
        "references": tuple(f"SHOP-{day}" for day in days),
        "attempts": 1,
    }
    return Summary(**{**values, **changes})


def a_case(
    incident: Incident | None = None,
    summary: Summary | None = None,
    book: Book | None = None,
    connection: Connection | None = None,
) -> Case:
    """The case of the incident above, as its card shows it."""
    return Case(
        incident=incident or an_incident(),
        book=book or a_book(),
        connection=connection or a_connection(),
        summary=summary or a_summary(),
    )


def an_event(kind: str, actor: str | None = None, facts: Mapping[str, Any] | None = None) -> Event:
    """Return a turn of a story as it is read from what is kept of it."""
    return Event(turn_of(kind, facts or {}), actor)


def a_status(**changes: Any) -> BookStatus:
    """Northwind: 41 posted today, three waiting for two hours."""
    values: dict[str, Any] = {
        "book": a_book(),
        "connection": a_connection(),
        "posted_today": 41,
        "waiting": 3,
        "amounts": (Money(481240, "USD"),),
        "oldest_failed_at": NOW - timedelta(hours=2),
        "incidents": 1,
    }
    return BookStatus(**{**values, **changes})


def an_offer(**changes: Any) -> FileOffer:
    """A file of two entries that Ana dropped into Northwind's channel, offered."""
    values: dict[str, Any] = {
        "id": 1,
        "channel_id": "C0BOOKS",
        "thread_ts": "5.1",
        "file_ts": "5.1",
        "file_id": "F1",
        "file_name": "july.csv",
        "dropped_by": "U_ANA",
        "state": OfferState.OFFERED,
        "book_id": 1,
        "book_ids": (1,),
        "digest": "d1",
        "summary": FileSummary(
            label="a journal file",
            taken=2,
            lines=4,
            days=2,
            first=date(2026, 7, 7),
            last=date(2026, 7, 8),
            sales_channels=("Shopify",),
            amounts=(Money(320826, "USD"),),
        ),
    }
    return FileOffer(**{**values, **changes})
