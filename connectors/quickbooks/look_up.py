"""Looking entries up: the questions that QuickBooks can be asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from connectors.days import ranges
from connectors.quickbooks.entries import MAX_NUMBER
from connectors.quickbooks.query import compared, one_of, select
from journal.ports import Wanted

CHUNK = 30
"""Numbers asked for in one query; the query language has IN, but no OR."""


def number_queries(wanted: Iterable[Wanted]) -> Iterator[str]:
    """Yield questions for entries of our number, the caller's own number, or their reference."""
    yield from queries_for(
        text for one in wanted for text in (one.number, one.own_number, one.reference)
    )


def queries_for(texts: Iterable[str]) -> Iterator[str]:
    """Yield questions for entries of these numbers, each asked for once."""
    bare = (text.strip() for text in texts)
    numbers = [*dict.fromkeys(text for text in bare if 0 < len(text) <= MAX_NUMBER)]
    for start in range(0, len(numbers), CHUNK):
        yield select("JournalEntry", one_of("DocNumber", numbers[start : start + CHUNK]))


def day_queries(wanted: Iterable[Wanted]) -> Iterator[str]:
    """Yield questions for everything on the days of `wanted`, near days taken together."""
    for first, last in ranges(one.date for one in wanted):
        yield select(
            "JournalEntry",
            compared("TxnDate", ">=", first.isoformat()),
            compared("TxnDate", "<=", last.isoformat()),
        )
